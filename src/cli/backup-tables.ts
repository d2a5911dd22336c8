import type { Client } from 'pg'
import { z } from 'zod'

const tablesMax = 500

const Named = z.array(z.object({ name: z.string() }))
const References = z.array(z.object({ from: z.string(), to: z.string() }))

/** The product's tables, each after those that its rows point at. The queue's are not among them: nudges are not kept. */
export async function tablesInOrder(client: Client): Promise<readonly string[]> {
  const all = await client.query(
    "select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migrations' order by tablename",
  )
  const links = await client.query(
    `select distinct conrelid::regclass::text as "from", confrelid::regclass::text as "to"
     from pg_constraint where contype = 'f' and conrelid <> confrelid`,
  )
  const references = References.parse(links.rows)
  const waiting = new Set(Named.parse(all.rows).map(({ name }) => name))
  const ordered: string[] = []
  for (let round = 0; round < tablesMax && waiting.size > 0; round += 1) {
    const free = [...waiting].filter((table) => !references.some(({ from, to }) => from === table && waiting.has(to)))
    for (const table of free) waiting.delete(table)
    ordered.push(...free)
  }
  if (waiting.size > 0) throw new Error(`tables that point at each other in a circle: ${[...waiting].join(', ')}`)
  return ordered
}

/** The migrations that a database has had: rows fit only where the same ones were made. */
export async function migrationsOf(client: Client): Promise<readonly string[]> {
  const { rows } = await client.query('select name from migrations order by number')
  return Named.parse(rows).map(({ name }) => name)
}
