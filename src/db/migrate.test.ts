import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { sql } from 'kysely'
import { testDatabase } from '#test/database.ts'
import type { Db } from './client.ts'
import { migrate, MigrationRefusal, readMigrations } from './migrate.ts'

const now = new Date('2026-11-24T10:00:00Z')
const pets = '-- Pets are kept.\n-- expand\ncreate table pets (name text primary key);\n'
const noPets = '-- Pets went away.\n-- contract\ndrop table pets;\n'

type Folder = AsyncDisposable & { readonly path: string }

async function folderOf(files: Readonly<Record<string, string>>): Promise<Folder> {
  const path = await mkdtemp(join(tmpdir(), 'punte-migrations-'))
  for (const [name, text] of Object.entries(files)) await writeFile(join(path, name), text)
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true }) }
}

/** A test database comes migrated; this one is as the first start finds it. */
async function emptied(db: Db): Promise<void> {
  await sql`drop schema public cascade`.execute(db)
  await sql`create schema public`.execute(db)
}

async function recorded(db: Db): Promise<readonly unknown[]> {
  const { rows } = await sql`select number, name, kind, applied_at from migrations order by number`.execute(db)
  return rows
}

test('the migrations of the product apply once and then nothing is left to do', async () => {
  await using database = await testDatabase()
  await emptied(database.db)

  const applied = await migrate(database.url, { now })
  const again = await migrate(database.url, { now })

  assert.deepEqual(
    applied,
    (await readMigrations()).map(({ name }) => name),
  )
  assert.deepEqual(again, [])
})

test('two programs that migrate at once apply each migration once', async () => {
  await using database = await testDatabase()
  await emptied(database.db)
  await using folder = await folderOf({ '0001-pets.sql': pets, '0002-no-pets.sql': noPets })

  const both = await Promise.all([1, 2].map(() => migrate(database.url, { now, folder: folder.path })))

  assert.deepEqual(both.flat(), ['0001-pets.sql', '0002-no-pets.sql'])
  assert.deepEqual(await recorded(database.db), [
    { number: 1, name: '0001-pets.sql', kind: 'expand', applied_at: now },
    { number: 2, name: '0002-no-pets.sql', kind: 'contract', applied_at: now },
  ])
})

test('a racer that no lock held back waits at the key and yields', async () => {
  await using database = await testDatabase()
  await using folder = await folderOf({ '0001-pets.sql': pets })
  await emptied(database.db)
  await using nothing = await folderOf({})
  await migrate(database.url, { now, folder: nothing.path })
  const client = await database.db.seam.pool.connect()
  await client.query('begin')
  await client.query("insert into migrations values (1, '0001-pets.sql', 'expand', $1)", [now])

  const racing = migrate(database.url, { now, folder: folder.path })
  await untilBlocked(database.db)
  await client.query('commit')
  client.release()

  assert.deepEqual(await racing, [])
})

async function untilBlocked(db: Db): Promise<void> {
  for (let look = 0; look < 1_000; look += 1) {
    const { rows } = await sql`select from pg_stat_activity where application_name = 'punte migrate' and wait_event_type = 'Lock'`.execute(
      db,
    )
    if (rows.length > 0) return
  }
  throw new Error('nobody waits for the key')
}

test('a failed migration leaves nothing of itself and keeps those before it', async () => {
  await using database = await testDatabase()
  await emptied(database.db)
  const broken = '-- This one is broken.\n-- expand\ncreate table half (name text);\nselect 1/0;\n'
  await using folder = await folderOf({ '0001-pets.sql': pets, '0002-broken.sql': broken })

  const attempt = migrate(database.url, { now, folder: folder.path })

  await assert.rejects(attempt, /^Error: migration 0002-broken.sql failed$/)
  const { rows } = await sql`select table_name from information_schema.tables where table_schema = 'public' order by 1`.execute(database.db)
  assert.deepEqual(rows, [{ table_name: 'migrations' }, { table_name: 'pets' }])
})

test('a program leaves a newer expansion alone and refuses a newer contraction', async () => {
  await using database = await testDatabase()
  await emptied(database.db)
  await using older = await folderOf({ '0001-pets.sql': pets })
  await using newer = await folderOf({ '0001-pets.sql': pets, '0002-toys.sql': pets.replaceAll('pets', 'toys') })
  await using newest = await folderOf({
    '0001-pets.sql': pets,
    '0002-toys.sql': pets.replaceAll('pets', 'toys'),
    '0003-no-pets.sql': noPets,
  })

  await migrate(database.url, { now, folder: newer.path })
  assert.deepEqual(await migrate(database.url, { now, folder: older.path }), [])
  await migrate(database.url, { now, folder: newest.path })

  await assert.rejects(migrate(database.url, { now, folder: older.path }), (error) => {
    assert.ok(error instanceof MigrationRefusal)
    assert.match(error.message, /0003-no-pets\.sql.*start the newer one/)
    return true
  })
})

const badFolders = [
  { name: 'a file without a number', files: { 'pets.sql': pets }, message: /pets\.sql is not named like/ },
  { name: 'a gap', files: { '0001-pets.sql': pets, '0003-no-pets.sql': noPets }, message: /0003-no-pets\.sql should have number 2/ },
  { name: 'a twin', files: { '0001-a.sql': pets, '0001-b.sql': pets }, message: /0001-b\.sql should have number 2/ },
  { name: 'a missing reason', files: { '0001-pets.sql': 'create table pets ();' }, message: /does not begin with a sentence/ },
  {
    name: 'a missing mark',
    files: { '0001-pets.sql': '-- Pets are kept.\ncreate table pets ();' },
    message: /neither "-- expand" nor "-- contract"/,
  },
]

for (const { name, files, message } of badFolders) {
  test(`a folder of migrations with ${name} is refused`, async () => {
    await using folder = await folderOf(files)

    await assert.rejects(readMigrations(folder.path), message)
  })
}
