import { fulfilledOf } from './order-rows.ts'
import { shippedAfterDispatch, type DispatchRow } from './dispatched.ts'
import type { DispatchRecord } from './obligations.ts'

export type OrderQuestion =
  /** Goods are back, the book still lacks them: reverse the document. */
  | 'reversalDue'
  /** Ended without shipping and without restock: on the shelf, or gone? */
  | 'onShelfOrGone'
  /** Dispatched as on the shelf, shipped later. */
  | 'shippedAfterDispatch'

export const orderQuestions: readonly OrderQuestion[] = ['reversalDue', 'onShelfOrGone', 'shippedAfterDispatch']

/** A row of an order with what Dispatched stored for it; `discharged` is whatever its product's documents took, shared among its rows. */
export type AskedRow = DispatchRow & { readonly records: readonly DispatchRecord[] }

/** What a person is asked or told about an order's stock; nothing when goods and book agree. `overDischarged`: units that documents took and no row keeps. */
export function questionsOf(rows: readonly AskedRow[], overDischarged: number): readonly OrderQuestion[] {
  const questions: OrderQuestion[] = []
  if (overDischarged > 0) questions.push('reversalDue')
  if (rows.some((row) => row.unsettled > 0 && owes(row))) questions.push('onShelfOrGone')
  if (rows.some((row) => shippedAfterDispatch(row, row.records) > 0)) questions.push('shippedAfterDispatch')
  return questions
}

function owes(row: AskedRow): boolean {
  return fulfilledOf(row) + row.open - row.discharged - row.dispatched > 0
}
