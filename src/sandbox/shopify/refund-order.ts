import { ControlProblem } from '#sandbox/problem.ts'
import { nextId } from './ids.ts'
import { addLevel, levelAt } from './levels.ts'
import { releaseUnits } from './order-life.ts'
import { fulfilledUnits, unfulfilledUnits } from './order-units.ts'
import { received, refunded, removedMoney, sum } from './order-money.ts'
import { orderHappened } from './order-topics.ts'
import { refundBody } from './rest-refund.ts'
import type { Location, Order, OrderLine, OrderRefund, RefundLine } from './state.ts'
import { moveStock, touchOrder, type Step } from './step.ts'

export type RefundedLine = {
  readonly line: OrderLine
  readonly quantity: number
  readonly restock: 'cancel' | 'return' | 'none'
  /** Where returned goods are put; without it where they had left. */
  readonly location?: Location
}

/** Gives money and goods back. Without an amount: what the lines are worth. */
export function refundOrder(step: Step, order: Order, lines: readonly RefundedLine[], amount: number | undefined): OrderRefund {
  if (order.cancelledAt !== null) throw new ControlProblem(422, `${order.name} is cancelled`)
  checkRefundable(order, lines)
  const paid = received(order) - refunded(order)
  if (amount !== undefined && amount > paid) throw new ControlProblem(422, `${order.name}: only ${paid} bani can be given back`)
  // What names its units goes first: `none` takes those that are left.
  const inOrder = [...lines.filter(({ restock }) => restock !== 'none'), ...lines.filter(({ restock }) => restock === 'none')]
  const refundLines = inOrder.map((each) => refundLine(step, order, each))
  const worth = sum(refundLines.map((each) => each.subtotal + (order.taxesIncluded ? 0 : each.tax)))
  const given = amount ?? Math.min(worth, paid)
  return recordRefund(step, order, { lines: refundLines, given, worth: amount === undefined ? given : worth })
}

/** All that is left, with everything that was paid. */
export function refundAll(step: Step, order: Order, restock: boolean): OrderRefund {
  const open = order.lines.filter((line) => unfulfilledUnits(order, line) > 0)
  const lines = open.map((line) =>
    refundLine(step, order, { line, quantity: unfulfilledUnits(order, line), restock: restock ? 'cancel' : 'none' }),
  )
  const given = received(order) - refunded(order)
  return recordRefund(step, order, { lines, given, worth: given })
}

type Given = { readonly lines: readonly RefundLine[]; readonly given: number; readonly worth: number }

function recordRefund(step: Step, order: Order, { lines, given, worth }: Given): OrderRefund {
  const { shop, now } = step
  const transactionId = nextId(shop, 'transaction')
  const transactions =
    given === 0
      ? []
      : [{ type: 'OrderTransaction' as const, id: transactionId, kind: 'REFUND' as const, amount: given, gateway: order.gateway, at: now }]
  const discrepancy = given === worth ? null : { id: nextId(shop, 'orderAdjustment'), amount: given - worth }
  const refund: OrderRefund = {
    type: 'Refund',
    id: nextId(shop, 'refund'),
    order,
    createdAt: now,
    note: null,
    lines,
    discrepancy,
    transactions,
  }
  order.refunds.push(refund)
  order.transactions.push(...transactions)
  shop.refunds.set(refund.id, refund)
  touchOrder(step, order)
  step.happenings.push({ topic: 'refunds/create', body: () => refundBody(step.shop, refund) })
  orderHappened(step, order, [])
  return refund
}

/** All rows together, before any of them moves a unit. */
function checkRefundable(order: Order, rows: readonly RefundedLine[]): void {
  for (const line of new Set(rows.map((row) => row.line))) {
    const open = unfulfilledUnits(order, line)
    const shipped = fulfilledUnits(order, line) - line.returned
    const wanted = { cancel: 0, return: 0, none: 0 }
    for (const row of rows) if (row.line === line) wanted[row.restock] += row.quantity
    const possible = wanted.cancel <= open && wanted.return <= shipped && wanted.cancel + wanted.return + wanted.none <= open + shipped
    if (!possible)
      throw new ControlProblem(422, `${line.title}: ${open} units are open and ${shipped} shipped, which is less than the refund names`)
  }
}

/** The table of how refunds move stock: cancel frees what was committed, return puts back what was shipped, none moves only what never left. */
function refundLine(step: Step, order: Order, { line, quantity, restock, location: named }: RefundedLine): RefundLine {
  const worth = removedMoney(order, line, quantity)
  const open = unfulfilledUnits(order, line)
  const shipped = restock === 'cancel' ? 0 : Math.min(quantity, fulfilledUnits(order, line) - line.returned)
  const freed = Math.min(quantity - shipped, open)
  const shippedFrom = order.fulfilments.find((each) => each.lines.some((one) => one.line === line))?.location
  const freedFrom = freed > 0 ? releaseUnits(step, order, line, { quantity: freed, restock: restock === 'cancel' }) : undefined
  const location = (restock === 'cancel' ? freedFrom?.location : (named ?? shippedFrom)) ?? null
  if (restock === 'return' && location !== null) putBack(step, line, { location, quantity })
  line.returned += shipped
  line.currentQuantity -= quantity
  return {
    type: 'RefundLineItem',
    id: nextId(step.shop, 'refundLine'),
    line,
    quantity,
    restockType: ({ cancel: 'CANCEL', return: 'RETURN', none: 'NO_RESTOCK' } as const)[restock],
    location: restock === 'none' ? null : location,
    subtotal: worth.after,
    tax: worth.tax,
  }
}

function putBack(step: Step, line: OrderLine, { location, quantity }: { location: Location; quantity: number }): void {
  const item = line.variant?.item
  if (item === undefined || !item.tracked) return
  const level = levelAt(step.shop, item.id, location.id) ?? addLevel(step.shop, item, location, step.now)
  moveStock(step, level, 'available', quantity)
}
