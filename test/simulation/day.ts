import { sql } from 'kysely'
import { openDb, type Db } from '#db/client.ts'
import { sandbox, type Sandbox } from '#sandbox/server.ts'
import { shopAtRest } from '#test/invariants.ts'
import { isOwn, openBooks, type Books } from './books.ts'
import { gatherCast, type Cast } from './cast.ts'
import { chanceOf, type Chance } from './chance.ts'
import { cif, shopOfDay, skus, worldOfDay } from './day-world.ts'
import { replaceMachineTime } from './machine-time.ts'
import { control, letPeopleLive, type Taken } from './people.ts'
import type { Process } from './process.ts'
import { nudgeTable } from './queue.ts'
import { openScheduler, type Fate, type Scheduler } from './scheduler.ts'
import type { Kind, Waiting } from './waiting.ts'
import { letThingsGoWrong } from './weather.ts'

const start = new Date('2026-11-23T06:00:00Z')
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour
/** The first connection is made in peace. */
const peaceMs = 10 * minute
/** Faults have ended: Shopify sends again for four hours what nobody took. */
const restMs = 4.5 * hour
/** A shop at rest is left alone for longer than the longest time between two runs. */
const proofMs = 1.25 * hour
const answerMs = 5_000
/** What is due and not begun is looked for again after this, as the product does. */
const lookAgainMs = 1_000
/** How often a step takes its time. */
const slowness = 0.02
/** One of so many steps of the product is the last of its process: dying matters more where something is about to change. */
const stepsToDeath = { reading: 10_000, changing: 600 }
const everyMinutes = [15, 30, 60]

export type DayOptions = {
  readonly seed: number
  readonly days: number
  readonly orders: number
  readonly onLine?: (line: string) => void
}

export type Day = {
  readonly hash: string
  readonly tail: readonly string[]
  /** What should not have happened. */
  readonly broken: readonly string[]
  readonly figures: Readonly<Record<'orders' | 'invoices' | 'writes' | 'deliveries' | 'deaths', number>>
}

type Play = {
  readonly options: DayOptions
  readonly db: Db
  readonly scheduler: Scheduler
  readonly cast: Cast
  readonly people: Process
  readonly outside: Sandbox
  readonly weather: { fair: boolean }
  readonly broken: string[]
}

/** Two instances of the product, their database at `url` on a server of its own, and the world around them: the seed's days, then rest, then what must be true. */
export async function simulateDays(url: string, options: DayOptions): Promise<Day> {
  const { seed, onLine } = options
  await using db = openDb(url)
  await keepServerStill(db)
  const cast = gatherCast(seed)
  const weather = { fair: true }
  using scheduler = await openScheduler({
    seed,
    now: start,
    slowness,
    fate: (waiting, chance) => (weather.fair || !cast.is(waiting.process) ? 'go' : fateOf(waiting, chance)),
    plannedAt: (now) => plannedAt(db, now),
    onDeath: cast.reopen,
    ...(onLine === undefined ? {} : { onLine }),
  })
  const people = scheduler.open('people', nowhere)
  const services = scheduler.open('world', cast.deliver)
  using _time = replaceMachineTime(services)
  const outside = sandbox({ realTime: services.realTime, send: (request) => sendOut(services, request) })
  await control({ outside }, 'POST', '/world', worldOfDay(chanceOf(seed, 'stock'), start))
  return await play({ options, db, scheduler, cast, people, outside, weather, broken: [] }, url)
}

async function play({ options, db, scheduler, cast, people, outside, weather, broken }: Play, url: string): Promise<Day> {
  const { seed, days, orders } = options
  const books = openBooks(outside, skus)
  cast.open({
    scheduler,
    networkOf: (name) => (request) => throughBooks({ outside, books, name }, request),
    nurse: people,
    shared: {
      url,
      locks: new Map(),
      nudges: nudgeTable(),
      shop: shopOfDay(everyMinutes[seed % everyMinutes.length] ?? 15),
      onError: (error) => void broken.push(`nothing caught ${String(error)}`),
    },
  })
  await scheduler.run(new Date(start.getTime() + peaceMs))
  await openPush(db, outside)

  const end = new Date(start.getTime() + days * day)
  const taken: Taken = new Map()
  weather.fair = false
  letPeopleLive({ process: people, chance: chanceOf(seed, 'people'), outside, books, end, orders }, taken)
  letThingsGoWrong({ process: people, chance: chanceOf(seed, 'weather'), outside, end })
  await scheduler.run(end)

  weather.fair = true
  await control({ outside }, 'DELETE', '/faults')
  await scheduler.run(new Date(end.getTime() + restMs))
  const writes = books.writes()
  broken.push(...(await shopAtRest({ db, outside, books, taken, acknowledged: cast.acknowledged })))
  await scheduler.run(new Date(end.getTime() + restMs + proofMs))
  if (books.writes() > writes) broken.push(`${books.writes() - writes} figures were written to a shop that was at rest`)
  cast.end()

  const invoices = (outside.world.smartbill.get(cif)?.documents ?? []).filter(isOwn).length
  return {
    hash: scheduler.journal.hash(),
    tail: scheduler.journal.tail(),
    broken: [...books.wrong, ...broken],
    figures: { orders: taken.size, invoices, writes, deliveries: cast.acknowledged.size, deaths: cast.deaths() },
  }
}

/** What the server does by itself follows the clock of the machine, and moves rows that a statement left without an order. */
async function keepServerStill(db: Db): Promise<void> {
  await sql`alter system set autovacuum = off`.execute(db)
  await sql`select pg_reload_conf()`.execute(db)
}

/** The table of what is due is read beside the simulation, so that time stops where it says. */
async function plannedAt(db: Db, now: Date): Promise<Date | undefined> {
  const { at } = await db
    .selectFrom('due')
    .select((of) => of.fn.min('due_at').as('at'))
    .executeTakeFirstOrThrow()
  return at === null ? undefined : new Date(Math.max(at.getTime(), now.getTime() + lookAgainMs))
}

async function sendOut({ io }: Process, request: Request): Promise<Response> {
  const { url, method, headers } = request
  return io.fetch(new Request(url, { method, headers, body: await request.text(), signal: io.deadline(answerMs) }))
}

type Watched = { readonly outside: Sandbox; readonly books: Books; readonly name: string }

async function throughBooks({ outside, books, name }: Watched, request: Request): Promise<Response> {
  if (new URL(request.url).pathname.endsWith('/stocks')) books.asked(name)
  try {
    return await outside.fetch(request)
  } finally {
    books.look(name)
  }
}

async function nowhere(): Promise<Response> {
  throw new TypeError('fetch failed')
}

const mortal: readonly Kind[] = ['statement', 'transaction', 'request']

function fateOf({ kind, label }: Waiting, chance: Chance): Fate {
  if (!mortal.includes(kind)) return 'go'
  const reading = /^\s*(select|take|lock)\b/.test(label)
  if (chance.below(reading ? stepsToDeath.reading : stepsToDeath.changing) > 0) return 'go'
  return chance.below(2) === 0 ? 'die-before' : 'die-after'
}

/** SmartBill tells the product of movements, at the address that the product shows. */
async function openPush(db: Db, outside: Sandbox): Promise<void> {
  const { hook_token: token } = await db.selectFrom('connections').select('hook_token').executeTakeFirstOrThrow()
  await control({ outside }, 'PATCH', `/smartbill/${cif}/settings`, { push: { url: `http://punte.test/hooks/smartbill/${token}`, token } })
}
