import { ControlProblem } from '#sandbox/problem.ts'
import { refundAll } from './refund-order.ts'
import { releaseUnits } from './order-life.ts'
import { unfulfilledUnits } from './order-units.ts'
import { received, refunded } from './order-money.ts'
import { orderHappened } from './order-topics.ts'
import type { Order } from './state.ts'
import { touchOrder, type Step } from './step.ts'

export type Cancelling = {
  readonly restock: boolean
  /** Give back what was paid. An unpaid order has no refund. */
  readonly refund: boolean
  readonly reason: NonNullable<Order['cancelReason']>
}

/** Why Shopify refuses to cancel; undefined when it does not. */
export function cancelObstacle(order: Order): string | undefined {
  if (order.cancelledAt !== null) return 'Order has already been cancelled'
  return order.fulfilments.length > 0 ? 'Cannot cancel an order with fulfilled line items' : undefined
}

/** The order ends: nothing of it waits any more, and its current total is 0. */
export function cancelOrder(step: Step, order: Order, { restock, refund, reason }: Cancelling): void {
  const obstacle = cancelObstacle(order)
  if (obstacle !== undefined) throw new ControlProblem(422, `${order.name}: ${obstacle}`)

  if (refund && received(order) > refunded(order)) refundAll(step, order, restock)
  for (const line of order.lines) {
    releaseUnits(step, order, line, { quantity: unfulfilledUnits(order, line), restock })
    line.currentQuantity = 0
  }
  for (const fulfilmentOrder of order.fulfilmentOrders) fulfilmentOrder.status = 'CLOSED'
  order.cancelledAt = step.now
  order.closedAt = step.now
  order.cancelReason = reason
  touchOrder(step, order)
  orderHappened(step, order, ['orders/cancelled'])
}
