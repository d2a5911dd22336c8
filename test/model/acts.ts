import type { Dice } from './random.ts'
import { moveBook, places, type Place, type TrueOrder, type World } from './world.ts'

/** What people, buyers and other programs do: each act changes the true state by exactly what Shopify and the book do. */
export type Act = (world: World, chance: Dice) => Changed

/** The order whose change Shopify announces; null when nothing did, or nothing is announced. */
export type Changed = TrueOrder | null

/** In a world where only orders, invoices and shipments happen nothing is ever to be written. */
export const quietActs: readonly Act[] = [placeOrder, placeOrder, ship, ship]

/** How often each act happens, against the others. */
const weights: readonly (readonly [Act, number])[] = [
  [placeOrder, 6],
  [placeElsewhere, 1],
  [ship, 4],
  [unship, 1],
  [cancelWithRestock, 1],
  [cancelWithoutRecord, 1],
  [refundUnshipped, 1],
  [editAdds, 1],
  [editRemoves, 1],
  [returnGoods, 1],
  [refundShipped, 1],
  [move, 1],
  [reserveDraft, 1],
  [dropDraft, 1],
  [completeDraft, 1],
  [receive, 2],
  [sellElsewhere, 1],
  [transfer, 1],
]

export const allActs: readonly Act[] = weights.flatMap(([act, weight]) => Array.from({ length: weight }, () => act))

export const handEdits: readonly Act[] = [editDown, editUp]

function placeOrder(world: World, chance: Dice): Changed {
  const order = newOrder(world, false)
  open(world, order, chance.pick(places), chance.between(1, 3))
  return touched(world, order)
}

function placeElsewhere(world: World, chance: Dice): Changed {
  const order = newOrder(world, true)
  open(world, order, chance.pick(places), chance.between(1, 3))
  return touched(world, order)
}

function ship(world: World, chance: Dice): Changed {
  const found = waiting(world, chance)
  if (found === null) return null
  const { order, place } = found
  const units = chance.between(1, order.open[place])
  order.open[place] -= units
  order.shipped[place] += units
  world.sites[place].committed -= units
  world.sites[place].shelf -= units
  bookElsewhere(world, order, place, units)
  return touched(world, order)
}

function unship(world: World, chance: Dice): Changed {
  const found = shippedOrder(world, chance)
  if (found === null || found.order.cancelled || found.order.refunds.length > 0 || found.order.restockedReturns.length > 0) return null
  const { order, place } = found
  const units = order.shipped[place]
  order.shipped[place] = 0
  order.open[place] += units
  if (order.homes.at(-1) !== place) order.homes.push(place)
  world.sites[place].committed += units
  world.sites[place].shelf += units
  bookElsewhere(world, order, place, -units)
  return touched(world, order)
}

function cancelWithRestock(world: World, chance: Dice): Changed {
  return cancel(world, chance, true)
}

function cancelWithoutRecord(world: World, chance: Dice): Changed {
  return cancel(world, chance, false)
}

/** An unpaid order leaves no refund; one that has refunds or shipments is refunded instead. */
function cancel(world: World, chance: Dice, recorded: boolean): Changed {
  const found = cancellable(world, chance)
  if (found === null) return null
  const { order } = found
  const clean = order.refunds.length === 0 && places.every((place) => order.shipped[place] === 0)
  for (const place of places) {
    const units = order.open[place]
    if (units > 0 && (recorded || !clean)) order.refunds.push({ type: 'CANCEL', units, place, viaReturn: false })
    unpromise(world, order, place, units)
    world.sites[place].available += units
  }
  order.cancelled ||= clean
  return touched(world, order)
}

/** The goods are gone: damaged while packing. Where such a unit of an order with two homes had waited is not told. */
function refundUnshipped(world: World, chance: Dice): Changed {
  const found = waiting(world, chance)
  if (found === null || found.order.elsewhere || new Set(found.order.homes).size > 1) return null
  const { order, place } = found
  order.refunds.push({ type: 'NO_RESTOCK', units: 1, place, viaReturn: false })
  unpromise(world, order, place, 1)
  world.sites[place].shelf -= 1
  return touched(world, order)
}

function editAdds(world: World, chance: Dice): Changed {
  const found = waiting(world, chance)
  if (found === null) return null
  open(world, found.order, found.place, 1)
  return touched(world, found.order)
}

function editRemoves(world: World, chance: Dice): Changed {
  const found = waiting(world, chance)
  if (found === null) return null
  const { order, place } = found
  order.removed += 1
  unpromise(world, order, place, 1)
  world.sites[place].available += 1
  return touched(world, order)
}

/** Goods come back, mostly to the shelf they left, and are restocked. */
function returnGoods(world: World, chance: Dice): Changed {
  const found = shippedOrder(world, chance)
  if (found === null) return null
  const { order, place } = found
  const back = order.refunds.reduce((sum, each) => sum + (each.type === 'RETURN' || each.place === null ? each.units : 0), 0)
  const shipped = places.reduce((sum, each) => sum + order.shipped[each], 0)
  if (shipped - back < 1) return null
  const to = chance.chance(0.2) ? chance.pick(places) : place
  const viaReturn = chance.chance(0.5)
  order.refunds.push({ type: 'RETURN', units: 1, place: to, viaReturn })
  if (viaReturn) order.restockedReturns.push({ units: 1, place: to })
  world.sites[to].available += 1
  world.sites[to].shelf += 1
  bookElsewhere(world, order, to, -1)
  return touched(world, order)
}

/** The buyer keeps the goods and gets the money. */
function refundShipped(world: World, chance: Dice): Changed {
  const found = shippedOrder(world, chance)
  if (found === null || found.order.refunds.length > 0 || found.order.restockedReturns.length > 0) return null
  found.order.refunds.push({ type: 'NO_RESTOCK', units: 1, place: null, viaReturn: false })
  return touched(world, found.order)
}

/** Shopify does not always say that an order changed when its fulfilment order moved. Where units refunded without restock had waited is lost by a move. */
function move(world: World, chance: Dice): Changed {
  const found = waiting(world, chance)
  if (found === null || found.order.refunds.some(({ type, place }) => type === 'NO_RESTOCK' && place !== null)) return null
  const { order, place } = found
  const to = place === 'A' ? 'B' : 'A'
  const units = order.open[place]
  unpromise(world, order, place, units)
  world.sites[place].available += units
  order.quantity -= units
  open(world, order, to, units)
  return null
}

function reserveDraft(world: World, chance: Dice): Changed {
  const site = world.sites[chance.pick(places)]
  site.available -= 1
  site.reserved += 1
  return null
}

function dropDraft(world: World, chance: Dice): Changed {
  const site = world.sites[chance.pick(places)]
  if (site.reserved === 0) return null
  site.reserved -= 1
  site.available += 1
  return null
}

function completeDraft(world: World, chance: Dice): Changed {
  const place = chance.pick(places)
  const site = world.sites[place]
  if (site.reserved === 0) return null
  site.reserved -= 1
  site.available += 1
  const order = newOrder(world, false)
  open(world, order, place, 1)
  return touched(world, order)
}

function receive(world: World, chance: Dice): Changed {
  const place = chance.pick(places)
  const units = chance.between(1, 6)
  world.sites[place].shelf += units
  moveBook(world, place, units)
  return null
}

function sellElsewhere(world: World, chance: Dice): Changed {
  leave(world, chance.pick(places), 1)
  return null
}

function transfer(world: World, chance: Dice): Changed {
  const from = chance.pick(places)
  const to = from === 'A' ? 'B' : 'A'
  leave(world, from, 1)
  world.sites[to].shelf += 1
  moveBook(world, to, 1)
  return null
}

function editDown(world: World, chance: Dice): Changed {
  world.sites[chance.pick(places)].available -= chance.between(1, 4)
  return null
}

function editUp(world: World, chance: Dice): Changed {
  world.sites[chance.pick(places)].available += chance.between(1, 4)
  return null
}

function leave(world: World, place: Place, units: number): void {
  const site = world.sites[place]
  site.shelf -= units
  site.soldElsewhere.push({ at: world.now(), units })
  moveBook(world, place, -units)
}

function newOrder(world: World, elsewhere: boolean): TrueOrder {
  const id = `gid://shopify/Order/${world.orders.size + 1}`
  const order: TrueOrder = {
    id,
    placedAt: world.now(),
    elsewhere,
    byHand: false,
    bookedOut: false,
    quantity: 0,
    removed: 0,
    updatedAt: world.now(),
    cancelled: false,
    open: { A: 0, B: 0 },
    shipped: { A: 0, B: 0 },
    dispatched: { A: 0, B: 0 },
    discharged: { A: 0, B: 0 },
    refunds: [],
    restockedReturns: [],
    homes: [],
  }
  world.orders.set(id, order)
  return order
}

function open(world: World, order: TrueOrder, place: Place, units: number): void {
  order.quantity += units
  order.open[place] += units
  if (order.homes.at(-1) !== place) order.homes.push(place)
  world.sites[place].available -= units
  world.sites[place].committed += units
}

/** Units that no longer wait to be shipped; Dispatched ones among them first. */
function unpromise(world: World, order: TrueOrder, place: Place, units: number): void {
  world.sites[place].unreadBack.push({ at: world.now(), units: Math.min(order.dispatched[place], units) })
  order.open[place] -= units
  order.dispatched[place] = Math.max(0, order.dispatched[place] - units)
  world.sites[place].committed -= units
}

function bookElsewhere(world: World, order: TrueOrder, place: Place, units: number): void {
  if (!order.elsewhere) return
  order.discharged[place] += units
  moveBook(world, place, -units)
  if (units < 0) world.sites[place].unreadBack.push({ at: world.now(), units: -units })
}

function touched(world: World, order: TrueOrder): TrueOrder {
  order.updatedAt = world.now()
  return order
}

function waiting(world: World, chance: Dice): { readonly order: TrueOrder; readonly place: Place } | null {
  return someOrder(world, chance, (order, place) => order.open[place] > 0 && !order.byHand)
}

/** Whatever a person has done, an order may still be cancelled; goods that another document booked out are not put back. */
function cancellable(world: World, chance: Dice): { readonly order: TrueOrder } | null {
  return someOrder(world, chance, (order, place) => order.open[place] > 0 && !order.bookedOut)
}

function shippedOrder(world: World, chance: Dice): { readonly order: TrueOrder; readonly place: Place } | null {
  return someOrder(world, chance, (order, place) => order.shipped[place] > 0)
}

function someOrder(
  world: World,
  chance: Dice,
  fits: (order: TrueOrder, place: Place) => boolean,
): { readonly order: TrueOrder; readonly place: Place } | null {
  const found = [...world.orders.values()].flatMap((order) =>
    places.filter((place) => fits(order, place)).map((place) => ({ order, place })),
  )
  return found.length === 0 ? null : (found[chance.between(0, found.length - 1)] ?? null)
}
