import type { FulfilmentOrder, Order, RefundLine } from './order.ts'

/** Units by location; null where the read does not name one. */
export type ByPlace = Map<string | null, number>

export type Places = ReadonlyMap<string | null, number>

/** What an order says about the units of one line. */
export type LineMoves = {
  readonly shipped: Places
  readonly open: Places
  /** In order of age: the last place is where unshipped units were last. */
  readonly assigned: Places
  /** Restocks that a refund speaks of. A refund made through a return says nothing: the disposition of its reverse fulfilment does. */
  readonly restocks: readonly Restock[]
  /** Every refunded unit, restocked or not, by type. */
  readonly refunded: ReadonlyMap<RefundLine['restockType'], number>
  readonly itemId: string | null
}

export type Restock = { readonly kind: 'cancelled' | 'returned' | 'either'; readonly locationId: string | null; readonly units: number }

type Draft = {
  readonly shipped: ByPlace
  readonly open: ByPlace
  readonly assigned: ByPlace
  readonly restocks: Restock[]
  readonly refunded: Map<RefundLine['restockType'], number>
  itemId: string | null
}

const openStatuses: ReadonlySet<FulfilmentOrder['status']> = new Set(['OPEN', 'IN_PROGRESS', 'ON_HOLD', 'SCHEDULED'])
const notShipped: ReadonlySet<string> = new Set(['CANCELLED', 'ERROR', 'FAILURE'])
const restockKinds = { CANCEL: 'cancelled', RETURN: 'returned', LEGACY_RESTOCK: 'either' } as const

/** Where the units of every line went, by line id, before anything is concluded from it. `onlyLocation` stands for places that are not named. */
export function lineMoves(order: Order, onlyLocation: string | null): ReadonlyMap<string, LineMoves> {
  const lines = new Map<string, Draft>(order.lines.map((line) => [line.id, nothingMoved()]))
  for (const fulfilment of order.fulfilments.filter(({ status }) => !notShipped.has(status))) {
    for (const { lineId, quantity } of fulfilment.lines) add(lines.get(lineId)?.shipped, fulfilment.locationId ?? onlyLocation, quantity)
  }
  for (const fulfilmentOrder of [...order.fulfilmentOrders].sort(byAge)) readFulfilmentOrder(lines, fulfilmentOrder, onlyLocation)
  readRefunds(lines, order, onlyLocation)
  return lines
}

export function add(places: ByPlace | undefined, place: string | null, units: number): void {
  places?.set(place, (places.get(place) ?? 0) + units)
}

export function sumOf(places: ReadonlyMap<unknown, number>): number {
  let sum = 0
  for (const units of places.values()) sum += units
  return sum
}

function nothingMoved(): Draft {
  return { shipped: new Map(), open: new Map(), assigned: new Map(), restocks: [], refunded: new Map(), itemId: null }
}

function readFulfilmentOrder(lines: ReadonlyMap<string, Draft>, fulfilmentOrder: FulfilmentOrder, onlyLocation: string | null): void {
  const place = fulfilmentOrder.locationId ?? onlyLocation
  for (const { lineId, itemId, total, remaining } of fulfilmentOrder.lines) {
    const line = lines.get(lineId)
    if (line === undefined) continue
    line.itemId ??= itemId
    const before = line.assigned.get(place) ?? 0
    line.assigned.delete(place)
    line.assigned.set(place, before + total)
    if (openStatuses.has(fulfilmentOrder.status)) add(line.open, place, remaining)
  }
}

function readRefunds(lines: ReadonlyMap<string, Draft>, order: Order, onlyLocation: string | null): void {
  for (const refund of order.refunds) {
    for (const { lineId, quantity, restockType, locationId } of refund.lines) {
      const line = lines.get(lineId)
      line?.refunded.set(restockType, (line.refunded.get(restockType) ?? 0) + quantity)
      if (restockType === 'NO_RESTOCK' || refund.returnId !== null) continue
      line?.restocks.push({ kind: restockKinds[restockType], locationId: locationId ?? onlyLocation, units: quantity })
    }
  }
  for (const { lineId, quantity, disposition, locationId } of order.reverseFulfilments) {
    if (disposition === 'RESTOCKED')
      lines.get(lineId)?.restocks.push({ kind: 'returned', locationId: locationId ?? onlyLocation, units: quantity })
  }
}

/** Shopify numbers fulfilment orders upwards: of two that named a unit the younger one is where it was last. */
function byAge(a: FulfilmentOrder, b: FulfilmentOrder): number {
  return a.id.length - b.id.length || (a.id < b.id ? -1 : Number(a.id > b.id))
}
