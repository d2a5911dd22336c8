import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '#app/address.ts'

const program = join(import.meta.dirname, '../../src/main.ts')
const stopMsMax = 5_000
const readyMsMax = 60_000
/** Orders come, are invoiced and move stock meanwhile. */
const lifeMs = 3_000

let dataDir: string

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'punte-ctrl-c-'))
})

after(() => rm(dataDir, { recursive: true, force: true }))

test('Ctrl-C, which a terminal sends to every process of its group, ends all with 0 in five seconds and nothing to warn of', async () => {
  const ports = { PORT: String(await freePort()), SANDBOX_PORT: String(await freePort()) }
  const product = spawn(process.execPath, [program], {
    env: { PATH: process.env['PATH'] ?? '', HOST: '127.0.0.1', DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...ports },
    // A group of its own, as a shell makes one for what it starts.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [product.stdout, product.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  for (const deadline = performance.now() + readyMsMax; !said.includes('Punte is ready'); await sleep(20)) {
    assert.ok(product.exitCode === null && performance.now() < deadline, said)
  }
  await sleep(lifeMs)
  const before = said.length
  const ended = once(product, 'exit')

  const began = performance.now()
  process.kill(-(product.pid ?? assert.fail('it has no process id')), 'SIGINT')
  await ended

  assert.deepEqual({ code: product.exitCode, signal: product.signalCode }, { code: 0, signal: null })
  assert.ok(performance.now() - began < stopMsMax)
  assert.equal(said.slice(before), '')
})
