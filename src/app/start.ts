import { readdirSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { enableCompileCache } from 'node:module'
import { startEmbedded } from '#db/embedded.ts'
import { migrate } from '#db/migrate.ts'
import type { Assembled } from './assemble.ts'
import { asksForSandbox, compiledFolder, type Config } from './config.ts'
import { createLog, type Log } from './log.ts'
import { hasSandboxWorld, spawnSandbox, withPorts, type SandboxProcess } from './sandbox-process.ts'

export type Running = Assembled & {
  /** Aborts when the embedded server has ended by itself: without it there is nothing to go on with. */
  readonly lost: AbortSignal
}

/**
 * Starts everything that the configuration asks for. Whatever was started is ended, last first, when the result is disposed of or the start fails.
 * The database and the simulated services come up in processes of their own while our code is read: so this file imports little.
 */
export async function start(asked: Config): Promise<Running> {
  await using starting = new AsyncDisposableStack()
  const given = asksForSandbox(asked) ? await withPorts(asked) : asked
  const log = createLog(given.logLevel)
  const shops = given.configFile === null ? [] : await (await import('./punte-yaml.ts')).readConfigFile(given.configFile)
  await mkdir(given.dataDir, { recursive: true, mode: 0o700 })

  const opening = openDatabase(given, log, starting)
  // The next start finds our code compiled. Where it cannot be kept, it is compiled at every start.
  enableCompileCache(compiledFolder(given))
  const reading = import('./assemble.ts')
  const { url, lost, sandbox } = await opening
  const { assemble } = await reading
  const assembled = starting.use(await assemble(given, { url, log, shops, sandbox }))
  const done = starting.move()
  return { ...assembled, lost, [Symbol.asyncDispose]: () => done.disposeAsync() }
}

type Opened = {
  readonly url: string
  readonly lost: AbortSignal
  /** Absent where the database must say first whether they are wanted. */
  readonly sandbox: SandboxProcess | undefined
}

async function openDatabase(given: Config, log: Log, starting: AsyncDisposableStack): Promise<Opened> {
  const { databaseUrl, dataDir } = given
  if (databaseUrl !== null) {
    await migrate(databaseUrl, { now: new Date() })
    return { url: databaseUrl, lost: new AbortController().signal, sandbox: undefined }
  }
  const certain = asksForSandbox(given) && (readdirSync(dataDir).length === 0 || hasSandboxWorld(given))
  let sandbox: SandboxProcess | undefined
  function onOwned(): void {
    if (certain) sandbox = starting.use(spawnSandbox(given))
  }
  const { url, lost } = starting.use(await startEmbedded({ dataDir, fsync: true, log: (line) => log.debug(line), onOwned }))
  await migrate(url, { now: new Date() })
  return { url, lost, sandbox }
}
