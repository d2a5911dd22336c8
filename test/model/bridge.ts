import { elsewhereEntry, type FulfilledAt } from '#core/invoiced-elsewhere.ts'
import {
  fulfilledQuantity,
  gatherImported,
  gatherObligations,
  orderedUnits,
  rowKey,
  type DispatchRecord,
  type LedgerRow,
} from '#core/obligations.ts'
import { orderRows, takenOf } from '#core/order-rows.ts'
import { units } from '#core/quantity.ts'
import type { Account, Discharge, Imported, Obligation } from '#core/stock-types.ts'
import { itemId } from './build.ts'
import type { Pace } from './pace.ts'
import type { Dice } from './random.ts'
import type { Process, Scheduler } from './scheduler.ts'
import { moveBook, places, tellOrder, type Place, type TrueOrder, type World } from './world.ts'

/** Punte's side of the model: what it has stored, and the processes that store it. The rules are the product's own. */
export type Bridge = {
  readonly world: World
  readonly chance: Dice
  readonly clock: Scheduler
  pace: Pace
  readonly ledger: Map<string, ImportedOrder>
  readonly discharges: Map<string, DatedEntry[]>
  readonly dispatches: DispatchRecord[]
  readonly accounts: Record<Place, Omit<Account, 'touched'> | null>
  readonly busyImports: Map<string, 'reading' | 'again'>
  touched: number
  sweptTo: number | null
}

type ImportedOrder = { readonly updatedAt: number; readonly rows: readonly LedgerRow[]; readonly fulfilled: Record<Place, FulfilledAt> }

export type DatedEntry = { -readonly [Key in keyof Discharge]: Discharge[Key] } & { readonly place: Place }

/** What a row is planned from, taken at one moment. */
export type Taken = {
  readonly orders: readonly Obligation[]
  readonly imported: Imported
  readonly account: Account | null
  readonly sweptTo: Date | null
}

export function takeObligations(bridge: Bridge, place: Place): Taken {
  const rows = [...bridge.ledger.values()].flatMap((order) => order.rows)
  const discharges = [...bridge.discharges].flatMap(([orderId, entries]) =>
    entries.map(({ place: locationId, ...entry }) => ({ ...entry, orderId, productId: itemId, locationId })),
  )
  const how = {
    product: () => ({ id: itemId, packUnits: 1 }),
    charged: (row: LedgerRow) => row.locationId,
    cancelledWithoutRestock: 'hold',
  } as const
  const stored = bridge.accounts[place]
  return {
    orders: gatherObligations({ rows, dispatches: bridge.dispatches, discharges }, how).get(rowKey(itemId, place)) ?? [],
    imported: gatherImported(rows).get(rowKey(itemId, place)) ?? { taken: 0, open: 0 },
    account: stored === null ? null : { ...stored, touched: bridge.touched },
    sweptTo: bridge.sweptTo === null ? null : new Date(bridge.sweptTo),
  }
}

/** Reads an order afresh; of two triggers during a read only one more read follows. */
export function* importOrder(bridge: Bridge, id: string): Process {
  if (bridge.busyImports.has(id)) {
    bridge.busyImports.set(id, 'again')
    return
  }
  do {
    bridge.busyImports.set(id, 'reading')
    yield* readOnce(bridge, id)
  } while (bridge.busyImports.get(id) === 'again')
  bridge.busyImports.delete(id)
}

/** A complete reading of changed orders: one changed a moment ago may be missing from the list; open ones are read by id. */
export function* sweep(bridge: Bridge): Process {
  const { world, chance, clock, pace } = bridge
  const began = clock.now()
  const changed = [...world.orders.values()].filter(
    (order) => isNews(bridge, order) && (began - order.updatedAt >= pace.listLagMs || chance.chance(0.7)),
  )
  yield chance.between(0, pace.answerMs)
  for (const order of changed) yield* importOrder(bridge, order.id)
  while (changed.some(({ id }) => bridge.busyImports.has(id))) yield pace.answerMs
  if (!chance.chance(pace.lostReading)) bridge.sweptTo = began - pace.listLagMs
}

/** Invoices or reverses what the stored order asks for, one document at a time. */
export function* settleDocuments(bridge: Bridge, id: string): Process {
  const stored = bridge.ledger.get(id)
  const order = bridge.world.orders.get(id)
  if (stored === undefined || order === undefined || order.elsewhere || bridge.dispatches.some(({ orderId }) => orderId === id)) return
  const entries = bridge.discharges.get(id) ?? []
  if (entries.some(({ outcome }) => outcome === 'open' || outcome === 'unknown')) return
  for (const place of places) {
    const wanted = stored.rows.reduce((sum, row) => sum + (row.locationId === place ? takenOf(row) : 0), 0)
    const booked =
      entries.reduce((sum, entry) => sum + (entry.place === place && entry.outcome === 'issued' ? entry.quantity : 0), 0) / units(1)
    const change = Math.max(wanted, 0) - booked
    if (change === 0) continue
    yield* issue(bridge, order, place, change)
    return
  }
}

/** A person's invoice: it leaves the book now and is linked to its order later. */
export function* invoiceByHand(bridge: Bridge, order: TrueOrder, place: Place, amount: number): Process {
  order.discharged[place] += amount
  moveBook(bridge.world, place, -amount)
  yield bridge.chance.between(0, 20 * bridge.pace.answerMs)
  const known = new Date(bridge.clock.now())
  entriesOf(bridge, order.id).push({
    quantity: units(amount),
    sent: new Date(order.placedAt),
    known,
    outcome: 'issued',
    document: 'by hand',
    place,
  })
}

function isNews(bridge: Bridge, order: TrueOrder): boolean {
  const stored = bridge.ledger.get(order.id)
  return stored === undefined || stored.updatedAt < order.updatedAt || stored.rows.some((row) => row.open > 0)
}

function* readOnce(bridge: Bridge, id: string): Process {
  const { world, chance, clock, pace } = bridge
  const order = world.orders.get(id)
  if (order === undefined) return
  const asked = new Date(clock.now())
  yield chance.between(0, pace.answerMs)
  const told = tellOrder(order)
  yield chance.between(0, pace.answerMs)
  const before = bridge.ledger.get(id)
  if (before !== undefined && before.updatedAt > told.updatedAt.getTime()) return
  const rows = orderRows(told, { onlyLocation: null, cancelledWithoutRecord: 'restocked' }).map((row) => ({
    ...row,
    orderId: id,
    orderName: told.name,
  }))
  if (JSON.stringify(rows) !== JSON.stringify(before?.rows)) bridge.touched += orderedUnits(rows, itemId)
  const fulfilled = fulfilledHere(rows, asked, new Date(clock.now()))
  bridge.ledger.set(id, { updatedAt: told.updatedAt.getTime(), rows, fulfilled })
  if (order.elsewhere) recordElsewhere(bridge, order, before?.fulfilled ?? null, fulfilled)
}

function fulfilledHere(rows: readonly LedgerRow[], asked: Date, answered: Date): Record<Place, FulfilledAt> {
  const [atA, atB] = places.map((place) => rows.filter(({ locationId }) => locationId === place))
  return {
    A: { fulfilled: fulfilledQuantity(atA ?? [], 1), asked, answered },
    B: { fulfilled: fulfilledQuantity(atB ?? [], 1), asked, answered },
  }
}

function recordElsewhere(
  bridge: Bridge,
  order: TrueOrder,
  before: Record<Place, FulfilledAt> | null,
  now: Record<Place, FulfilledAt>,
): void {
  for (const place of places) {
    const entry = elsewhereEntry(before?.[place] ?? null, now[place], new Date(order.placedAt))
    if (entry !== null) entriesOf(bridge, order.id).push({ ...entry, place })
  }
}

/** Intent, call, outcome: the call may be refused, and its answer may be lost until somebody looks it up. */
function* issue(bridge: Bridge, order: TrueOrder, place: Place, change: number): Process {
  const { chance, clock, pace, world } = bridge
  const entry: DatedEntry = {
    quantity: units(change),
    sent: new Date(clock.now()),
    known: null,
    outcome: 'open',
    document: `SHOP ${clock.now()}`,
    place,
  }
  entriesOf(bridge, order.id).push(entry)
  yield chance.between(0, pace.answerMs)
  const done = !chance.chance(0.1)
  if (done) {
    order.discharged[place] += change
    moveBook(world, place, -change)
  }
  yield chance.between(0, pace.answerMs)
  if (chance.chance(pace.lostAnswer)) {
    entry.outcome = 'unknown'
    yield chance.between(pace.answerMs, 10 * pace.answerMs)
  }
  entry.outcome = done ? 'issued' : 'refused'
  entry.known = new Date(clock.now())
}

function entriesOf(bridge: Bridge, id: string): DatedEntry[] {
  const entries = bridge.discharges.get(id) ?? []
  bridge.discharges.set(id, entries)
  return entries
}
