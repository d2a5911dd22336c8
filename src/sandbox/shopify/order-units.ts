import type { Order, OrderLine } from './state.ts'

/** Units that still wait for fulfilment. */
export function unfulfilledUnits(order: Order, line: OrderLine): number {
  let units = 0
  for (const { lines } of order.fulfilmentOrders) for (const held of lines) if (held.line === line) units += held.remaining
  return units
}

export function fulfilledUnits(order: Order, line: OrderLine): number {
  let units = 0
  for (const { lines } of order.fulfilments) for (const each of lines) if (each.line === line) units += each.quantity
  return units
}

export function openUnitsOf(order: Order): number {
  return order.lines.reduce((units, line) => units + unfulfilledUnits(order, line), 0)
}
