import type { Kysely } from 'kysely'
import type { Io } from '#core/seam.ts'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type OrderEvent = { readonly kind: string; readonly detail: Record<string, unknown> }

/** One line of the order's timeline. */
export async function addOrderEvent(
  tx: Kysely<Schema>,
  { tenantId, orderId }: { readonly tenantId: TenantId; readonly orderId: string },
  event: OrderEvent,
  io: Pick<Io, 'clock' | 'random'>,
): Promise<void> {
  await tx
    .insertInto('order_events')
    .values({
      tenant_id: tenantId,
      order_id: orderId,
      event_id: io.random.uuid(),
      at: io.clock.now(),
      kind: event.kind,
      detail: JSON.stringify(event.detail),
    })
    .execute()
}

export async function orderEvents(
  db: Kysely<Schema>,
  tenantId: TenantId,
  orderId: string,
): Promise<readonly (OrderEvent & { readonly at: Date })[]> {
  const rows = await db
    .selectFrom('order_events')
    .select(['at', 'kind', 'detail'])
    .where('tenant_id', '=', tenantId)
    .where('order_id', '=', orderId)
    .orderBy('at')
    .orderBy('event_id')
    .execute()
  return rows
}
