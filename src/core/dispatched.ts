import { fulfilledOf, takenOf, type OrderRow } from './order-rows.ts'
import { takenBack, type DispatchRecord } from './obligations.ts'

/** Where the goods of a Dispatched order are. */
export type Goods = 'onShelf' | 'bookedOut' | 'gone'

/** What Shopify is told of it. */
export type ShopifyChoice = 'cancel' | 'fulfil' | 'leave'

/** A row of the order, read afresh, with what its documents discharge and what Dispatched released already (whole Shopify units). */
export type DispatchRow = OrderRow & { readonly orderId: string; readonly discharged: number; readonly dispatched: number }

export type Dispatching =
  | { readonly do: 'release'; readonly records: readonly DispatchRecord[]; readonly warning: 'cancelling-later-shows-too-many' | null }
  /** Nothing is stored: Shopify's own cancellation releases, or the goods stay owed until a document takes them out of the book. */
  | { readonly do: 'nothing'; readonly because: 'shopify-releases' | 'no-document-for-goods-that-left' }
  | { readonly do: 'refuse'; readonly because: 'goods-and-choice-contradict' | 'nothing-to-release' }

const answers = {
  onShelf: { cancel: 'shopify-releases', leave: 'release', fulfil: 'contradiction' },
  bookedOut: { cancel: 'contradiction', leave: 'release', fulfil: 'release' },
  gone: { cancel: 'contradiction', leave: 'contradiction', fulfil: 'no-document-for-goods-that-left' },
} as const

export type DispatchChoice = {
  readonly goods: Goods
  readonly shopify: ShopifyChoice
  /** Units that were never shipped, or whatever is owed: goods that are back on the shelf, or left without a document and were written off since. */
  readonly units: DispatchRecord['of']
}

/** What the merchant's Dispatched does to the ledger. `at` is the moment of the act. */
export function dispatch(rows: readonly DispatchRow[], { goods, shopify, units }: DispatchChoice, at: Date): Dispatching {
  const answer = answers[goods][shopify]
  if (answer === 'contradiction') return { do: 'refuse', because: 'goods-and-choice-contradict' }
  if (answer !== 'release') return { do: 'nothing', because: answer }
  const unitsOf = units === 'waiting' ? unitsWaiting : owedUnits
  const records = rows
    .filter((row) => unitsOf(row) > 0)
    .map((row) => ({ ...recordOf(row, units, at), units: unitsOf(row), writtenOff: goods === 'bookedOut' }))
  if (records.length === 0) return { do: 'refuse', because: 'nothing-to-release' }
  const warning = goods === 'onShelf' && rows.some((row) => row.open > 0) ? 'cancelling-later-shows-too-many' : null
  return { do: 'release', records, warning }
}

/** Undo is possible while the order is not invoiced: its records are deleted. */
export function mayUndo(rows: readonly DispatchRow[]): boolean {
  return rows.every((row) => row.discharged <= 0)
}

/** Units that Dispatched released from the shelf and that were shipped afterwards: a question is raised at once. */
export function shippedAfterDispatch(row: OrderRow, records: readonly DispatchRecord[]): number {
  const shippedSince = records.map((record) => (record.writtenOff ? 0 : Math.min(record.units, shippedUnits(row) - record.shippedThen)))
  return Math.max(0, ...shippedSince)
}

/** Units that left the shelf by a shipment; those that ended without one are not known to have left. */
function shippedUnits(row: OrderRow): number {
  return fulfilledOf(row) - row.unsettled
}

/** Units that were never shipped: open ones, and those that ended without a restock. */
function unitsWaiting(row: DispatchRow): number {
  return Math.min(row.open + row.unsettled, owedUnits(row))
}

function owedUnits(row: DispatchRow): number {
  return Math.max(0, takenOf(row) - row.discharged - row.dispatched)
}

function recordOf(row: DispatchRow, of: DispatchChoice['units'], at: Date): Omit<DispatchRecord, 'units' | 'writtenOff'> {
  const { orderId, lineId, locationId } = row
  return { orderId, lineId, locationId, at, of, takenBackThen: takenBack(row, of), shippedThen: shippedUnits(row) }
}
