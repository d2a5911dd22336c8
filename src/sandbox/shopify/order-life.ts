import { ControlProblem } from '#sandbox/problem.ts'
import { nextId } from './ids.ts'
import { currentTotals, received, refunded } from './order-money.ts'
import { orderHappened } from './order-topics.ts'
import { openUnitsOf, unfulfilledUnits } from './order-units.ts'
import { fulfilmentBody } from './rest-order.ts'
import type { Fulfilment, FulfilmentOrder, FulfilmentOrderLine, Order, OrderLine } from './state.ts'
import { moveStock, touchOrder, type Step } from './step.ts'

/** The rest of what the order costs is paid. */
export function payOrder(step: Step, order: Order): void {
  const due = currentTotals(order).total - received(order) + refunded(order)
  if (order.cancelledAt !== null) throw new ControlProblem(422, `${order.name} is cancelled`)
  if (received(order) > 0 && due <= 0) throw new ControlProblem(422, `${order.name} is paid already`)
  const id = nextId(step.shop, 'transaction')
  order.transactions.push({ type: 'OrderTransaction', id, kind: 'SALE', amount: due, gateway: order.gateway, at: step.now })
  touchOrder(step, order)
  orderHappened(step, order, ['orders/paid'])
}

export type Portion = { readonly held: FulfilmentOrderLine; readonly quantity: number }

/** Units leave the shelf: committed and on_hand fall together. */
export function fulfil(step: Step, fulfilmentOrder: FulfilmentOrder, portions: readonly Portion[]): Fulfilment {
  const { order, location } = fulfilmentOrder
  for (const { held, quantity } of portions) {
    held.remaining -= quantity
    if (held.level !== null) moveStock(step, held.level, 'committed', -quantity)
  }
  closeWhenDone(step, fulfilmentOrder)
  const fulfilment: Fulfilment = {
    type: 'Fulfillment',
    id: nextId(step.shop, 'fulfilment'),
    order,
    fulfilmentOrder,
    name: `${order.name}-F${order.fulfilments.length + 1}`,
    location,
    createdAt: step.now,
    updatedAt: step.now,
    lines: portions.map(({ held, quantity }) => ({
      type: 'FulfillmentLineItem',
      id: nextId(step.shop, 'fulfilmentLine'),
      line: held.line,
      quantity,
    })),
  }
  order.fulfilments.push(fulfilment)
  step.shop.fulfilments.set(fulfilment.id, fulfilment)
  touchOrder(step, order)
  step.happenings.push({ topic: 'fulfillments/create', body: () => fulfilmentBody(step.shop, fulfilment) })
  orderHappened(step, order, [openUnitsOf(order) === 0 ? 'orders/fulfilled' : 'orders/partially_fulfilled'])
  return fulfilment
}

/** A fulfilment order whose units have all left it is closed. */
export function closeWhenDone(step: Step, fulfilmentOrder: FulfilmentOrder): void {
  const open = fulfilmentOrder.lines.some((held) => held.remaining > 0)
  for (const held of fulfilmentOrder.lines) if (held.remaining === 0) held.level?.holders.delete(held)
  fulfilmentOrder.status = open ? 'IN_PROGRESS' : 'CLOSED'
  fulfilmentOrder.updatedAt = Math.max(fulfilmentOrder.updatedAt, step.now)
}

/** Fulfils what is named, or everything that is open; units of one line at two locations make two fulfilments. */
export function fulfilLines(step: Step, order: Order, wanted: ReadonlyMap<OrderLine, number> | 'all'): void {
  const left = new Map(wanted === 'all' ? order.lines.map((line) => [line, unfulfilledUnits(order, line)] as const) : wanted)
  for (const [line, quantity] of left) {
    if (quantity > unfulfilledUnits(order, line))
      throw new ControlProblem(422, `${line.title}: only ${unfulfilledUnits(order, line)} units are open`)
  }
  const portions = order.fulfilmentOrders.map((fulfilmentOrder) => ({ fulfilmentOrder, portions: take(fulfilmentOrder, left) }))
  const due = portions.filter((each) => each.portions.length > 0)
  if (due.length === 0) throw new ControlProblem(422, `${order.name} has nothing to fulfil`)
  for (const each of due) fulfil(step, each.fulfilmentOrder, each.portions)
}

function take(fulfilmentOrder: FulfilmentOrder, left: Map<OrderLine, number>): Portion[] {
  return fulfilmentOrder.lines.flatMap((held) => {
    const quantity = Math.min(held.remaining, left.get(held.line) ?? 0)
    if (quantity === 0) return []
    left.set(held.line, (left.get(held.line) ?? 0) - quantity)
    return [{ held, quantity }]
  })
}

/** Open units of a line, the latest commitment first, no longer wait for fulfilment: back on sale, or off the shelf. */
export function releaseUnits(
  step: Step,
  order: Order,
  line: OrderLine,
  units: { readonly quantity: number; readonly restock: boolean },
): FulfilmentOrder | undefined {
  const { quantity, restock } = units
  let left = quantity
  let at: FulfilmentOrder | undefined
  for (const fulfilmentOrder of order.fulfilmentOrders.toReversed()) {
    for (const held of fulfilmentOrder.lines) {
      const taken = held.line === line ? Math.min(held.remaining, left) : 0
      if (taken === 0) continue
      left -= taken
      at = fulfilmentOrder
      held.remaining -= taken
      held.total -= taken
      releaseLevel(step, held, { taken, restock })
    }
    if (at === fulfilmentOrder && !fulfilmentOrder.lines.some((held) => held.remaining > 0)) closeWhenDone(step, fulfilmentOrder)
    if (left === 0) break
  }
  return at
}

/** Units that waited at a level wait there no more. */
export function releaseLevel(step: Step, held: FulfilmentOrderLine, { taken, restock }: { taken: number; restock: boolean }): void {
  if (held.level === null) return
  moveStock(step, held.level, 'committed', -taken)
  if (restock || step.shop.switches.withoutRestock === 'keepOnHand') moveStock(step, held.level, 'available', taken)
  if (held.remaining === 0) held.level.holders.delete(held)
}
