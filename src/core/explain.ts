import { placeOf, type Place } from './discharged.ts'
import { unavailableOf } from './level.ts'
import { dispatchedFor, owedOf } from './owed.ts'
import { planRow, type RowPlan } from './plan-row.ts'
import type { Quantity } from './quantity.ts'
import type { Discharge, Level, Obligation, Reading, RowFacts } from './stock-types.ts'

/** Why a row shows what it shows: every term of the rule with the orders and documents behind it. */
export type Explanation = {
  readonly plan: RowPlan
  readonly reading: Reading
  readonly level: Level
  /** Units that Shopify calls unavailable, set aside or not. */
  readonly unavailable: number
  /** Orders that hold units, are in doubt, or are discharged for more than they keep; the largest holders first. */
  readonly orders: readonly ExplainedOrder[]
}

export type ExplainedOrder = {
  readonly orderId: string
  readonly orderName: string
  readonly sold: Quantity
  readonly released: Quantity
  readonly dispatched: Quantity
  /** What the order holds at most, and at least: they differ while a document is in doubt. */
  readonly holds: Quantity
  readonly holdsAtLeast: Quantity
  readonly state: 'holds' | 'in-doubt' | 'discharged-too-much'
  readonly documents: readonly ExplainedDocument[]
}

export type ExplainedDocument = Discharge & {
  /** Whether the billing figure contains it: surely, perhaps, or surely not. */
  readonly place: Place
}

/** Explains one row by the exact rule: the page "why is it 7?". */
export function explain(row: RowFacts): Explanation {
  const orders = row.orders.map((order) => explainOrder(order, row)).filter((order) => order !== null)
  return {
    plan: planRow(row),
    reading: row.reading,
    level: row.level,
    unavailable: unavailableOf(row.level),
    orders: orders.sort((a, b) => b.holds - a.holds),
  }
}

function explainOrder(order: Obligation, { reading, settings }: RowFacts): ExplainedOrder | null {
  const owed = owedOf(order, reading, settings)
  const dispatched = dispatchedFor(order, reading, settings.lagMs)
  const documents = order.discharges.map((entry) => ({ ...entry, place: placeOf(entry, reading, settings.lagMs) }))
  const gone = documents.reduce((sum, entry) => sum + (entry.place === 'outside' ? 0 : entry.quantity), 0)
  const state = stateOf(owed, gone > order.sold - order.released - dispatched)
  if (state === null) return null
  const { orderId, orderName, sold, released } = order
  return { orderId, orderName, sold, released, dispatched, holds: owed.most, holdsAtLeast: owed.least, state, documents }
}

function stateOf(owed: { readonly most: Quantity; readonly least: Quantity }, tooMuch: boolean): ExplainedOrder['state'] | null {
  if (owed.most !== owed.least) return 'in-doubt'
  if (owed.most !== 0) return 'holds'
  return tooMuch ? 'discharged-too-much' : null
}
