import { lineMoves, sumOf, type LineMoves, type Places } from './line-moves.ts'
import { placeRemoved, placeUnits, type PlacedUnits } from './place-units.ts'
import type { Order, OrderLine } from './order.ts'

/** What one order line did to an item at one location: states from a fresh read, in whole Shopify units. */
export type OrderRow = {
  readonly lineId: string
  readonly itemId: string
  /** Null when the read does not tell where the units are. */
  readonly locationId: string | null
  /** Every unit that the line was ever given here. */
  readonly ordered: number
  /** Taken off again by an edit, or by a cancellation that left no refund. */
  readonly removed: number
  /** Restocked here; `taken` may fall below 0 where goods of another location came back. */
  readonly putBack: number
  /** The part of `putBack` that had been shipped. */
  readonly returned: number
  /** Waiting to be shipped from here. */
  readonly open: number
  /** Never shipped and never restocked: cancelled or refunded without saying where the goods are. */
  readonly unsettled: number
  /** The part of `removed` that rests on a cancellation without any record of a restock. */
  readonly assumedRestocked: number
}

export type OrderRowSettings = {
  /** The shop's only location, for shops that do not let us see fulfilment orders. */
  readonly onlyLocation: string | null
  /** How a cancellation without any refund record is read, once the row's figures or a person have told. */
  readonly cancelledWithoutRecord: 'restocked' | 'kept'
}

/** What the customer has or will have of a row. */
export function takenOf(row: Pick<OrderRow, 'ordered' | 'removed' | 'putBack'>): number {
  return row.ordered - row.removed - row.putBack
}

/** What of a row has left the shelf. */
export function fulfilledOf(row: Pick<OrderRow, 'ordered' | 'removed' | 'putBack' | 'open'>): number {
  return takenOf(row) - row.open
}

/** The stock rows of an order, per line and location, from one fresh read; they replace the rows of any earlier read. */
export function orderRows(order: Order, settings: OrderRowSettings): readonly OrderRow[] {
  if (!order.confirmed) return []
  const moves = lineMoves(order, settings.onlyLocation)
  return order.lines.flatMap((line) => {
    const own = moves.get(line.id)
    const itemId = line.itemId ?? own?.itemId
    if (own === undefined || itemId === undefined || itemId === null || line.giftCard) return []
    const known = order.fulfilmentOrders.length > 0 ? own : { ...own, open: openWithoutOrders(order, line, own, settings.onlyLocation) }
    return lineRows({ order, line, itemId }, known, settings)
  })
}

function lineRows(
  of: { readonly order: Order; readonly line: OrderLine; readonly itemId: string },
  moves: LineMoves,
  settings: OrderRowSettings,
): OrderRow[] {
  const placed = placeUnits(of.line.quantity, moves)
  const ended = Math.max(0, sumOf(placed.unshipped) - sumOf(placed.cancelled))
  const removal = removedUnits(of.order, of.line, sumOf(moves.refunded), ended)
  const kept = removal.assumed && isKept(of.order, settings)
  const removed = placeRemoved(kept ? 0 : removal.units, placed)
  let unsettled = ended - sumOf(removed)
  const rows: OrderRow[] = []
  for (const locationId of places(moves, placed)) {
    const unshipped = placed.unshipped.get(locationId) ?? 0
    const cancelled = placed.cancelled.get(locationId) ?? 0
    const returned = placed.returned.get(locationId) ?? 0
    const open = moves.open.get(locationId) ?? 0
    const gone = removed.get(locationId) ?? 0
    const ordered = (moves.shipped.get(locationId) ?? 0) + open + unshipped
    const lost = Math.min(unsettled, Math.max(0, unshipped - gone - cancelled))
    unsettled -= lost
    const row = { lineId: of.line.id, itemId: of.itemId, locationId, ordered, removed: gone, putBack: cancelled + returned, returned, open }
    if (ordered + row.putBack > 0) rows.push({ ...row, unsettled: lost, assumedRestocked: removal.assumed ? gone : 0 })
  }
  return rows
}

/**
 * Units taken off by an edit: what is missing from currentQuantity and was not refunded. They had not been shipped, so never more than `ended`:
 * a return may lower currentQuantity before its refund exists. A cancelled line without any refund lost all its unshipped units, by assumption.
 */
function removedUnits(
  order: Order,
  line: OrderLine,
  refunded: number,
  ended: number,
): { readonly units: number; readonly assumed: boolean } {
  if (order.cancelledAt !== null && refunded === 0) return { units: ended, assumed: true }
  const missing = line.quantity - line.currentQuantity - refunded
  return { units: Math.min(Math.max(0, missing), ended), assumed: false }
}

/** Without a refund record a cancellation is read as restocked, unless its reason says that there was nothing to restock. */
function isKept(order: Order, settings: OrderRowSettings): boolean {
  return settings.cancelledWithoutRecord === 'kept' || order.cancelReason?.toUpperCase() === 'INVENTORY'
}

/** Without fulfilment orders: what the line still has, less what was shipped and not refunded. Units refunded without restock count as shipped first. */
function openWithoutOrders(order: Order, line: OrderLine, moves: LineMoves, onlyLocation: string | null): Places {
  const refundedShipped = sumOf(moves.refunded) - (moves.refunded.get('CANCEL') ?? 0)
  const open = Math.max(0, line.currentQuantity - Math.max(0, sumOf(moves.shipped) - refundedShipped))
  return new Map(order.cancelledAt === null && open > 0 ? [[onlyLocation, open]] : [])
}

function places(moves: LineMoves, placed: PlacedUnits): ReadonlySet<string | null> {
  return new Set([...moves.shipped, ...moves.open, ...placed.unshipped, ...placed.cancelled, ...placed.returned].map(([place]) => place))
}
