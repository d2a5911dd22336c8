import { sql, type Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

const ordersMax = 10_000

/** Orders that wait for one of these reasons, oldest first. */
export async function ordersWaitingFor(db: Kysely<Schema>, tenantId: TenantId, reasons: readonly string[]): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('orders')
    .select('order_id')
    .where('tenant_id', '=', tenantId)
    .where('state', '=', 'waiting')
    .where(sql<boolean>`reason ->> 'why' = any(${[...reasons]}::text[])`)
    .orderBy('created_at')
    .limit(ordersMax)
    .execute()
  return rows.map(({ order_id }) => order_id)
}
