import { received, refunded } from './order-money.ts'
import { openUnitsOf } from './order-units.ts'
import type { Order } from './state.ts'

export type FinancialStatus = 'PENDING' | 'PAID' | 'PARTIALLY_PAID' | 'PARTIALLY_REFUNDED' | 'REFUNDED' | 'VOIDED'
export type FulfilmentStatus = 'UNFULFILLED' | 'PARTIALLY_FULFILLED' | 'FULFILLED'

export function financialStatus(order: Order): FinancialStatus {
  const paid = received(order)
  const back = refunded(order)
  if (order.transactions.length === 0) return order.cancelledAt === null ? 'PENDING' : 'VOIDED'
  if (back > 0) return back >= paid ? 'REFUNDED' : 'PARTIALLY_REFUNDED'
  return paid >= order.originalTotal ? 'PAID' : 'PARTIALLY_PAID'
}

/** A cancelled order that was never fulfilled stays UNFULFILLED. */
export function fulfilmentStatus(order: Order): FulfilmentStatus {
  if (order.fulfilments.length === 0) return 'UNFULFILLED'
  return openUnitsOf(order) === 0 ? 'FULFILLED' : 'PARTIALLY_FULFILLED'
}
