import { sql, type Kysely } from 'kysely'
import type { Quantity } from '#core/quantity.ts'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type ElsewhereDischarge = {
  readonly dischargeId: string
  readonly orderId: string
  readonly connection: string
  readonly articleKey: string
  readonly warehouse: string
  readonly quantity: Quantity
  /** Not later than the document was made: a figure of before that moment does not contain it. */
  readonly sentAt: Date
  /** When a person said so. */
  readonly knownAt: Date
}

/** Units that a document of somebody else has taken out of the book. */
export async function keepElsewhere(tx: Kysely<Schema>, tenantId: TenantId, discharges: readonly ElsewhereDischarge[]): Promise<void> {
  if (discharges.length === 0) return
  const rows = discharges.map((each) => ({
    discharge_id: each.dischargeId,
    order_id: each.orderId,
    article_key: each.articleKey,
    connection: each.connection,
    warehouse: each.warehouse,
    qty: each.quantity,
    sent_at: each.sentAt,
    known_at: each.knownAt,
  }))
  await sql`
    insert into discharges (tenant_id, discharge_id, intent_id, order_id, article_key, connection, warehouse, qty, sent_at, known_at, outcome)
    select ${tenantId}, discharge_id, null, order_id, article_key, connection, warehouse, qty, sent_at, known_at, 'issued'
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as read (
      discharge_id uuid, order_id bigint, article_key text, connection text, warehouse text, qty bigint, sent_at timestamptz, known_at timestamptz
    )`.execute(tx)
}

/** Which order a document of a service belongs to. */
export async function orderOfDocument(
  db: Kysely<Schema>,
  tenantId: TenantId,
  { series, number }: { readonly series: string; readonly number: string },
): Promise<{ readonly orderId: string; readonly name: string } | undefined> {
  const row = await db
    .selectFrom('documents')
    .innerJoin('orders', (join) =>
      join.onRef('orders.tenant_id', '=', 'documents.tenant_id').onRef('orders.order_id', '=', 'documents.order_id'),
    )
    .select(['documents.order_id', 'orders.name'])
    .where('documents.tenant_id', '=', tenantId)
    .where('documents.series', '=', series)
    .where('documents.number', '=', number)
    .executeTakeFirst()
  return row && { orderId: row.order_id, name: row.name }
}

/** A document is looked for afresh: the tries of before are not counted. */
export async function forgetTries(db: Kysely<Schema>, tenantId: TenantId, intentId: string): Promise<void> {
  await db.updateTable('intents').set({ tries: 0 }).where('tenant_id', '=', tenantId).where('intent_id', '=', intentId).execute()
}
