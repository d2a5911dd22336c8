import type { Context } from '#app/context.ts'
import type { ExplainedOrder } from '#core/explain.ts'
import { UNIT } from '#core/quantity.ts'
import type { ShownProduct } from '#db/product-views.ts'
import { lastWrites, orderDates, type ShownWrite } from '#db/write-views.ts'
import { explainRow, type ExplainedRow } from '#jobs/explain-row.ts'
import { usesDocumented } from '#jobs/plan-location.ts'
import type { ShopFacts } from '#jobs/shop-facts.ts'
import { rowSettingsOf } from '#jobs/stock-facts.ts'
import type { Explained, Sentence } from './contract.ts'
import { placedRows, type PlacedRow } from './product-view.ts'
import { sentence } from './sentence.ts'

const writesMost = 20

/** Why some products show what they show, at each location: every term with what stands behind it. */
export async function explainProducts(context: Context, facts: ShopFacts, shown: readonly ShownProduct[]): Promise<Explained[]> {
  const placed = await placedRows(context, facts, shown)
  return Promise.all(placed.map((row) => explained(context, facts, row)))
}

async function explained(context: Context, facts: ShopFacts, { product, pairing, row }: PlacedRow): Promise<Explained> {
  const rule = usesDocumented(facts) ? 'documented' : 'exact'
  const none: Explained = { ...row, rule, sum: null, orders: [], setAside: [], doubt: null, notes: [], writes: [] }
  const { itemId, articleKey } = product
  if (pairing === null || itemId === null) return none
  const { tenantId } = facts.tenant
  const writes = await lastWrites(context.db, tenantId, { itemId, locationId: pairing.locationId }, writesMost)
  const told = { ...none, writes: writes.map(writeOf) }
  if (articleKey === null) return told
  const why = await explainRow(context, facts, { pairing, itemId, articleKey })
  if (why === null) {
    return { ...told, notes: [sentence(row.billing.length === 0 ? 'note.noReading' : 'note.notLookedAt')] }
  }
  const { explanation } = why
  const dates = await orderDates(
    context.db,
    tenantId,
    explanation.orders.map(({ orderId }) => orderId),
  )
  return {
    ...told,
    ...currentFigures(why),
    sum: sumOf(why),
    orders: explanation.orders.flatMap((order) => {
      const known = dates.get(order.orderId)
      return known === undefined ? [] : [orderOf(order, { ...known, fulfilled: why.fulfilled.get(order.orderId) ?? 0 })]
    }),
    setAside: setAsideOf(why, facts),
    doubt: doubtOf(why),
    notes: notesOf(why, dates),
  }
}

/** The list shows the last look; this page what follows from what has become known since. */
function currentFigures({ explanation, documented }: ExplainedRow): Pick<Explained, 'held' | 'unexplained' | 'target'> {
  const { terms } = explanation.plan
  if (documented !== null) {
    const { committed, dispatchedOpen, target } = documented.terms
    return { held: Math.max(0, committed - dispatchedOpen), unexplained: 0, target }
  }
  return { held: terms.held.most / UNIT, unexplained: terms.unexplained, target: terms.sure }
}

function sumOf(row: ExplainedRow): NonNullable<Explained['sum']> {
  const { held, unexplained, target } = currentFigures(row)
  const { stock, setAside, buffer } = row.documented?.terms ?? row.explanation.plan.terms
  return { stock: stock / UNIT, held, setAside: setAside / UNIT, unexplained, buffer: buffer / UNIT, target: target ?? 0 }
}

function orderOf(
  { orderId, sold, released, dispatched, holds, documents }: ExplainedOrder,
  known: { readonly name: string; readonly createdAt: Date; readonly fulfilled: number },
): Explained['orders'][number] {
  const discharged = documents.reduce((sum, each) => sum + (each.outcome === 'refused' ? 0 : each.quantity), 0)
  return {
    id: `gid://shopify/Order/${orderId}`,
    name: known.name,
    createdAt: known.createdAt.toISOString(),
    sold: wholeOf(sold),
    released: wholeOf(released + dispatched),
    discharged: wholeOf(discharged),
    fulfilled: known.fulfilled,
    held: wholeOf(holds),
  }
}

function wholeOf(tenThousandths: number): number {
  return Math.round(tenThousandths / UNIT)
}

function setAsideOf({ explanation: { level } }: ExplainedRow, facts: ShopFacts): Explained['setAside'] {
  const inside = rowSettingsOf(facts).unavailable === 'inside'
  const parts: Explained['setAside'] = [
    { name: 'reserved', quantity: level.reserved },
    { name: 'damaged', quantity: inside ? level.damaged : 0 },
    { name: 'quality_control', quantity: inside ? level.qualityControl : 0 },
    { name: 'safety_stock', quantity: inside ? level.safetyStock : 0 },
  ]
  return parts.filter(({ quantity }) => quantity !== 0)
}

function doubtOf({ explanation: { plan }, documented }: ExplainedRow): Explained['doubt'] {
  const { low, high } = plan.terms
  if (documented !== null || low >= high || plan.lookAgainAt === null) return null
  return { low, high, until: plan.lookAgainAt.toISOString() }
}

function notesOf({ explanation, documented }: ExplainedRow, dates: ReadonlyMap<string, { readonly name: string }>): Sentence[] {
  const { plan, orders } = explanation
  const notes: Sentence[] = []
  if (documented !== null) notes.push(sentence('note.documented'))
  if ((documented?.terms ?? plan.terms).roundedFrom !== null) notes.push(sentence('note.roundedDown'))
  if ((documented ?? plan).problem !== null) notes.push(sentence('note.moreLeft'))
  if (documented === null && plan.terms.unexplained > 0) notes.push(sentence('note.unexplained'))
  for (const { state, orderId } of orders) {
    if (state === 'discharged-too-much') notes.push(sentence('note.dischargedTooMuch', { order: dates.get(orderId)?.name ?? orderId }))
  }
  return notes
}

const outcomes = ['planned', 'written', 'stale', 'refused', 'unknown', 'undone'] as const
const causes = ['schedule', 'push', 'movement', 'syncNow', 'testConnection', 'newProducts', 'catchUp', 'secondLook', 'undo'] as const

function writeOf({ at, from, to, by, cause, runId, outcome }: ShownWrite): Explained['writes'][number] {
  return {
    at: at.toISOString(),
    from,
    to,
    by,
    cause: causes.find((known) => known === cause) ?? null,
    runId,
    outcome: outcomes.find((known) => known === outcome) ?? 'unknown',
  }
}
