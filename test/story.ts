import type { Hono } from 'hono'
import { createServer } from '#api/server.ts'
import type { Context } from '#app/context.ts'
import { createEvents } from '#app/events.ts'
import { createLog } from '#app/log.ts'
import { createSealer } from '#app/sealer.ts'
import { nextDueAt, whatIsDue } from '#db/due.ts'
import { openLocks } from '#db/locks.ts'
import { connectShop, type ConfiguredShop } from '#jobs/connect-shop.ts'
import { drains } from '#jobs/drains.ts'
import type { Queue } from '#jobs/queue.ts'
import { serve } from '#jobs/serve.ts'
import type { Env } from '#api/auth.ts'
import { sandbox, type Sandbox } from '#sandbox/server.ts'
import { testDatabase, type TestDatabase } from './database.ts'
import { network, type Meanwhile } from './meanwhile.ts'
import { demoShopSettings, storyWorld, type StoryWorld } from './story-world.ts'

const adminToken = 'the-admin-token-of-a-story'
/** Work that begets work for ever would be a bug: a story settles within so many rounds. */
const roundsMax = 200
/** So many turns of the event loop without a delivery on its way: then there is none. */
const quietTurns = 10

const firstShop = { domain: 'demo.myshopify.com', token: 'shpat_demo', clientSecret: 'demo-secret' }

export type Story = AsyncDisposable & {
  readonly context: Context
  readonly sandbox: Sandbox
  readonly database: TestDatabase
  readonly server: Hono<Env>
  readonly shop: ConfiguredShop
  /** Runs everything that is due now, and what follows from it, until nothing is. */
  readonly settle: () => Promise<void>
  /** Waits for the deliveries that are on their way. */
  readonly arrived: () => Promise<void>
  /** Moves the world's clock, stopping at each moment at which something of ours falls due. */
  readonly advance: (ms: number) => Promise<void>
  /** Something happens in the middle of one of the product's calls. */
  readonly meanwhile: (what: Meanwhile) => void
  /** The product's API with the operator's token. */
  readonly api: (method: string, path: string, body?: unknown) => Promise<{ readonly status: number; readonly body: unknown }>
  /** The world's control: what people do in Shopify and in SmartBill. */
  readonly world: (method: string, path: string, body?: unknown) => Promise<unknown>
}

export type StoryOptions = {
  readonly world?: StoryWorld
  readonly settings?: ConfiguredShop['settings']
  readonly subscription?: ConfiguredShop['subscription']
  /** False leaves the shop to be connected by the story itself. */
  readonly connected?: boolean
  /** Another installation, with a database of its own, on the world of this story. */
  readonly beside?: Story
  /** Another shop of the world than the first. */
  readonly shop?: { readonly domain: string; readonly token: string; readonly clientSecret: string }
}

/** The whole product over a real database, and the simulated world, in one process on a clock that stands still. */
export async function openStory(options: StoryOptions = {}): Promise<Story> {
  const database = await testDatabase()
  const outside = options.beside?.sandbox ?? sandbox({ send: deliver })
  if (options.beside === undefined) await control(outside, 'POST', '/world', storyWorld(options.world))
  const flights = new Set<Promise<unknown>>()
  const product = await openProduct(database, outside, flights)
  const { domain, token, clientSecret } = options.shop ?? firstShop
  const shop: ConfiguredShop = {
    domain,
    access: { kind: 'static', token, webhookSecret: clientSecret },
    subscription: options.subscription ?? 'advanced',
    sandbox: false,
    settings: options.settings ?? demoShopSettings(),
  }
  if (options.connected ?? true) {
    await connectShop(product.context, shop)
    await product.settle()
  }
  return {
    ...product,
    sandbox: outside,
    database,
    shop,
    world: (method, path, body) => control(outside, method, path, body),
    async [Symbol.asyncDispose]() {
      await product.context.locks[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }

  /** Deliveries and pushes reach the product's own server; before it is open they are refused as by a closed port. */
  async function deliver(request: Request): Promise<Response> {
    const flight = Promise.resolve(product.server.fetch(request))
    flights.add(flight)
    try {
      return await flight
    } finally {
      flights.delete(flight)
    }
  }
}

type Product = Pick<Story, 'context' | 'server' | 'settle' | 'arrived' | 'advance' | 'api' | 'meanwhile'>

/** One instance of the product over a database and a world; a second one shares both. */
export async function openProduct(
  database: TestDatabase,
  outside: Sandbox,
  flights: ReadonlySet<Promise<unknown>> = new Set(),
): Promise<Product> {
  const { clock } = outside.world
  const { fetch, meanwhile, check } = network((request) => outside.fetch(request))
  const events = createEvents()
  const queue: Queue = {
    nudge: () => Promise.resolve(),
    work: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
  const context: Context = {
    db: database.db,
    locks: openLocks(database.url),
    io: {
      clock: { now: () => new Date(clock.now()), until: async () => undefined },
      fetch,
      random: { uuid: () => crypto.randomUUID(), fraction: () => Math.random() },
      deadline: (delayMs) => AbortSignal.timeout(delayMs),
    },
    queue,
    sealer: createSealer(() => ['the secret key of a story, 32 characters']),
    log: createLog(process.env['STORY_LOG'] ?? 'silent'),
    services: { shopify: 'http://sandbox.test/shopify/{shop}', smartbill: 'http://sandbox.test/smartbill/SBORO/api' },
    tell: events.tell,
  }
  const server = createServer(context, { adminToken, sandbox: false, lockedByFile: () => [], events })
  return { context, server, settle, arrived: () => quiet(flights), advance, api, meanwhile }

  async function settle(): Promise<void> {
    for (let round = 0; round < roundsMax; round += 1) {
      await quiet(flights)
      const due = await whatIsDue(database.db, context.io.clock.now())
      check()
      if (due.length === 0) return
      for (const wakeUp of due) await serve(context, drains, wakeUp)
    }
    throw new Error(`work goes on for ever: ${JSON.stringify(await whatIsDue(database.db, context.io.clock.now()))}`)
  }

  async function advance(ms: number): Promise<void> {
    const end = clock.now() + ms
    while (clock.now() < end) {
      const next = await nextDueAt(database.db, context.io.clock.now())
      await clock.advanceTo(next === null ? end : Math.min(next.getTime(), end))
      await settle()
    }
  }

  async function api(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const answer = await server.request(`/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    return { status: answer.status, body: text === '' ? null : JSON.parse(text) }
  }
}

/** Lets deliveries that the world sends now leave and arrive: they are on their way in this very process. */
async function quiet(flights: ReadonlySet<Promise<unknown>>): Promise<void> {
  for (let turn = 0; turn < quietTurns; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve))
    if (flights.size === 0) continue
    await Promise.allSettled(flights)
    turn = 0
  }
}

async function control(outside: Sandbox, method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await outside.app.request(`/_sim${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`the world refused ${method} ${path}: ${answer.status} ${text}`)
  return text === '' ? null : JSON.parse(text)
}
