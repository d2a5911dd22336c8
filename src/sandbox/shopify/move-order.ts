import { ControlProblem } from '#sandbox/problem.ts'
import { closeWhenDone, releaseLevel } from './order-life.ts'
import { commitLine } from './place-order.ts'
import type { Location, Order } from './state.ts'
import type { Step } from './step.ts'

/** What waits of an order goes to another location and is committed there. The order's own time stays: Shopify does not promise that it moves. */
export function moveOrder(step: Step, order: Order, to: Location): void {
  const from = order.fulfilmentOrders.filter(({ location, lines }) => location !== to && lines.some(({ remaining }) => remaining > 0))
  if (from.length === 0) throw new ControlProblem(422, `${order.name} has nothing to move to ${to.name}`)
  for (const fulfilmentOrder of from) {
    for (const held of fulfilmentOrder.lines) {
      const units = held.remaining
      if (units === 0) continue
      held.remaining = 0
      held.total -= units
      releaseLevel(step, held, { taken: units, restock: true })
      commitLine(step, order, held.line, { route: { to }, takesAvailable: true, units })
    }
    closeWhenDone(step, fulfilmentOrder)
  }
}
