import { sql, type Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type Delivery = {
  readonly tenantId: TenantId
  readonly webhookId: string
  readonly eventId: string | null
  readonly topic: string
  readonly triggeredAt: Date | null
  readonly receivedAt: Date
  readonly body: Uint8Array
}

export type Waiting = { readonly webhookId: string; readonly topic: string; readonly body: Buffer; readonly receivedAt: Date }

/** Stores deliveries in one statement; one that Shopify has sent before changes nothing. */
export async function keepDeliveries(tx: Kysely<Schema>, deliveries: readonly Delivery[]): Promise<void> {
  await sql`
    insert into inbox (tenant_id, webhook_id, event_id, topic, triggered_at, received_at, body)
    select * from unnest(
      ${deliveries.map(({ tenantId }) => tenantId)}::bigint[],
      ${deliveries.map(({ webhookId }) => webhookId)}::text[],
      ${deliveries.map(({ eventId }) => eventId)}::text[],
      ${deliveries.map(({ topic }) => topic)}::text[],
      ${deliveries.map(({ triggeredAt }) => triggeredAt)}::timestamptz[],
      ${deliveries.map(({ receivedAt }) => receivedAt)}::timestamptz[],
      ${deliveries.map(({ body }) => Buffer.from(body))}::bytea[]
    )
    on conflict (tenant_id, webhook_id) do nothing`.execute(tx)
}

/** The oldest deliveries that nobody has handled yet. */
export async function waitingDeliveries(db: Kysely<Schema>, tenantId: TenantId, most: number): Promise<readonly Waiting[]> {
  const rows = await db
    .selectFrom('inbox')
    .select(['webhook_id', 'topic', 'body', 'received_at'])
    .where('tenant_id', '=', tenantId)
    .where('handled_at', 'is', null)
    .orderBy('received_at')
    .limit(most)
    .execute()
  return rows.map((row) => ({ webhookId: row.webhook_id, topic: row.topic, body: row.body, receivedAt: row.received_at }))
}

export async function markHandled(tx: Kysely<Schema>, tenantId: TenantId, webhookIds: readonly string[], now: Date): Promise<void> {
  await tx
    .updateTable('inbox')
    .set({ handled_at: now })
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`webhook_id = any(${[...webhookIds]}::text[])`)
    .execute()
}
