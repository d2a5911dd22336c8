import { createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { Client, escapeIdentifier } from 'pg'
import { z } from 'zod'
import type { Config } from '#app/config.ts'
import { CommandEnd, exitCode, type Answer } from './answer.ts'
import { migrationsOf, tablesInOrder } from './backup-tables.ts'
import { withDatabase } from './database.ts'

export const backupFormat = 'punte back-up 1'

const rowsOfOneFetch = 500

const Rows = z.array(z.object({ row: z.string() }))

/**
 * Writes every row of the product's tables, as they stood at one moment, into a file that only its owner may read. Punte may be running.
 * Lines: the format, `M` the migrations, `T` a table, `R` a row of it as JSON, last `E` the number of rows.
 */
export async function backup(config: Config, file: string): Promise<Answer> {
  if ((await stat(file).catch(() => undefined)) !== undefined)
    throw new CommandEnd(exitCode.usage, `${file} is there already: choose another name.`)
  const written = { tables: 0, rows: 0 }
  const unfinished = `${file}.part`
  await withDatabase(config, async (url) => {
    const client = new Client({ connectionString: url, application_name: 'punte backup' })
    await client.connect()
    try {
      await client.query('begin isolation level repeatable read, read only')
      await pipeline(Readable.from(linesOf(client, written)), createGzip(), createWriteStream(unfinished, { mode: 0o600 }))
    } catch (error) {
      await rm(unfinished, { force: true })
      throw error
    } finally {
      await client.end()
    }
  })
  await rename(unfinished, file)
  const lines = [
    `${file}: ${written.rows} rows of ${written.tables} tables`,
    `The credentials in it open only with ${config.secretKey === null ? `${config.dataDir}/secret-key` : 'PUNTE_SECRET_KEY'}: keep that too, and apart.`,
  ]
  return { code: exitCode.done, lines, json: { file, ...written } }
}

async function* linesOf(client: Client, written: { tables: number; rows: number }): AsyncGenerator<string> {
  yield `${backupFormat}\nM ${JSON.stringify(await migrationsOf(client))}\n`
  for (const table of await tablesInOrder(client)) {
    yield `T ${table}\n`
    written.tables += 1
    await client.query(`declare every_row no scroll cursor for select row_to_json(one)::text as row from ${escapeIdentifier(table)} one`)
    for (;;) {
      const rows = Rows.parse((await client.query(`fetch ${rowsOfOneFetch} from every_row`)).rows)
      if (rows.length === 0) break
      written.rows += rows.length
      yield rows.map(({ row }) => `R ${row}\n`).join('')
    }
    await client.query('close every_row')
  }
  yield `E ${written.rows}\n`
}
