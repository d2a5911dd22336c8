import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, type QueryResultRow } from 'pg'
import { connectRunning, startEmbedded, type Embedded } from './embedded.ts'
import { asAccount, chooseAccount } from './embedded/account.ts'
import { findBinaries } from './embedded/binaries.ts'
import { processFacts } from './embedded/process-facts.ts'
import { EmbeddedRefusal } from './embedded/refusal.ts'

const stopMsMax = 2_000
const waitMsMax = 10_000

type Home = { readonly dataDir: string }

// Taken away at the end only: a file system that has just lost a thousand files is slow to make the next thousand.
const roots: string[] = []
after(() => roots.forEach((root) => rmSync(root, { recursive: true, force: true })))

/** Others may pass through it, so that a server under another account reaches its own folder inside. */
function newHome(...deeper: readonly string[]): Home {
  const root = mkdtempSync(join(tmpdir(), 'punte-embedded-'))
  chmodSync(root, 0o711)
  const dataDir = join(root, 'data', ...deeper)
  mkdirSync(dataDir, { recursive: true })
  roots.push(root)
  return { dataDir }
}

function start(dataDir: string, options: { readonly namespaces?: boolean } = {}): Promise<Embedded> {
  return startEmbedded({ dataDir, fsync: true, log: () => undefined, ...options })
}

async function query(url: string, text: string): Promise<readonly QueryResultRow[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<QueryResultRow>(text)).rows
  } finally {
    await client.end()
  }
}

type Owner = { readonly pid: number | undefined; kill(): Promise<void> }

/** Another process that starts the database and then lives until it is killed, and the server after it. */
async function ownerProcess(dataDir: string): Promise<Owner> {
  const program = `
    import { startEmbedded } from '#db/embedded.ts'
    const { pid } = await startEmbedded({ dataDir: process.argv[1], fsync: true, log: () => undefined })
    console.log(pid)
    setInterval(() => undefined, 1_000)`
  const owner = spawn(process.execPath, ['--input-type=module', '-e', program, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await Promise.race([
    once(owner.stdout, 'data'),
    once(owner, 'exit').then(() => assert.fail('the owner ended before it had started')),
  ])
  return {
    pid: owner.pid,
    async kill() {
      await kill(owner)
      await until(() => processFacts(Number(line)) === undefined)
    },
  }
}

async function kill(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

async function until(holds: () => boolean): Promise<void> {
  for (const deadline = performance.now() + waitMsMax; performance.now() < deadline; await sleep(5)) {
    if (holds()) return
  }
  throw new Error('it did not come to hold')
}

const ways =
  process.getuid?.() === 0
    ? [
        ...(chooseAccount('/nowhere').kind === 'namespace' ? [{ name: 'root in a user namespace', options: {} }] : []),
        { name: 'root as somebody else', options: { namespaces: false } },
      ]
    : [{ name: 'an ordinary user', options: {} }]

for (const { name, options } of ways) {
  test(`${name} starts a PostgreSQL that keeps what it is given and has no port`, async () => {
    const home = newHome()
    const first = await start(home.dataDir, options)
    await query(first.url, "create table kept as select 'a row' as what")
    const settings = await query(
      first.url,
      `select name, setting from pg_settings where name in ('fsync', 'listen_addresses', 'shared_buffers', 'jit', 'server_encoding', 'TimeZone')`,
    )
    const stopBegan = performance.now()
    await first[Symbol.asyncDispose]()
    const stopMs = performance.now() - stopBegan

    await using second = await start(home.dataDir, options)

    assert.deepEqual(await query(second.url, 'select what from kept'), [{ what: 'a row' }])
    assert.deepEqual(Object.fromEntries(settings.map((row) => [String(row['name']), row['setting']])), {
      fsync: 'on',
      jit: 'off',
      listen_addresses: '',
      server_encoding: 'UTF8',
      shared_buffers: '4096',
      TimeZone: 'UTC',
    })
    assert.equal(statSync(join(home.dataDir, 'socket')).mode & 0o777, 0o700)
    assert.deepEqual([first.adopted, second.adopted], [false, false])
    assert.ok(stopMs < stopMsMax, `it took ${stopMs} ms to stop`)
  })
}

test('letters beyond ASCII have their other case', async () => {
  const home = newHome()
  await using database = await start(home.dataDir)

  assert.deepEqual(await query(database.url, `select lower('ȘTIȚĂ') as small`), [{ small: 'știță' }])
})

test('a data directory has one owner, and the second is told who it is', async () => {
  const home = newHome()
  const owner = await ownerProcess(home.dataDir)

  await assert.rejects(start(home.dataDir), (error) => {
    assert.ok(error instanceof EmbeddedRefusal)
    assert.match(error.message, new RegExp(`belongs to process ${owner.pid}, which is still running; stop that one first\\.$`))
    return true
  })
  await owner.kill()
})

test('of many that start at once one owns the data directory', async () => {
  const home = newHome()
  writeFileSync(join(home.dataDir, 'owner.lock'), '{"pid":1,"startedAt":"long ago"}')

  const starts = await Promise.allSettled(Array.from({ length: 8 }, () => start(home.dataDir)))

  const started = starts.filter((one) => one.status === 'fulfilled')
  for (const { value } of started) await value[Symbol.asyncDispose]()
  assert.equal(started.length, 1)
})

test('another process connects through the socket of the one that runs', async () => {
  const home = newHome()
  assert.equal(connectRunning(home.dataDir), undefined)
  const owner = await ownerProcess(home.dataDir)

  const url = connectRunning(home.dataDir)

  assert.ok(url)
  assert.deepEqual(await query(url, 'select 1 as one'), [{ one: 1 }])
  await owner.kill()
})

test('after a kill -9 of its owner the next start has every committed row', async () => {
  const home = newHome()
  const owner = await ownerProcess(home.dataDir)
  const url = connectRunning(home.dataDir)
  assert.ok(url)
  await query(url, 'create table kept as select generate_series(1, 1000) as n')
  await owner.kill()

  await using next = await start(home.dataDir)

  assert.deepEqual(await query(next.url, 'select count(*)::int as rows from kept'), [{ rows: 1000 }])
})

test('a server that outlived its owner is adopted, and stopped at the end', async () => {
  const home = newHome()
  const cluster = join(home.dataDir, 'postgres')
  await (await start(home.dataDir))[Symbol.asyncDispose]()
  const { postgres, environment } = findBinaries({ dataDir: home.dataDir })
  const settings = ['listen_addresses=', `unix_socket_directories=${join(home.dataDir, 'socket')}`].flatMap((setting) => ['-c', setting])
  const { file, args, ...ids } = asAccount(chooseAccount(cluster), postgres, ['-D', cluster, ...settings])
  mkdirSync(join(home.dataDir, 'socket'), { mode: 0o700 })
  const survivor = spawn(file, args, { ...ids, env: environment, stdio: 'ignore' })
  await until(() => connectRunning(home.dataDir) !== undefined)

  const heir = await start(home.dataDir)
  const adopted = { pid: heir.pid, adopted: heir.adopted, rows: await query(heir.url, 'select 1 as one') }
  await heir[Symbol.asyncDispose]()

  assert.deepEqual(adopted, { pid: survivor.pid, adopted: true, rows: [{ one: 1 }] })
  assert.equal(connectRunning(home.dataDir), undefined)
})

test('a pid file whose number belongs to a stranger does not keep the database from starting', async () => {
  const home = newHome()
  await (await start(home.dataDir))[Symbol.asyncDispose]()
  const stranger = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1_000)'], { stdio: 'ignore' })
  const pidFile = [
    stranger.pid,
    join(home.dataDir, 'postgres'),
    '1790000000',
    '5432',
    join(home.dataDir, 'socket'),
    '',
    '',
    'ready',
    '',
  ].join('\n')
  writeFileSync(join(home.dataDir, 'postgres/postmaster.pid'), pidFile)

  await using database = await start(home.dataDir)

  assert.deepEqual(await query(database.url, 'select 1 as one'), [{ one: 1 }])
  await kill(stranger)
})

test('a cluster that was half made when the power went is made anew', async () => {
  const home = newHome()
  mkdirSync(join(home.dataDir, 'postgres.new/base'), { recursive: true })

  await using database = await start(home.dataDir)

  assert.deepEqual(await query(database.url, 'select 1 as one'), [{ one: 1 }])
})

test('a data directory too deep for a socket address is served from a short closed folder', async () => {
  const home = newHome('d'.repeat(100))
  const database = await start(home.dataDir)
  const socketDir = new URL(database.url).searchParams.get('host') ?? ''
  const mode = statSync(socketDir).mode & 0o777
  const rows = await query(connectRunning(home.dataDir) ?? '', 'select 1 as one')
  await database[Symbol.asyncDispose]()

  assert.deepEqual({ mode, rows, left: existsSync(socketDir) }, { mode: 0o700, rows: [{ one: 1 }], left: false })
})

test('a data directory of another PostgreSQL is refused with a way out', async () => {
  const home = newHome()
  await (await start(home.dataDir))[Symbol.asyncDispose]()
  writeFileSync(join(home.dataDir, 'postgres/PG_VERSION'), '19\n')

  await assert.rejects(start(home.dataDir), { name: 'EmbeddedRefusal', message: /written by PostgreSQL 19 .* set DATABASE_URL/ })
})

test('a program that stops cleanly takes its server with it', async () => {
  const home = newHome()
  const database = await start(home.dataDir)

  await database[Symbol.asyncDispose]()

  assert.equal(processFacts(database.pid), undefined)
})

test('a server that ends by itself is noticed', async () => {
  const home = newHome()
  await using database = await start(home.dataDir)

  process.kill(database.pid, 'SIGKILL')

  await until(() => database.lost.aborted)
  assert.match(String(database.lost.reason), new RegExp(`PostgreSQL \\(process ${database.pid}\\) has ended`))
})
