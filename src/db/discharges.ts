import type { Kysely } from 'kysely'
import type { Quantity } from '#core/quantity.ts'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type NewDischarge = {
  readonly dischargeId: string
  readonly intentId: string
  readonly orderId: string
  readonly connection: string
  readonly articleKey: string
  readonly warehouse: string
  readonly quantity: Quantity
  readonly sentAt: Date
}

export async function keepDischarges(tx: Kysely<Schema>, tenantId: TenantId, discharges: readonly NewDischarge[]): Promise<void> {
  if (discharges.length === 0) return
  await tx
    .insertInto('discharges')
    .values(
      discharges.map((discharge) => ({
        tenant_id: tenantId,
        discharge_id: discharge.dischargeId,
        intent_id: discharge.intentId,
        order_id: discharge.orderId,
        article_key: discharge.articleKey,
        connection: discharge.connection,
        warehouse: discharge.warehouse,
        qty: discharge.quantity,
        sent_at: discharge.sentAt,
        known_at: null,
        outcome: 'open',
      })),
    )
    .execute()
}

/** What became of a document is true of each of its entries. */
export async function settleDischarges(
  tx: Kysely<Schema>,
  tenantId: TenantId,
  intentId: string,
  { outcome, at }: { readonly outcome: 'issued' | 'refused' | 'unknown'; readonly at: Date },
): Promise<void> {
  await tx
    .updateTable('discharges')
    .set({ outcome, known_at: outcome === 'unknown' ? null : at })
    .where('tenant_id', '=', tenantId)
    .where('intent_id', '=', intentId)
    .execute()
}

/** Items whose stock an order's documents concern, through their bindings. */
export async function itemsOfOrder(db: Kysely<Schema>, tenantId: TenantId, orderId: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('order_rows')
    .select('item_id')
    .distinct()
    .where('tenant_id', '=', tenantId)
    .where('order_id', '=', orderId)
    .execute()
  return rows.map(({ item_id }) => item_id)
}
