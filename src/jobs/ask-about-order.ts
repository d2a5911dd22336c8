import type { Context } from '#app/context.ts'
import { orderQuestions, questionsOf, type AskedRow, type OrderQuestion } from '#core/order-questions.ts'
import { takenOf, type OrderRow } from '#core/order-rows.ts'
import { quantity, units, type Quantity } from '#core/quantity.ts'
import type { Preferences } from '#core/settings.ts'
import type { TenantId } from '#core/tenant.ts'
import type { Tx } from '#db/client.ts'
import { owingRows, type OwingRow } from '#db/dispatches.ts'
import { dischargedTotals, dispatchesOf, type DischargedTotal } from '#db/order-discharges.ts'
import { endProblems, raiseProblem } from '#db/problems.ts'
import { readSettings } from '#db/settings.ts'

/** What a person is asked about an order's goods: raised, or ended where goods and book agree again. */
export async function askAboutOrder(context: Context, tx: Tx, tenantId: TenantId, orderId: string): Promise<void> {
  const found = await questionsAbout(tx, tenantId, orderId)
  const questions = found.length === 0 ? found : wanted(found, (await readSettings(tx, tenantId)).body.preferences)
  const { clock } = context.io
  const ended = orderQuestions.filter((kind) => !questions.includes(kind))
  for (const kind of questions) await raiseProblem(tx, tenantId, { kind, subject: orderId, detail: {} }, context.io)
  await endProblems(tx, tenantId, { kinds: ended, subjects: [orderId] }, clock.now())
}

/** What the merchant has answered for all orders is not asked of each. */
function wanted(questions: readonly OrderQuestion[], { onCancelled, cancelledWithoutRestock }: Preferences): readonly OrderQuestion[] {
  const answered: ReadonlySet<OrderQuestion> = new Set([
    ...(onCancelled === 'leave' ? ['reversalDue' as const] : []),
    ...(cancelledWithoutRestock === 'release' ? ['onShelfOrGone' as const] : []),
  ])
  return questions.filter((question) => !answered.has(question))
}

/** Whether anything came back, was taken off or released, so that there may be something to ask. */
export function mayAsk(row: Pick<OrderRow, 'removed' | 'putBack' | 'unsettled'>): boolean {
  return row.removed > 0 || row.putBack > 0 || row.unsettled > 0
}

async function questionsAbout(tx: Tx, tenantId: TenantId, orderId: string): Promise<readonly OrderQuestion[]> {
  const rows = await owingRows(tx, tenantId, orderId, { shipments: true })
  if (!rows.some((row) => mayAsk(row) || row.dispatched > 0)) return []
  const records = Map.groupBy(await dispatchesOf(tx, tenantId, orderId), placeOf)
  const asked: AskedRow[] = rows.map((row) => ({ ...row, records: records.get(placeOf(row)) ?? [] }))
  const over = tooMuch(rows, await dischargedTotals(tx, tenantId, orderId)).reduce((sum, each) => sum + each.quantity, 0)
  return questionsOf(asked, over)
}

function placeOf({ lineId, locationId }: Pick<OrderRow, 'lineId' | 'locationId'>): string {
  return `${lineId}/${locationId ?? ''}`
}

/** What documents took out of each warehouse beyond what the order keeps. */
export async function dischargedTooMuch(tx: Tx, tenantId: TenantId, orderId: string): Promise<readonly DischargedTotal[]> {
  return tooMuch(await owingRows(tx, tenantId, orderId, { shipments: false }), await dischargedTotals(tx, tenantId, orderId))
}

function tooMuch(rows: readonly OwingRow[], totals: readonly DischargedTotal[]): readonly DischargedTotal[] {
  const rowsOf = Map.groupBy(rows, ({ articleKey }) => articleKey)
  const taken = totals.filter(({ quantity: total }) => total > 0)
  return [...Map.groupBy(taken, ({ articleKey }) => articleKey)].flatMap(([articleKey, parts]) => {
    const own = rowsOf.get(articleKey)
    return own === undefined ? [] : beyond(parts, keptBy(own))
  })
}

function keptBy(rows: readonly OwingRow[]): Quantity {
  return units(
    Math.max(
      0,
      rows.reduce((sum, row) => sum + takenOf(row), 0),
    ),
  )
}

/** What is left of each warehouse's part once `kept` is taken from the first of them on. */
function beyond(parts: readonly DischargedTotal[], kept: Quantity): readonly DischargedTotal[] {
  let left: number = kept
  return parts.flatMap((part) => {
    const covered = Math.min(left, part.quantity)
    left -= covered
    return part.quantity > covered ? [{ ...part, quantity: quantity(part.quantity - covered) }] : []
  })
}
