import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'

export type MigrateOptions = {
  readonly now: Date
  /** Where the numbered files are; those of the product when absent. */
  readonly folder?: string
}

export type Migration = { readonly number: number; readonly name: string; readonly kind: 'expand' | 'contract'; readonly text: string }

/** The database says something that keeps this program from using it. */
export class MigrationRefusal extends Error {
  override readonly name = 'MigrationRefusal'
}

const productFolder = join(import.meta.dirname, 'migrations')
const migrationsMax = 9_999
const lockKey = 7_205_431
const lockMsMax = 60_000

/**
 * Brings a database to the newest migration and returns the names of those it applied. A failed one leaves nothing behind and throws.
 * A migration of a newer program is left alone when it only expanded what is there, and refused when it took something away.
 */
export async function migrate(url: string, { now, folder = productFolder }: MigrateOptions): Promise<readonly string[]> {
  const migrations = await readMigrations(folder)
  const client = new Client({ connectionString: url, application_name: 'punte migrate' })
  await client.connect()
  try {
    await takeTurn(client)
    await refuseUnknown(client, migrations)
    const applied: string[] = []
    for (const migration of migrations) {
      if (await apply(client, migration, now)) applied.push(migration.name)
    }
    return applied
  } finally {
    await client.end()
  }
}

/** The migrations of a folder in their order. Their first line says why, their second whether they expand or contract. */
export async function readMigrations(folder: string = productFolder): Promise<readonly Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
  const migrations = await Promise.all(names.map(async (name) => parseMigration(name, await readFile(join(folder, name), 'utf8'))))
  for (const [index, { number, name }] of migrations.entries()) {
    if (number !== index + 1) throw new MigrationRefusal(`${name} should have number ${index + 1}: numbers have neither gaps nor twins`)
  }
  return migrations
}

function parseMigration(name: string, text: string): Migration {
  const number = Number(/^(\d{4})-[a-z0-9-]+\.sql$/.exec(name)?.[1])
  if (!(number <= migrationsMax)) throw new MigrationRefusal(`${name} is not named like 0001-tenants.sql`)

  const [why = '', kind = ''] = text.split('\n')
  if (!/^-- \S.*\.$/.test(why)) throw new MigrationRefusal(`${name} does not begin with a sentence that says why`)
  if (kind !== '-- expand' && kind !== '-- contract')
    throw new MigrationRefusal(`line 2 of ${name} is neither "-- expand" nor "-- contract"`)
  return { number, name, kind: kind === '-- expand' ? 'expand' : 'contract', text }
}

/** One program at a time migrates; the others wait here and then find everything done. The lock ends with the connection. */
async function takeTurn(client: Client): Promise<void> {
  await client.query(`set lock_timeout = ${lockMsMax}`)
  // What is committed later is on the disk only together with everything before it, so nothing is ever acknowledged that lacks a migration.
  await client.query('set synchronous_commit = off')
  await client.query('select pg_advisory_lock($1)', [lockKey])
  await client.query(`
    create table if not exists migrations (
      number integer primary key,
      name text not null,
      kind text not null,
      applied_at timestamptz not null
    )`)
}

async function refuseUnknown(client: Client, migrations: readonly Migration[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    "select name from migrations where kind = 'contract' and number > $1 order by number",
    [migrations.length],
  )
  if (rows[0] === undefined) return
  throw new MigrationRefusal(
    `A newer Punte has changed this database in a way that this one does not know (${rows[0].name}): start the newer one.`,
  )
}

/** Recorded before it runs, in one transaction: a racer that no lock holds back waits at the same key and then yields. */
async function apply(client: Client, { number, name, kind, text }: Migration, now: Date): Promise<boolean> {
  await client.query('begin')
  try {
    const recorded = await client.query(
      'insert into migrations (number, name, kind, applied_at) values ($1, $2, $3, $4) on conflict (number) do nothing',
      [number, name, kind, now],
    )
    if (recorded.rowCount === 1) await client.query(text)
    await client.query('commit')
    return recorded.rowCount === 1
  } catch (error) {
    await client.query('rollback')
    throw new Error(`migration ${name} failed`, { cause: error })
  }
}
