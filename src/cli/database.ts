import { realpath } from 'node:fs/promises'
import type { Config } from '#app/config.ts'
import { connectRunning, startEmbedded } from '#db/embedded.ts'
import { CommandEnd, exitCode } from './answer.ts'

/** `alone`: nobody else can work on it meanwhile. */
type Work<Result> = (url: string, alone: boolean) => Promise<Result>

/** Lends the product's database: the one of DATABASE_URL, the embedded one that runs, or the embedded one, started for as long as it is lent. */
export async function withDatabase<Result>(config: Config, work: Work<Result>): Promise<Result> {
  const url = await runningDatabase(config)
  if (url !== undefined) return work(url, false)
  await using embedded = await startEmbedded({ dataDir: config.dataDir, fsync: true, log: () => undefined })
  return await work(embedded.url, true)
}

/** Like withDatabase, for what must not be done while the product works on it. */
export async function withIdleDatabase<Result>(config: Config, work: Work<Result>): Promise<Result> {
  if (config.databaseUrl === null && (await runningDatabase(config)) !== undefined)
    throw new CommandEnd(exitCode.no, `Punte is running on ${config.dataDir}: stop it first.`)
  return withDatabase(config, work)
}

async function runningDatabase({ databaseUrl, dataDir }: Config): Promise<string | undefined> {
  if (databaseUrl !== null) return databaseUrl
  const home = await realpath(dataDir).catch(() => undefined)
  return home === undefined ? undefined : connectRunning(home)
}
