import { fulfilledOf, takenOf, type OrderRow } from './order-rows.ts'
import { quantity, UNIT, type Quantity } from './quantity.ts'
import type { Discharge, Imported, Obligation, Release } from './stock-types.ts'

/** An order row as it is stored: with the order it belongs to. */
export type LedgerRow = OrderRow & { readonly orderId: string; readonly orderName: string }

/** What Dispatched stored for one line at one location, in whole Shopify units. */
export type DispatchRecord = {
  readonly orderId: string
  readonly lineId: string
  readonly locationId: string | null
  readonly units: number
  readonly at: Date
  readonly writtenOff: boolean
  /** Units that waited to be shipped, or units that had left and were owed. */
  readonly of: 'waiting' | 'owed'
  /** takenBack of the line there when it was dispatched: what Shopify takes back afterwards are these units first. */
  readonly takenBackThen: number
  /** Units of the line that had been shipped from there when it was dispatched. */
  readonly shippedThen: number
}

/** A document line with the order, billing product and paired location that it counts for, in billing units. */
export type DischargeRecord = Discharge & { readonly orderId: string; readonly productId: string; readonly locationId: string }

export type Ledger = {
  readonly rows: readonly LedgerRow[]
  readonly dispatches: readonly DispatchRecord[]
  readonly discharges: readonly DischargeRecord[]
}

export type Gathering = {
  /** The billing product that an item draws on, null when it is not bound. */
  readonly product: (itemId: string) => { readonly id: string; readonly packUnits: number } | null
  /** The paired location whose warehouses a row is or will be discharged from, null when nobody's (see chargedLocation). */
  readonly charged: (row: LedgerRow) => string | null
  /** Units that ended without shipping or restock: held until a person says where they are, or released. */
  readonly cancelledWithoutRestock: 'hold' | 'release'
}

type Draft = Pick<Obligation, 'orderId' | 'orderName'> & {
  sold: number
  released: number
  returned: number
  readonly releases: Release[]
  readonly discharges: Discharge[]
}

/** Groups a ledger into what each order wants of each billing product at each paired location, keyed by rowKey. */
export function gatherObligations(ledger: Ledger, how: Gathering): ReadonlyMap<string, readonly Obligation[]> {
  const dispatches = Map.groupBy(ledger.dispatches, (each) => lineKey(each))
  const drafts = new Map<string, Map<string, Draft>>()
  for (const row of ledger.rows) {
    const product = how.product(row.itemId)
    const location = how.charged(row)
    if (product === null || location === null) continue
    const draft = draftOf(drafts, rowKey(product.id, location), row)
    addRow(draft, row, dispatches.get(lineKey(row)) ?? [], { inBilling: product.packUnits * UNIT, how })
  }
  for (const { orderId, productId, locationId, ...entry } of ledger.discharges) {
    draftOf(drafts, rowKey(productId, locationId), { orderId, orderName: orderId }).discharges.push(entry)
  }
  return new Map([...drafts].map(([key, orders]) => [key, [...orders.values()].map(finished)]))
}

/** Sums what the imported orders took from each item at each location, keyed by rowKey(itemId, locationId): the account's side. */
export function gatherImported(rows: readonly OrderRow[]): ReadonlyMap<string, Imported> {
  const sums = new Map<string, { taken: number; open: number }>()
  for (const row of rows) {
    if (row.locationId === null) continue
    const key = rowKey(row.itemId, row.locationId)
    const sum = sums.get(key) ?? { taken: 0, open: 0 }
    sums.set(key, { taken: sum.taken + takenOf(row), open: sum.open + row.open })
  }
  return sums
}

export function rowKey(id: string, locationId: string): string {
  return `${id}\n${locationId}`
}

/** What an order counts towards `touched` of an item, at all locations, each time a read finds it new or changed. */
export function orderedUnits(rows: readonly OrderRow[], itemId: string): number {
  return rows.reduce((sum, row) => sum + (row.itemId === itemId ? row.ordered : 0), 0)
}

/** How many dispatched units are still released by it, and how many of those Shopify still counts as committed. */
export function stillDispatched(
  row: OrderRow,
  records: readonly DispatchRecord[],
  releasedOtherwise: number,
): { readonly units: number; readonly open: number } {
  const stands = records.reduce((sum, record) => sum + standing(row, record), 0)
  const units = Math.min(stands, Math.max(0, takenOf(row) - releasedOtherwise))
  return { units, open: Math.min(units, row.open) }
}

/** What Shopify took back of a line: a return brings back shipped units, never such as waited. */
export function takenBack(row: OrderRow, of: DispatchRecord['of']): number {
  return row.removed + row.putBack - (of === 'waiting' ? row.returned : 0)
}

function standing(row: OrderRow, record: DispatchRecord): number {
  const takenBackSince = Math.max(0, takenBack(row, record.of) - record.takenBackThen)
  return Math.max(0, record.units - takenBackSince)
}

function draftOf(drafts: Map<string, Map<string, Draft>>, key: string, order: Pick<Obligation, 'orderId' | 'orderName'>): Draft {
  const orders = drafts.get(key) ?? new Map<string, Draft>()
  drafts.set(key, orders)
  const { orderId, orderName } = order
  const draft = orders.get(orderId) ?? { orderId, orderName, sold: 0, released: 0, returned: 0, releases: [], discharges: [] }
  orders.set(orderId, draft)
  return draft
}

function addRow(
  draft: Draft,
  row: LedgerRow,
  records: readonly DispatchRecord[],
  { inBilling, how }: { readonly inBilling: number; readonly how: Gathering },
): void {
  const letGo = how.cancelledWithoutRestock === 'release' ? row.unsettled : 0
  draft.sold += row.ordered * inBilling
  draft.released += (row.removed + row.putBack + letGo) * inBilling
  draft.returned += row.returned * inBilling
  let left = stillDispatched(row, records, letGo).units
  for (const record of records) {
    const units = Math.min(left, standing(row, record))
    left -= units
    if (units > 0) draft.releases.push({ quantity: quantity(units * inBilling), at: record.at, writtenOff: record.writtenOff })
  }
}

function finished({ sold, released, returned, ...draft }: Draft): Obligation {
  return { ...draft, sold: quantity(sold), released: quantity(released), returned: quantity(returned) }
}

function lineKey({ orderId, lineId, locationId }: Pick<DispatchRecord, 'orderId' | 'lineId' | 'locationId'>): string {
  return `${orderId}\n${lineId}\n${locationId ?? ''}`
}

/** What has left the shelf of an item at a location, in billing units: what an order invoiced elsewhere counts as discharged. */
export function fulfilledQuantity(rows: readonly OrderRow[], packUnits: number): Quantity {
  return quantity(rows.reduce((sum, row) => sum + fulfilledOf(row) * packUnits * UNIT, 0))
}
