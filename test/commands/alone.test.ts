import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { freePort } from '#cli/demo/program.ts'
import { runCommand } from './run-command.ts'

let dataDir: string
let env: Readonly<Record<string, string>>

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'punte-commands-'))
  env = { HOST: '127.0.0.1', PORT: String(await freePort()), DATA_DIR: dataDir }
})

after(() => rm(dataDir, { recursive: true, force: true }))

for (const args of [['sync'], ['invoice', '#1001'], ['pause'], ['resume'], ['doctor'], ['sign-in'], ['export']]) {
  test(`${args[0]} ends with 3 and says so when Punte is not running`, async () => {
    const { code, out, err } = await runCommand(args, { ...env, PUNTE_ADMIN_TOKEN: 'a-token-of-sixteen-or-more' })
    assert.deepEqual([code, out], [3, ''])
    assert.match(err, /^Punte is not reachable at http:\/\/127\.0\.0\.1:\d+\. Start it with "npm start"/)
  })
}

test('a command that finds no token of a running Punte says where it looked', async () => {
  const { code, err } = await runCommand(['sync'], env)
  assert.equal(code, 3)
  assert.ok(err.includes(join(dataDir, 'admin-token')), err)
})

for (const args of [['sink'], ['sync', '--dry'], ['invoice'], ['pause', '--flow', 'C'], ['sync', 'now']]) {
  test(`"${args.join(' ')}" is wrong usage and ends with 2`, async () => {
    const { code, out, err } = await runCommand(args, env)
    assert.deepEqual([code, out], [2, ''])
    assert.match(err, /^error: /)
  })
}

test('a mistake in the environment ends with 2 and names its key', async () => {
  const { code, err } = await runCommand(['sync'], { ...env, PORT: 'four' })
  assert.equal(code, 2)
  assert.match(err, /^environment: PORT: /)
})

test('start ends with 2 and names key and line of a mistake in punte.yaml', async () => {
  const config = join(dataDir, 'punte.yaml')
  await writeFile(config, 'shops:\n  - domain: demo.myshopify.com\n    acces: {}\n')

  const { code, err } = await runCommand(['start'], { ...env, PUNTE_CONFIG: config })

  assert.equal(code, 2)
  assert.match(err, /punte\.yaml:\d+: shops\.0\.acces/)
})

test('migrate brings an empty database to the newest migration, and then finds nothing to do', async () => {
  const first = await runCommand(['migrate', '--json'], env)
  const second = await runCommand(['migrate'], env)

  assert.equal(first.code, 0, first.err)
  assert.equal(JSON.parse(first.out).applied[0], '0001-tenants.sql')
  assert.deepEqual([second.code, second.out], [0, 'nothing to migrate\n'])
})
