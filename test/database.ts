import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { Client } from 'pg'
import { openDb, type Db } from '#db/client.ts'
import { startEmbedded } from '#db/embedded.ts'
import { migrate, readMigrations } from '#db/migrate.ts'

export type TestDatabase = AsyncDisposable & { readonly url: string; readonly db: Db }

const templateLock = 7_205_432
const migratedAt = new Date('2026-01-01T00:00:00Z')

let server: Promise<string> | undefined
const stops = new AsyncDisposableStack()
after(() => stops.disposeAsync())

/** A migrated database of its own, a clone of this run's template. It is gone at the end of its scope. */
export async function testDatabase(): Promise<TestDatabase> {
  server ??= serverOfRun()
  const url = await server
  const template = await ensureTemplate(url)
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await asAdmin(url, (admin) => admin.query(`create database ${name} template ${template} strategy file_copy`))

  const db = openDb(databaseUrl(url, name))
  return {
    url: databaseUrl(url, name),
    db,
    async [Symbol.asyncDispose]() {
      await db.destroy()
      await asAdmin(url, (admin) => admin.query(`drop database ${name} with (force)`))
    },
  }
}

/** The runner's server when there is one; a file that runs alone starts its own and stops it at its end. */
async function serverOfRun(): Promise<string> {
  const shared = process.env['PUNTE_TEST_SERVER']
  if (shared !== undefined) return shared

  const own = await startTestServer()
  stops.use(own)
  return own.url
}

/** A server that forgets everything when it stops: no fsync, a temporary directory. */
export async function startTestServer(): Promise<AsyncDisposable & { readonly url: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'punte-test-'))
  const embedded = await startEmbedded({ dataDir, fsync: false, log: () => undefined })
  return {
    url: embedded.url,
    async [Symbol.asyncDispose]() {
      await embedded[Symbol.asyncDispose]()
      await rm(dataDir, { recursive: true })
    },
  }
}

/** Named for what its migrations say, so that a changed migration makes another. It gets its name when it is whole. */
async function ensureTemplate(url: string): Promise<string> {
  const migrations = await readMigrations()
  const digest = createHash('sha256').update(migrations.map(({ text }) => text).join('\0'))
  const template = `template_${digest.digest('hex').slice(0, 16)}`
  await asAdmin(url, async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [templateLock])
    const found = await admin.query('select from pg_database where datname = $1', [template])
    if (found.rowCount === 1) return

    await admin.query('drop database if exists template_unfinished')
    await admin.query('create database template_unfinished')
    await migrate(databaseUrl(url, 'template_unfinished'), { now: migratedAt })
    await admin.query(`alter database template_unfinished rename to ${template}`)
  })
  return template
}

async function asAdmin<Result>(url: string, work: (admin: Client) => Promise<Result>): Promise<Result> {
  const admin = new Client({ connectionString: url })
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

function databaseUrl(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
