import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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

type Opened = { readonly child: ChildProcess; readonly address: string }

/** A sandbox whose standard input is a pipe of ours. */
async function tied(...args: string[]): Promise<Opened> {
  const child = spawn(process.execPath, [main, '--until-stdin-ends', ...args], {
    env: { SANDBOX_PORT: '0' },
    stdio: ['pipe', 'pipe', 'inherit'],
    // One that does not end when it should fails its test.
    timeout: 15_000,
    killSignal: 'SIGKILL',
  })
  const [line] = await once(createInterface(child.stdout), 'line')
  return { child, address: /http:\/\/127\.0\.0\.1:\d+/.exec(String(line))?.[0] ?? '' }
}

async function placeOrder({ address }: Opened): Promise<unknown> {
  const answer = await fetch(`${address}/_sim/shopify/demo.myshopify.com/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ lines: [{ sku: 'CAF-01', quantity: 1 }] }),
  })
  return Object(await answer.json()).name
}

test('a sandbox that is tied to its starter outlives Ctrl-C, ends when the starter is gone, and goes on from its file', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'punte-state-')), 'world')
  const first = await tied('--state', file)
  assert.equal(await placeOrder(first), '#1025')
  first.child.kill('SIGINT')
  assert.equal(await placeOrder(first), '#1026')
  const exit = once(first.child, 'exit')
  first.child.stdin?.end()
  assert.deepEqual(await exit, [0, null])

  const second = await tied('--state', file)
  assert.equal(await placeOrder(second), '#1027')
  const end = once(second.child, 'exit')
  second.child.kill('SIGTERM')
  assert.deepEqual(await end, [0, null])
})
