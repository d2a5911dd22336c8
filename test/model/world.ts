import type { Fulfilment, FulfilmentOrder, Order, Refund, RefundLine, ReverseFulfilment } from '#core/order.ts'
import type { Level } from '#core/stock-types.ts'
import { aLine, anOrder, itemId, lineId } from './build.ts'

/** The outside as it truly is: a shelf, Shopify's figures and a billing book, for one product at two locations. */
export const places = ['A', 'B'] as const
export type Place = (typeof places)[number]

export type TrueOrder = {
  readonly id: string
  readonly placedAt: number
  /** Whoever invoices it books it out when it ships; Punte never does. */
  readonly elsewhere: boolean
  /** A person has dispatched it or invoiced it by hand, or is about to: nobody ships or edits it any more. */
  byHand: boolean
  bookedOut: boolean
  quantity: number
  removed: number
  updatedAt: number
  cancelled: boolean
  readonly open: Record<Place, number>
  readonly shipped: Record<Place, number>
  /** Dispatched while open and not shipped, cancelled or booked since. */
  readonly dispatched: Record<Place, number>
  /** What documents took out of each book for it, truly. */
  readonly discharged: Record<Place, number>
  readonly refunds: {
    readonly type: RefundLine['restockType']
    readonly units: number
    readonly place: Place | null
    readonly viaReturn: boolean
  }[]
  readonly restockedReturns: { readonly units: number; readonly place: Place }[]
  /** Where its units have ever waited, the last place last. */
  readonly homes: Place[]
}

export type Site = {
  shelf: number
  book: number
  available: number
  committed: number
  reserved: number
  /** What the book showed from each moment on. */
  readonly bookHistory: { readonly from: number; readonly book: number }[]
  /** Units that left shelf and book otherwise than by our orders. */
  readonly soldElsewhere: { readonly at: number; readonly units: number }[]
  /** Units that came back behind our back until the order is read: booked back by whoever invoices it, or dispatched before and then cancelled. */
  readonly unreadBack: { readonly at: number; readonly units: number }[]
}

export type World = { readonly sites: Record<Place, Site>; readonly orders: Map<string, TrueOrder>; readonly now: () => number }

export function newWorld(stock: Record<Place, number>, now: () => number): World {
  return { sites: { A: newSite(stock.A), B: newSite(stock.B) }, orders: new Map(), now }
}

/** What may still be sold: the shelf less what is set aside and what was promised and neither shipped nor released. */
export function rightAt(world: World, place: Place): number {
  let promised = 0
  for (const order of world.orders.values()) promised += order.open[place] - order.dispatched[place]
  return world.sites[place].shelf - world.sites[place].reserved - promised
}

/** What the rule aims at when nothing is in doubt: every order that keeps more than its documents took holds the rest. */
export function targetAt(world: World, place: Place): number {
  let held = 0
  for (const order of world.orders.values())
    held += Math.max(0, order.open[place] - order.dispatched[place] + fulfilledAt(order, place) - order.discharged[place])
  return world.sites[place].book - held - world.sites[place].reserved
}

/** What an order has or will have of a place: every event of an order moves as many units from Shopify's available here. */
export function takenAt(order: TrueOrder, place: Place): number {
  return order.open[place] + fulfilledAt(order, place)
}

export function moveBook(world: World, place: Place, units: number): void {
  const site = world.sites[place]
  site.book += units
  site.bookHistory.push({ from: world.now(), book: site.book })
}

/** Some figure that the book showed between two moments: an answer may be old, and may have been taken at any time of the asking. */
export function bookAt(site: Site, moment: number): number {
  return (site.bookHistory.findLast(({ from }) => from <= moment) ?? site.bookHistory[0])?.book ?? site.book
}

export function levelAt(world: World, place: Place): Level {
  const { available, committed, reserved } = world.sites[place]
  return { available, committed, reserved, damaged: 0, qualityControl: 0, safetyStock: 0, onHand: available + committed + reserved }
}

/** The order as Shopify tells it now. */
export function tellOrder(order: TrueOrder): Order {
  const refunded = order.refunds.reduce((sum, each) => sum + each.units, 0)
  const cancelledUnits = order.cancelled && refunded === 0 ? order.quantity - order.removed : 0
  const currentQuantity = order.quantity - order.removed - refunded - cancelledUnits
  return anOrder({
    id: order.id,
    name: order.id,
    updatedAt: new Date(order.updatedAt),
    cancelledAt: order.cancelled ? new Date(order.updatedAt) : null,
    lines: [aLine({ quantity: order.quantity, currentQuantity })],
    fulfilmentOrders: order.homes.map((place, n) => tellFulfilmentOrder(order, place, n)),
    fulfilments: places.flatMap((place): Fulfilment[] => (order.shipped[place] === 0 ? [] : [aShipment(place, order.shipped[place])])),
    refunds: order.refunds.map(tellRefund),
    reverseFulfilments: order.restockedReturns.map(tellReturn),
  })
}

/** What left a shelf for an order: shipped, or gone unshipped; less than nothing where goods of another place came back. */
function fulfilledAt(order: TrueOrder, place: Place): number {
  const back = order.refunds.reduce(
    (sum, each) => sum + (each.type === 'RETURN' && !each.viaReturn && each.place === place ? each.units : 0),
    0,
  )
  const returned = order.restockedReturns.reduce((sum, each) => sum + (each.place === place ? each.units : 0), 0)
  return order.shipped[place] + goneAt(order, place) - back - returned
}

/** Refunded without restock before they were shipped; a refund of shipped units names no place. */
function goneAt(order: TrueOrder, place: Place): number {
  return order.refunds.reduce((sum, each) => sum + (each.type === 'NO_RESTOCK' && each.place === place ? each.units : 0), 0)
}

function tellFulfilmentOrder(order: TrueOrder, place: Place, n: number): FulfilmentOrder {
  const last = order.homes.lastIndexOf(place) === n
  const remaining = last ? order.open[place] : 0
  const total = last ? order.open[place] + order.shipped[place] + goneAt(order, place) : 0
  const lines = [{ lineId, itemId, total, remaining }]
  return { id: `gid://shopify/FulfillmentOrder/${n}`, status: remaining > 0 ? 'OPEN' : 'CLOSED', locationId: place, lines }
}

function aShipment(place: Place, quantity: number): Fulfilment {
  return { id: `gid://shopify/Fulfillment/${place}`, status: 'SUCCESS', locationId: place, lines: [{ lineId, quantity }] }
}

function tellRefund(refund: TrueOrder['refunds'][number], n: number): Refund {
  const locationId = refund.type === 'NO_RESTOCK' ? null : refund.place
  const line = { lineId, quantity: refund.units, restockType: refund.type, locationId }
  const returnId = refund.viaReturn ? `gid://shopify/Return/${n}` : null
  return { id: `gid://shopify/Refund/${n}`, createdAt: new Date(0), returnId, total: anOrder().total, lines: [line] }
}

function tellReturn({ units, place }: TrueOrder['restockedReturns'][number], n: number): ReverseFulfilment {
  return { id: `gid://shopify/ReverseFulfillment/${n}`, lineId, quantity: units, disposition: 'RESTOCKED', locationId: place }
}

function newSite(stock: number): Site {
  return {
    shelf: stock,
    book: stock,
    available: stock,
    committed: 0,
    reserved: 0,
    bookHistory: [{ from: -Infinity, book: stock }],
    soldElsewhere: [],
    unreadBack: [],
  }
}
