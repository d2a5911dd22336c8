import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { freePort } from '#app/address.ts'
import { startProgram, type Program } from '#cli/demo/program.ts'
import { runCommand } from './run-command.ts'

let dataDir: string

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'punte-start-'))
})

afterEach(() => rm(dataDir, { recursive: true, force: true }))

test('an empty DATA_DIR becomes a sandbox, which a second start goes on with and a start with real shops refuses', async () => {
  const environment = await onPorts()
  const first = await start(environment)
  assert.match(first.ready[0], /\(sandbox: /)
  assert.equal(await first.stop(), 0, first.log())

  const second = await start(environment)
  assert.match(second.ready[0], /\(sandbox: /)
  assert.equal(await second.stop(), 0, second.log())

  const { code, err } = await runCommand(['start'], { ...environment, PUNTE_CONFIG: await noShops() })
  assert.deepEqual([code, err], [2, 'DATA_DIR: it holds a sandbox; choose an empty DATA_DIR for real shops\n'])
})

test('a DATA_DIR of real shops gets no simulated services, not even from a start that names none', async () => {
  const environment = await onPorts()
  const named = await start({ ...environment, PUNTE_CONFIG: await noShops() })
  assert.equal(await named.stop(), 0, named.log())

  await using unnamed = await start(environment)

  assert.doesNotMatch(unnamed.ready[0], /sandbox/)
  assert.equal(existsSync(join(dataDir, 'sandbox-world')), false)
})

test('a DATA_DIR in use is refused to a second start on other ports', async () => {
  await using _first = await start(await onPorts())
  const elsewhere = await onPorts()

  const { code, err } = await runCommand(['start'], elsewhere)

  assert.equal(code, 1)
  assert.match(err, /^The data directory \S+ belongs to process \d+, which is still running; stop that one first\.\n$/)
})

async function onPorts(): Promise<Readonly<Record<string, string>>> {
  return {
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    PORT: String(await freePort()),
    SANDBOX_PORT: String(await freePort()),
  }
}

async function noShops(): Promise<string> {
  const file = join(dataDir, 'punte.yaml')
  await writeFile(file, 'shops: []\n')
  return file
}

function start(env: Readonly<Record<string, string>>): Promise<Program> {
  return startProgram({ file: 'main.ts', env, until: /^Punte is ready.*$/m })
}
