import { dispatch } from '#core/dispatched.ts'
import type { RowPlan } from '#core/plan-row.ts'
import { differenceOf, openAccount, unseenOf } from '#core/account.ts'
import type { Account, RowFacts } from '#core/stock-types.ts'
import { allActs, handEdits, quietActs } from './acts.ts'
import { importOrder, invoiceByHand, settleDocuments, sweep, type Bridge } from './bridge.ts'
import { dense, quiet, type Pace } from './pace.ts'
import type { Variant } from './planner.ts'
import { dice } from './random.ts'
import { run, type Executed, type Runs } from './run-process.ts'
import { scheduler, type Process } from './scheduler.ts'
import { levelAt, moveBook, newWorld, places, rightAt, targetAt, type Place, type TrueOrder, type World } from './world.ts'

export type Outcome = {
  readonly failures: readonly string[]
  readonly orders: number
  readonly writes: number
  readonly raises: number
  readonly oversold: number
}

export type HistoryOptions = { readonly seed: number; readonly variant: Variant; readonly kind: 'busy' | 'quiet' | 'edited' | 'opening' }

/** An order changed so long ago has been read by one of the runs, mostly. */
const unreadMaxMs = 60_000

type Looked = { readonly row: RowFacts; readonly plan: RowPlan; readonly takenTruly: number }

type Model = Runs & {
  readonly failures: string[]
  readonly handUps: Record<Place, { readonly at: number; readonly units: number }[]>
  /** Something happened after which an account is only an upper bound until it settles again. */
  disturbed: boolean
  writes: number
  raises: number
  oversold: number
  resting: boolean
}

/** Plays one seeded history and says which invariants of the stock rule it broke. */
export function playHistory({ seed, variant, kind }: HistoryOptions): Outcome {
  const model = newModel(seed, variant, kind === 'quiet' ? quiet : dense)
  if (kind === 'opening') {
    model.disturbed = true
    for (const place of places) model.bridge.accounts[place] = null
  }
  const { clock, pace, world } = model.bridge
  clock.spawn(actors(model, kind))
  for (const place of [...places, ...places]) clock.spawn(regularRuns(model, place), model.bridge.chance.between(0, pace.runEveryMs))
  clock.runTo(pace.acts * pace.actEveryMs)
  model.resting = true
  clock.runOut()
  comeToRest(model, kind)
  return { failures: model.failures, orders: world.orders.size, writes: model.writes, raises: model.raises, oversold: model.oversold }
}

function newModel(seed: number, variant: Variant, pace: Pace): Model {
  const model: Model = {
    bridge: newBridge(seed, pace),
    variant,
    lockedUntil: { A: 0, B: 0 },
    restUntil: { A: 0, B: 0 },
    lastAsked: { A: -Infinity, B: -Infinity },
    failures: [],
    handUps: { A: [], B: [] },
    disturbed: false,
    writes: 0,
    raises: 0,
    oversold: 0,
    resting: false,
    onLook: (place, row, plan, takenTruly) => judgeLook(model, place, { row, plan, takenTruly }),
    onWrite: (place, written) => judgeWrite(model, place, written),
    onSilence: () => {
      model.disturbed = true
    },
  }
  return model
}

function newBridge(seed: number, pace: Pace): Bridge {
  const chance = dice(seed)
  const clock = scheduler()
  const world = newWorld({ A: chance.between(0, 12), B: chance.between(0, 12) }, () => clock.now())
  const accounts = { A: openAt(world, 'A'), B: openAt(world, 'B') }
  const stored = { ledger: new Map(), discharges: new Map(), dispatches: [], busyImports: new Map() }
  return { world, chance, clock, pace, ...stored, accounts, touched: 0, sweptTo: null }
}

function openAt(world: World, place: Place): Account {
  return openAccount(new Date(0), levelAt(world, place), { taken: 0, open: 0 }, 0)
}

function* actors(model: Model, kind: HistoryOptions['kind']): Process {
  const { chance, clock, pace, world } = model.bridge
  const acts = kind === 'quiet' ? quietActs : allActs
  for (let n = 0; n < pace.acts; n++) {
    yield chance.between(0, 2 * pace.actEveryMs)
    const choice = chance.between(0, acts.length - 1)
    const changed = acts[choice]?.(world, chance) ?? null
    if (changed !== null) clock.spawn(announce(model, changed))
    if (kind === 'edited' && chance.chance(0.05)) editByHand(model)
    if (kind !== 'quiet' && chance.chance(0.06)) dispatchSome(model)
    if (kind !== 'quiet' && chance.chance(0.04)) clock.spawn(handInvoice(model))
  }
}

/** A webhook may be lost, late or doubled; an import is followed by the order's documents, sooner or later. */
function* announce(model: Model, order: TrueOrder): Process {
  const { bridge } = model
  const { chance, clock, pace } = bridge
  const deliveries = chance.chance(0.1) ? 2 : 1
  for (let n = 0; n < deliveries; n++) {
    if (chance.chance(pace.lostWebhook)) continue
    const late = chance.chance(pace.lateWebhook) ? 15 : 1
    clock.spawn(importOrder(bridge, order.id), chance.between(0, late * pace.answerMs))
  }
  yield chance.between(0, 15 * pace.answerMs)
  if (!order.byHand) yield* settleDocuments(bridge, order.id)
}

/** Two workers serve each location; its lock keeps them apart. */
function* regularRuns(model: Model, place: Place): Process {
  const { chance, pace } = model.bridge
  while (!model.resting) {
    yield* run(model, place)
    yield chance.between(0, pace.runEveryMs)
  }
}

function editByHand(model: Model): void {
  const { world, chance } = model.bridge
  const before = { A: world.sites.A.available, B: world.sites.B.available }
  handEdits[chance.between(0, handEdits.length - 1)]?.(world, chance)
  model.disturbed = true
  for (const place of places) {
    const raised = world.sites[place].available - before[place]
    if (raised > 0) model.handUps[place].push({ at: world.now(), units: raised })
  }
}

/** Dispatched with the goods on the shelf, or after another document booked them out. */
function dispatchSome(model: Model): void {
  const { bridge } = model
  const { world, chance, clock } = bridge
  const free = [...world.orders.values()].filter((order) => mayDispatch(model, order))
  const order = free[chance.between(0, free.length - 1)]
  if (order === undefined) return
  order.byHand = true
  const bookedOut = chance.chance(0.5)
  order.bookedOut = bookedOut
  if (bookedOut) {
    for (const place of places) {
      const gone = order.open[place]
      if (gone === 0) continue
      order.dispatched[place] += gone
      world.sites[place].shelf -= gone
      moveBook(world, place, -gone)
    }
  }
  clock.spawn(dispatchOrder(model, order, bookedOut), bookedOut ? chance.between(0, 15_000) : 0)
}

function mayDispatch(model: Model, order: TrueOrder): boolean {
  const undocumented = (model.bridge.discharges.get(order.id) ?? []).length === 0 && places.every((place) => order.discharged[place] === 0)
  const whole = places.every((place) => order.shipped[place] === 0 && order.dispatched[place] === 0) && order.refunds.length === 0
  return !order.elsewhere && !order.cancelled && whole && undocumented && places.some((place) => order.open[place] > 0) && !order.byHand
}

/** The order is read afresh, then released. */
function* dispatchOrder(model: Model, order: TrueOrder, bookedOut: boolean): Process {
  const { bridge } = model
  yield* importOrder(bridge, order.id)
  while (bridge.busyImports.has(order.id)) yield bridge.pace.answerMs
  const rows = (bridge.ledger.get(order.id)?.rows ?? []).map((row) => ({ ...row, discharged: 0, dispatched: 0 }))
  const answer = dispatch(
    rows,
    { goods: bookedOut ? 'bookedOut' : 'onShelf', shopify: 'leave', units: 'waiting' },
    new Date(bridge.clock.now()),
  )
  if (answer.do !== 'release') return
  bridge.dispatches.push(...answer.records)
  if (bookedOut) return
  for (const record of answer.records) {
    const place = record.locationId === 'B' ? 'B' : 'A'
    order.dispatched[place] = Math.min(order.open[place], record.units)
    bridge.world.sites[place].unreadBack.push({ at: bridge.clock.now(), units: record.units - order.dispatched[place] })
  }
}

function* handInvoice(model: Model): Process {
  const { bridge } = model
  const order = [...bridge.world.orders.values()].find((each) => mayDispatch(model, each) && each.open.A > 0)
  if (order === undefined) return
  order.byHand = true
  yield* invoiceByHand(bridge, order, 'A', order.open.A)
}

/** No raise of ours puts available above what may be sold, but by units that left elsewhere since billing was asked. */
function judgeWrite(model: Model, place: Place, { before, after, asked, lookedAt }: Executed): void {
  const { world, pace } = model.bridge
  model.writes += 1
  if (after <= before) return
  model.raises += 1
  const { soldElsewhere, unreadBack } = world.sites[place]
  const gone = sumSince(soldElsewhere, asked - pace.trueLagMs) + sumSince(unreadBack, asked - unreadMaxMs)
  const added = sumSince(model.handUps[place], -Infinity)
  const above = after - rightAt(world, place) - gone - added
  if (above <= 0) return
  model.oversold += above
  model.failures.push(
    `at ${world.now()} ms ${place} was raised from ${before} to ${after}, ${above} above what may be sold (looked at ${lookedAt} ms)`,
  )
}

function sumSince(events: readonly { readonly at: number; readonly units: number }[], moment: number): number {
  return events.reduce((sum, event) => sum + (event.at >= moment ? event.units : 0), 0)
}

/** When nobody edits by hand the account differs from Shopify by exactly the units of unread orders. */
function judgeLook(model: Model, place: Place, { row, plan, takenTruly }: Looked): void {
  const { world } = model.bridge
  const unread = takenTruly - row.imported.taken
  // An account is opened after a complete import: what was placed and shipped behind it at that very moment is not the rule's to know.
  if (row.account === null) model.handUps[place].push({ at: world.now(), units: Math.max(0, unread - unseenOf(row.level, row.imported)) })
  if (!model.disturbed && row.account !== null && differenceOf(row.account, row.level, row.imported) !== unread) {
    const difference = differenceOf(row.account, row.level, row.imported)
    model.failures.push(
      `at ${model.bridge.clock.now()} ms the account of ${place} differs by ${difference}, not by the ${unread} units of unread orders`,
    )
    model.disturbed = true
  }
  if (plan.to !== null && plan.terms.difference < 0) model.disturbed = true
}

/** Everything that was begun ends, every order is read, and time passes; then the rule must find its target and stay there. */
function comeToRest(model: Model, kind: HistoryOptions['kind']): void {
  const { bridge } = model
  const { clock, pace, world } = bridge
  bridge.pace = { ...pace, lostAnswer: 0, lostReading: 0, pausedWorker: 0 }
  for (let round = 0; round < 2; round++) {
    clock.spawn(readEverything(bridge))
    clock.runOut()
    clock.runTo(clock.now() + pace.listLagMs + pace.patienceMs + pace.lagMs)
  }
  const writesBefore = model.writes
  const passes = [pass(model), pass(model), pass(model)]
  if (kind === 'quiet' && writesBefore > 0)
    model.failures.push(`${writesBefore} writes although only orders, invoices and shipments happened`)
  const [first, second, third] = passes
  if (third !== 0) model.failures.push(`the third pass at rest still wrote ${third}`)
  if (!model.disturbed && (second ?? 0) > 0) model.failures.push(`the second pass at rest wrote ${second} after ${first}`)
  for (const place of places) {
    const shown = world.sites[place].available
    const target = targetAt(world, place)
    const right = rightAt(world, place)
    if (shown !== target) model.failures.push(`at rest ${place} shows ${shown} instead of ${target}`)
    if (target > right) model.failures.push(`at rest the target of ${place} is ${target}, above ${right}`)
  }
}

function* readEverything(bridge: Bridge): Process {
  yield* sweep(bridge)
  for (const order of bridge.world.orders.values()) if (!order.byHand) yield* settleDocuments(bridge, order.id)
}

/** One undisturbed run of both locations; the count of its writes. */
function pass(model: Model): number {
  const { clock, pace } = model.bridge
  const before = model.writes
  for (const place of places) {
    clock.spawn(run(model, place))
    clock.runOut()
  }
  clock.runTo(clock.now() + pace.listLagMs + pace.rowRestMs)
  return model.writes - before
}
