import { mkdir } from 'node:fs/promises'
import { serve } from '@hono/node-server'
import { createServer, type ServerOptions } from '#api/server.ts'
import { createSignInCode } from '#api/auth.ts'
import { openDb } from '#db/client.ts'
import { startEmbedded } from '#db/embedded.ts'
import { openLocks } from '#db/locks.ts'
import { migrate } from '#db/migrate.ts'
import { drains } from '#jobs/drains.ts'
import { connectShop, type ConfiguredShop } from '#jobs/connect-shop.ts'
import { openQueue } from '#jobs/queue.ts'
import { schedule } from '#jobs/schedule.ts'
import { serve as serveWakeUp } from '#jobs/serve.ts'
import { machineClock } from './clock.ts'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import { createEvents } from './events.ts'
import { createLog, type Log } from './log.ts'
import { machineIo } from './machine-io.ts'
import { readConfigFile, type ShopInFile } from './punte-yaml.ts'
import { decideMode, type Mode } from './mode.ts'
import { demoShop, inSandbox, startSandbox, turnOnPushes } from './sandbox-process.ts'
import { createSealer } from './sealer.ts'
import { readSecrets } from './secrets.ts'
import { openPages } from './pages.ts'
import { worldClock } from './world-clock.ts'

export type Running = AsyncDisposable & {
  readonly url: string
  readonly signInUrl: string
  readonly context: Context
  readonly mode: Mode
  readonly lost: AbortSignal
}

const connectAgainMs = 10_000
const closeMsMax = 1_500

/** Starts everything that the configuration asks for. Whatever was started is ended, last first, when the result is disposed of or the start fails. */
export async function start(given: Config): Promise<Running> {
  await using starting = new AsyncDisposableStack()
  const stop = new AbortController()
  const log = createLog(given.logLevel)
  const shops = given.configFile === null ? [] : await readConfigFile(given.configFile)
  await mkdir(given.dataDir, { recursive: true, mode: 0o700 })
  const { url, lost } = await openDatabase(given, log, starting)
  await migrate(url, { now: new Date() })
  const secrets = await readSecrets(given)
  const db = openDb(url, { onLost: (error) => log.warn({ err: error }, 'a database connection was lost') })
  starting.defer(() => db.destroy())

  const mode = await decideMode(db, { asked: given.configFile === null && !given.servicesNamed && given.databaseUrl === null })
  const config = mode === 'sandbox' ? inSandbox(given) : given
  if (mode === 'sandbox') starting.use(await startSandbox(config))
  const clock = config.clockUrl === null ? machineClock() : await worldClock(config.clockUrl, stop.signal)
  const events = createEvents()
  const queue = starting.use(await openQueue(url, (error) => log.warn({ err: error }, 'the queue had a failure')))
  const locks = starting.use(openLocks(url))
  const io = machineIo(clock)
  const context: Context = {
    db,
    locks,
    io,
    queue,
    sealer: createSealer(secrets.secretKey),
    log,
    services: config.services,
    tell: events.tell,
  }

  const configured = mode === 'sandbox' ? [demoShop] : shops.map(fromFile)
  const locked = new Map(shops.map(({ domain, locked: keys }) => [domain, keys]))
  const server = config.role === 'worker' ? undefined : await listen(context, config, { ...secrets, mode, locked, events })
  if (server !== undefined) starting.use(server)
  starting.defer(work(context, config, configured, stop))
  const code = await createSignInCode(context)
  const done = starting.move()
  const address = server?.url ?? ''
  return {
    url: address,
    signInUrl: `${address}/sign-in?code=${code}`,
    context,
    mode,
    lost,
    [Symbol.asyncDispose]: () => done.disposeAsync(),
  }
}

/** `lost` aborts when the embedded server has ended by itself: without it there is nothing to go on with. */
async function openDatabase(
  given: Config,
  log: Log,
  starting: AsyncDisposableStack,
): Promise<{ readonly url: string; readonly lost: AbortSignal }> {
  if (given.databaseUrl !== null) return { url: given.databaseUrl, lost: new AbortController().signal }
  return starting.use(await startEmbedded({ dataDir: given.dataDir, fsync: true, log: (line) => log.debug(line) }))
}

function fromFile({ domain, access, subscription, preferences, services }: ShopInFile): ConfiguredShop {
  return { domain, access, subscription, sandbox: false, settings: { preferences, services } }
}

/** Connects the configured shops and answers nudges. Gives what ends it all and waits for it. */
function work(context: Context, config: Config, shops: readonly ConfiguredShop[], stop: AbortController): () => Promise<void> {
  const tasks: Promise<void>[] = shops.map((shop) => connectUntilItWorks(context, config, shop, stop.signal))
  if (config.role !== 'web') {
    tasks.push(context.queue.work((wakeUp) => (stop.signal.aborted ? Promise.resolve() : serveWakeUp(context, drains, wakeUp))))
    tasks.push(schedule(context, stop.signal))
  }
  return async () => {
    stop.abort()
    await Promise.allSettled(tasks)
  }
}

async function connectUntilItWorks(context: Context, config: Config, shop: ConfiguredShop, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const tenantId = await connectShop(context, shop)
      if (shop.sandbox) await turnOnPushes(context, config, tenantId)
      return
    } catch (error) {
      context.log.warn({ err: error, shop: shop.domain }, 'the shop could not be connected and is tried again')
      const later = new Date(context.io.clock.now().getTime() + connectAgainMs)
      await context.io.clock.until(later, AbortSignal.any([signal, context.io.deadline(connectAgainMs)]))
    }
  }
}

type Listening = AsyncDisposable & { readonly url: string }

type Serving = {
  readonly adminToken: string
  readonly mode: Mode
  readonly locked: ReadonlyMap<string, readonly string[]>
  readonly events: ServerOptions['events']
}

async function listen(context: Context, config: Config, serving: Serving): Promise<Listening> {
  const pages = await openPages()
  const app = createServer(context, {
    adminToken: serving.adminToken,
    sandbox: serving.mode === 'sandbox',
    lockedByFile: (domain) => serving.locked.get(domain) ?? [],
    events: serving.events,
    pages,
  })
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: config.host, port: config.port }, ({ port }) => {
      resolve({ url: `http://${config.host}:${port}`, [Symbol.asyncDispose]: close })
    })
    server.once('error', reject)
    function close(): Promise<void> {
      return new Promise((done) => {
        const late = setTimeout(done, closeMsMax)
        server.close(() => {
          clearTimeout(late)
          done()
        })
        if ('closeAllConnections' in server) server.closeAllConnections()
      })
    }
  })
}
