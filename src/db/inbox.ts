import { sql, type Kysely } from 'kysely'
import { tenantId, type TenantId } from '#core/tenant.ts'
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

/**
 * Stores deliveries and makes their handling due, in one statement: none of it is true without the rest. One that Shopify has sent before is not stored again.
 * Gives the tenants for which nothing was due yet. The bodies travel as one binary value and are cut apart by the database:
 * an array of them would be written and parsed as text twice their size.
 */
export async function keepDeliveries(db: Kysely<Schema>, deliveries: readonly Delivery[], now: Date): Promise<readonly TenantId[]> {
  const tenants = [...new Set(deliveries.map(({ tenantId }) => tenantId))].toSorted()
  const bodies = Buffer.concat(deliveries.map(({ body }) => body))
  const { rows } = await sql<{ tenant_id: string; newly: boolean }>`
    with stored as (
      insert into inbox (tenant_id, webhook_id, event_id, topic, triggered_at, received_at, body)
      select tenant_id, webhook_id, event_id, topic, triggered_at, received_at, substring(${bodies}::bytea from first_byte for bytes)
      from unnest(
        ${deliveries.map(({ tenantId }) => tenantId)}::bigint[],
        ${deliveries.map(({ webhookId }) => webhookId)}::text[],
        ${deliveries.map(({ eventId }) => eventId)}::text[],
        ${deliveries.map(({ topic }) => topic)}::text[],
        ${deliveries.map(({ triggeredAt }) => triggeredAt)}::timestamptz[],
        ${deliveries.map(({ receivedAt }) => receivedAt)}::timestamptz[],
        ${firstBytes(deliveries)}::integer[],
        ${deliveries.map(({ body }) => body.byteLength)}::integer[]
      ) as delivery (tenant_id, webhook_id, event_id, topic, triggered_at, received_at, first_byte, bytes)
      on conflict (tenant_id, webhook_id) do nothing
    )
    insert into due (tenant_id, kind, connection, due_at, version)
    select tenant_id, 'deliveries', '', ${now}::timestamptz, 1 from unnest(${tenants}::bigint[]) as tenant (tenant_id)
    on conflict (tenant_id, kind, connection)
    do update set due_at = least(coalesce(due.due_at, excluded.due_at), excluded.due_at), version = due.version + 1
    returning tenant_id, due_at = ${now}::timestamptz as newly`.execute(db)
  return rows.flatMap((row) => (row.newly ? [tenantId(row.tenant_id)] : []))
}

/** Where each body begins among all of them, counted from one. */
function firstBytes(deliveries: readonly Delivery[]): readonly number[] {
  let next = 1
  return deliveries.map(({ body: { byteLength } }) => {
    const first = next
    next += byteLength
    return first
  })
}

/** The oldest deliveries that nobody has handled yet. */
export async function waitingDeliveries(db: Kysely<Schema>, tenantId: TenantId, most: number): Promise<readonly Waiting[]> {
  const rows = await db
    .selectFrom('inbox')
    .select(['webhook_id', 'topic', 'body', 'received_at'])
    .where('tenant_id', '=', tenantId)
    .where('handled_at', 'is', null)
    .orderBy('received_at')
    .orderBy('webhook_id')
    .limit(most)
    .execute()
  return rows.map((row) => ({ webhookId: row.webhook_id, topic: row.topic, body: row.body, receivedAt: row.received_at }))
}

/**
 * Nobody needs to look at these deliveries again. The times tell the database where they stand, so that it looks at nothing else,
 * whatever it believes of how many there are.
 */
export async function markHandled(
  tx: Kysely<Schema>,
  tenantId: TenantId,
  deliveries: readonly Pick<Waiting, 'webhookId' | 'receivedAt'>[],
  now: Date,
): Promise<void> {
  const times = deliveries.map(({ receivedAt }) => receivedAt.getTime())
  await tx
    .updateTable('inbox')
    .set({ handled_at: now })
    .where('tenant_id', '=', tenantId)
    .where('handled_at', 'is', null)
    .where('received_at', '>=', new Date(Math.min(...times)))
    .where('received_at', '<=', new Date(Math.max(...times)))
    .where(sql<boolean>`webhook_id = any(${deliveries.map(({ webhookId }) => webhookId)}::text[])`)
    .execute()
}
