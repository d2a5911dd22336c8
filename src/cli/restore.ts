import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import { Client, escapeIdentifier } from 'pg'
import type { Config } from '#app/config.ts'
import { migrate } from '#db/migrate.ts'
import { CommandEnd, exitCode, type Answer } from './answer.ts'
import { backupFormat } from './backup.ts'
import { migrationsOf, tablesInOrder } from './backup-tables.ts'
import { withIdleDatabase } from './database.ts'

const rowsOfOneInsert = 500

/** Fills a database that holds no shop from a back-up: all of it or nothing. Invoices start paused, since orders of the time after it are not in it. */
export async function restore(config: Config, file: string): Promise<Answer> {
  if ((await stat(file).catch(() => undefined)) === undefined) throw new CommandEnd(exitCode.usage, `${file}: there is no such file.`)
  const rows = await withIdleDatabase(config, async (url) => {
    await migrate(url, { now: new Date() })
    const client = new Client({ connectionString: url, application_name: 'punte restore' })
    await client.connect()
    try {
      await client.query('begin')
      const count = await fill(client, file)
      await client.query('update tenants set paused_a_at = coalesce(paused_a_at, $1), claims_as = null', [new Date()])
      await forgetTransactions(client)
      await client.query('commit')
      return count
    } finally {
      await client.end()
    }
  })
  const lines = [
    `${rows} rows restored from ${file}`,
    'Invoices are paused: orders placed after the back-up are read again when Punte starts. Look at them, then "npm run -s punte -- resume".',
  ]
  return { code: exitCode.done, lines, json: { file, rows } }
}

/** Transactions are numbered by each server anew: what theirs bore out is to be borne out again here. */
async function forgetTransactions(client: Client): Promise<void> {
  await client.query('update stock_rows set whole_xid = null where whole_xid is not null')
  await client.query('update orders set assumed_xid = pg_current_xact_id()::text::bigint where assumed_xid is not null')
}

async function fill(client: Client, file: string): Promise<number> {
  const tables = await tablesInOrder(client)
  const { rowCount } = await client.query('select from tenants limit 1')
  if (rowCount !== 0) throw new CommandEnd(exitCode.no, 'This database holds shops already: restore into an empty one.')
  for (const table of tables.toReversed()) await client.query(`delete from ${escapeIdentifier(table)}`)

  const own = JSON.stringify(await migrationsOf(client))
  let count = 0
  let ended = false
  let table = ''
  let batch: string[] = []
  for await (const line of linesOf(file)) {
    const [kind, text] = [line.slice(0, 2), line.slice(2)]
    if (batch.length >= rowsOfOneInsert || (kind !== 'R ' && batch.length > 0)) batch = await insert(client, table, batch)
    if (kind === 'M ' && text !== own)
      throw new CommandEnd(exitCode.no, `${file} was written by another version of Punte: restore it with that one.`)
    if (kind === 'T ') table = text
    if (kind === 'R ') count += batch.push(text) > 0 ? 1 : 0
    if (kind === 'E ') ended = Number(text) === count
    if (kind === 'T ' && !tables.includes(table)) throw broken(file)
  }
  if (!ended) throw broken(file)
  return count
}

async function insert(client: Client, table: string, rows: readonly string[]): Promise<string[]> {
  const name = escapeIdentifier(table)
  await client.query(`insert into ${name} select * from json_populate_recordset(null::${name}, $1)`, [`[${rows.join(',')}]`])
  return []
}

async function* linesOf(file: string): AsyncGenerator<string> {
  const zipped = createReadStream(file)
  const unzipped = createGunzip()
  zipped.on('error', (error) => unzipped.destroy(error)).pipe(unzipped)
  let first = true
  try {
    for await (const line of createInterface({ input: unzipped, crlfDelay: Infinity })) {
      if (first && line !== backupFormat) throw broken(file)
      first = false
      yield line
    }
  } catch (error) {
    if (error instanceof CommandEnd || !(error instanceof Error) || !('code' in error) || !String(error.code).startsWith('Z_')) throw error
    throw broken(file)
  }
}

function broken(file: string): CommandEnd {
  return new CommandEnd(exitCode.no, `${file} is not a whole back-up of Punte; nothing was restored.`)
}
