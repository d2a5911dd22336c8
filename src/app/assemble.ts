import { createServer, type ServerOptions } from '#api/server.ts'
import { createSignInCode } from '#api/auth.ts'
import { openDb, type Db } from '#db/client.ts'
import { openLocks } from '#db/locks.ts'
import { drains } from '#jobs/drains.ts'
import { connectShop, type ConfiguredShop } from '#jobs/connect-shop.ts'
import { openQueue } from '#jobs/queue.ts'
import { schedule } from '#jobs/schedule.ts'
import { serve as serveWakeUp } from '#jobs/serve.ts'
import { machineClock } from './clock.ts'
import { asksForSandbox, type Config } from './config.ts'
import type { Context } from './context.ts'
import { demoShop, turnOnPushes } from './demo-shop.ts'
import { createEvents } from './events.ts'
import { listen, type Listening } from './listen.ts'
import type { Log } from './log.ts'
import { machineIo } from './machine-io.ts'
import { decideMode, type Mode } from './mode.ts'
import { openPages } from './pages.ts'
import type { ShopInFile } from './punte-yaml.ts'
import { forgetOldKeys, RotationRefusal } from './rotate-key.ts'
import { inSandbox, sandboxAddress, spawnSandbox, type SandboxProcess } from './sandbox-process.ts'
import { createSealer } from './sealer.ts'
import { readSecrets, type KeyRing } from './secrets.ts'
import { worldClock } from './world-clock.ts'

export type Assembled = AsyncDisposable & {
  readonly url: string
  readonly signInUrl: string
  /** Where the simulated services are, in sandbox mode. */
  readonly sandboxUrl: string | null
  readonly context: Context
  readonly mode: Mode
}

export type Parts = {
  readonly url: string
  readonly log: Log
  readonly shops: readonly ShopInFile[]
  /** The simulated services, where they have been begun already. */
  readonly sandbox: SandboxProcess | undefined
}

const connectAgainMs = 10_000

/** Puts the product together over an open database: everything that a job or a route is given is made here. */
export async function assemble(given: Config, { url, log, shops, sandbox }: Parts): Promise<Assembled> {
  await using starting = new AsyncDisposableStack()
  const stop = new AbortController()
  const { keyRing, adminToken } = readSecrets(given)
  const db = openDb(url, { onLost: (error) => log.warn({ err: error }, 'a database connection was lost') })
  starting.defer(() => db.destroy())
  await forgetKeysIfPossible(db, keyRing, log)

  const mode = await decideMode(db, { asked: asksForSandbox(given) })
  const config = mode === 'sandbox' ? inSandbox(given) : given
  const services = mode === 'sandbox' ? (sandbox ?? starting.use(spawnSandbox(given))) : undefined
  if (services === undefined) await sandbox?.[Symbol.asyncDispose]()
  const queue = starting.use(await openQueue(url, (error) => log.warn({ err: error }, 'the queue had a failure')))
  await services?.untilItAnswers()
  const clock = config.clockUrl === null ? machineClock() : await worldClock(config.clockUrl, stop.signal)
  const events = createEvents()
  const locks = starting.use(openLocks(url))
  const io = machineIo(clock)
  const context: Context = {
    db,
    locks,
    io,
    queue,
    sealer: createSealer(keyRing.keys),
    log,
    services: config.services,
    tell: events.tell,
  }

  const configured = mode === 'sandbox' ? [demoShop] : shops.map(fromFile)
  const locked = new Map(shops.map(({ domain, locked: keys }) => [domain, keys]))
  const server = config.role === 'worker' ? undefined : await answer(context, config, { adminToken, mode, locked, events })
  if (server !== undefined) starting.use(server)
  const code = await createSignInCode(context)
  starting.defer(work(context, config, configured, stop))
  const done = starting.move()
  const address = server?.url ?? ''
  return {
    url: address,
    signInUrl: `${address}/sign-in?code=${code}`,
    sandboxUrl: mode === 'sandbox' ? sandboxAddress(config) : null,
    context,
    mode,
    [Symbol.asyncDispose]: () => done.disposeAsync(),
  }
}

/** A value that no key here opens keeps the old keys, and is told again where it is needed. */
async function forgetKeysIfPossible(db: Db, keyRing: KeyRing, log: Log): Promise<void> {
  try {
    await forgetOldKeys(db, keyRing)
  } catch (error) {
    if (!(error instanceof RotationRefusal)) throw error
    log.error({ err: error }, 'the old keys are kept')
  }
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

type Serving = {
  readonly adminToken: string
  readonly mode: Mode
  readonly locked: ReadonlyMap<string, readonly string[]>
  readonly events: ServerOptions['events']
}

async function answer(context: Context, config: Config, serving: Serving): Promise<Listening> {
  const pages = await openPages()
  const app = createServer(context, {
    adminToken: serving.adminToken,
    sandbox: serving.mode === 'sandbox',
    lockedByFile: (domain) => serving.locked.get(domain) ?? [],
    events: serving.events,
    pages,
  })
  return listen(app.fetch, config)
}
