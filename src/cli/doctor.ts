import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { z } from 'zod'
import type { Config } from '#app/config.ts'
import { inSandbox } from '#app/sandbox-process.ts'
import { exitCode, type Answer } from './answer.ts'
import { withDatabase } from './database.ts'
import type { RunningPunte } from './running.ts'

const packageFile = join(import.meta.dirname, '../../package.json')

const Package = z.object({ version: z.string() })
const Readiness = z.object({
  ready: z.boolean(),
  checks: z.array(z.object({ id: z.string(), state: z.enum(['met', 'unmet', 'unknown']), detail: z.string(), fix: z.string().nullable() })),
})
const Version = z.object({ server_version: z.string() })
const Newest = z.object({ name: z.string() })
const Mode = z.object({ value: z.string() })

type DatabaseFacts = { readonly version: string; readonly migration: string; readonly mode: string }

/** What keeps a shop from working, and what an operator is asked for first: versions, the database, the addresses. */
export async function doctor(punte: RunningPunte, config: Config, shop: string): Promise<Answer> {
  const { version } = Package.parse(JSON.parse(await readFile(packageFile, 'utf8')))
  const database = await withDatabase(config, databaseFacts)
  const readiness = await punte.get(`/shops/${shop}/readiness`, Readiness)
  const { services } = database.mode === 'sandbox' ? inSandbox(config) : config
  const where = config.databaseUrl === null ? `embedded in ${config.dataDir}` : 'of DATABASE_URL'
  const lines = [
    `Punte ${version} at ${punte.url}, Node ${process.versions.node}`,
    `PostgreSQL ${database.version} ${where}, newest migration ${database.migration}`,
    ...Object.entries(services).map(([name, address]) => `${name} ${address}`),
    ...readiness.checks.map(({ state, id, detail, fix }) => `${state} ${id}: ${detail}${state === 'met' || fix === null ? '' : ` ${fix}`}`),
    `${shop} is ${readiness.ready ? 'ready' : 'not ready'}`,
  ]
  const json = {
    punte: version,
    node: process.versions.node,
    url: punte.url,
    database: { ...database, where },
    services,
    shop,
    ...readiness,
  }
  return { code: readiness.ready ? exitCode.done : exitCode.no, lines, json }
}

async function databaseFacts(url: string): Promise<DatabaseFacts> {
  const client = new Client({ connectionString: url, application_name: 'punte doctor' })
  await client.connect()
  try {
    const version = await client.query('show server_version')
    const newest = await client.query('select name from migrations order by number desc limit 1')
    const mode = await client.query("select value from facts where name = 'mode'")
    return {
      version: Version.parse(version.rows[0]).server_version,
      migration: Newest.parse(newest.rows[0]).name,
      mode: Mode.parse(mode.rows[0]).value,
    }
  } finally {
    await client.end()
  }
}
