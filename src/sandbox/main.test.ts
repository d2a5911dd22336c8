import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import assert from 'node:assert/strict'

const main = fileURLToPath(new URL('main.ts', import.meta.url))

test('the sandbox opens on a port of its own, says where, and ends cleanly when told to', async () => {
  const child = spawn(process.execPath, [main, '--life'], { env: { SANDBOX_PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(createInterface(child.stdout), 'line')
  const address = /http:\/\/127\.0\.0\.1:\d+/.exec(String(line))?.[0]
  assert.ok(address !== undefined, String(line))

  const clock = await (await fetch(`${address}/_sim/clock`)).json()
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  const [code] = await exit

  assert.equal(Object(clock).running, true)
  assert.equal(code, 0)
})

test('a world file with a mistake is named, and nothing opens', async () => {
  const child = spawn(process.execPath, [main, fileURLToPath(import.meta.url)], {
    env: { SANDBOX_PORT: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said: string[] = []
  createInterface(child.stderr).on('line', (line) => said.push(line))

  const [code] = await once(child, 'exit')

  assert.equal(code, 1)
  assert.match(said.join('\n'), /main\.test\.ts/)
})
