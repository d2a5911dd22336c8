import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { freePort } from '#app/address.ts'
import { runCommand, runProgram } from './run-command.ts'

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

for (const { said, program, args } of [
  { said: 'npm start', program: 'src/main.ts', args: [] },
  { said: 'punte start', program: 'src/cli/main.ts', args: ['start'] },
]) {
  test(`${said} takes --config, which goes before PUNTE_CONFIG, and ends with 2 when the file is missing, broken or a folder`, async () => {
    const good = join(dataDir, 'good.yaml')
    await writeFile(good, 'shops: []\n')
    const broken = join(dataDir, 'broken.yaml')
    await writeFile(broken, 'shops: [\n')

    for (const [file, says] of [
      [join(dataDir, 'nowhere.yaml'), /nowhere\.yaml: there is no such file\n$/],
      [broken, /broken\.yaml:\d+: /],
      [dataDir, /: it is a folder, not a file\n$/],
    ] as const) {
      const { code, err } = await runProgram(program, [...args, '--config', file], { ...env, PUNTE_CONFIG: good })
      assert.deepEqual([code, err.split('\n').length], [2, 2], err)
      assert.match(err, says)
    }
    const wrong = await runProgram(program, [...args, '--konfig', good], env)
    assert.equal(wrong.code, 2)
    assert.match(wrong.err, /--konfig/)
  })
}

test('migrate brings an empty database to the newest migration, and then finds nothing to do', async () => {
  const first = await runCommand(['migrate', '--json'], env)
  const second = await runCommand(['migrate'], env)

  assert.equal(first.code, 0, first.err)
  assert.equal(JSON.parse(first.out).applied[0], '0001-tenants.sql')
  assert.deepEqual([second.code, second.out], [0, 'nothing to migrate\n'])
})
