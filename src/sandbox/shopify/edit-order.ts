import { ControlProblem } from '#sandbox/problem.ts'
import { gid, nextId } from './ids.ts'
import { releaseUnits } from './order-life.ts'
import { unfulfilledUnits } from './order-units.ts'
import { orderHappened } from './order-topics.ts'
import { commitLine, newLine } from './place-order.ts'
import { timeWithOffset } from './times.ts'
import type { Order, OrderLine, Variant } from './state.ts'
import { touchOrder, type Step } from './step.ts'

/** A merchant edits the order: units are added, or taken off and restocked. */
export function editOrder(step: Step, order: Order, variant: Variant, delta: number): void {
  if (order.cancelledAt !== null) throw new ControlProblem(422, `${order.name} is cancelled`)
  const line = delta > 0 ? addUnits(step, order, variant, delta) : removeUnits(step, order, variant, -delta)
  order.edited = true
  touchOrder(step, order)
  const editId = nextId(step.shop, 'edit')
  step.happenings.push({ topic: 'orders/edited', body: () => editBody(step, order, { editId, line, delta }) })
  orderHappened(step, order, [])
}

/** An untouched line of the variant grows; otherwise the units make a line of their own, at today's price. */
function addUnits(step: Step, order: Order, variant: Variant, units: number): OrderLine {
  const same = order.lines.find((line) => line.variant === variant && isUntouched(order, line))
  const line = same ?? newLine(step.shop, variant, 0, variant.price)
  if (same === undefined) order.lines.push(line)
  line.quantity += units
  line.currentQuantity += units
  commitLine(step, order, line, { route: { to: 'stock' }, takesAvailable: true, units })
  return line
}

function isUntouched(order: Order, line: OrderLine): boolean {
  return (
    line.lineDiscount + line.orderDiscount === 0 &&
    line.quantity === line.currentQuantity &&
    unfulfilledUnits(order, line) === line.quantity
  )
}

function removeUnits(step: Step, order: Order, variant: Variant, units: number): OrderLine {
  const line = order.lines.find((each) => each.variant === variant && unfulfilledUnits(order, each) >= units)
  if (line === undefined) throw new ControlProblem(422, `${order.name} has no ${units} open units of ${variant.item.sku}`)
  releaseUnits(step, order, line, { quantity: units, restock: true })
  line.currentQuantity -= units
  return line
}

type Edit = { readonly editId: number; readonly line: OrderLine; readonly delta: number }

function editBody({ now }: Step, order: Order, { editId, line, delta }: Edit): unknown {
  const change = [{ id: line.id, delta: Math.abs(delta) }]
  return {
    order_edit: {
      id: editId,
      app_id: null,
      order_id: order.id,
      notify_customer: false,
      user_id: null,
      staff_note: '',
      created_at: timeWithOffset(now),
      committed_at: timeWithOffset(now),
      line_items: { additions: delta > 0 ? change : [], removals: delta < 0 ? change : [] },
      discounts: { line_item: { additions: [], removals: [] } },
      shipping_lines: { additions: [], removals: [] },
      admin_graphql_api_id: gid('OrderEdit', editId),
    },
  }
}
