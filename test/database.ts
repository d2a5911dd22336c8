import { createHash, randomUUID } from 'node:crypto'
import { after } from 'node:test'
import { Client } from 'pg'
import { openDb, type Db } from '#db/client.ts'
import { migrate, readMigrations } from '#db/migrate.ts'
import { startTestServer } from './database-server.ts'

export type TestDatabase = AsyncDisposable & { readonly url: string; readonly db: Db }

const templateLock = 7_205_432
const migratedAt = new Date('2026-01-01T00:00:00Z')

let server: Promise<string> | undefined
const atEndOfFile = new AsyncDisposableStack()
after(() => atEndOfFile.disposeAsync())

/** A migrated database of its own, a clone of this run's template. It is gone at the end of the file, or with `await using` of its scope. */
export async function testDatabase(): Promise<TestDatabase> {
  server ??= serverOfRun()
  return databaseOn(await server)
}

/** Databases on a server that nobody else uses, for what would notice a neighbour. It starts with the first of them. */
export function ownDatabases(): AsyncDisposable & { readonly open: () => Promise<TestDatabase> } {
  let own: ReturnType<typeof startTestServer> | undefined
  return {
    async open() {
      own ??= startTestServer()
      return databaseOn((await own).url)
    },
    async [Symbol.asyncDispose]() {
      await (await own)?.[Symbol.asyncDispose]()
    },
  }
}

async function databaseOn(url: string): Promise<TestDatabase> {
  const template = await ensureTemplate(url)
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await asAdmin(url, (admin) => admin.query(`create database ${name} template ${template} strategy file_copy`))

  const db = openDb(databaseUrl(url, name))
  const end = atEndOfFile.use(new AsyncDisposableStack())
  end.defer(async () => void (await asAdmin(url, (admin) => admin.query(`drop database ${name} with (force)`))))
  end.use(db)
  return { url: databaseUrl(url, name), db, [Symbol.asyncDispose]: () => end.disposeAsync() }
}

/** The runner's server when there is one; a file that runs alone starts its own and stops it at its end. */
async function serverOfRun(): Promise<string> {
  const shared = process.env['PUNTE_TEST_SERVER']
  if (shared !== undefined) return shared

  const own = await startTestServer()
  atEndOfFile.use(own)
  return own.url
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
