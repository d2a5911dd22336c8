import { sql, type Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

const ordersMax = 10_000

/** Orders that wait for that reason, oldest first. */
export async function ordersWaitingFor(db: Kysely<Schema>, tenantId: TenantId, why: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom('orders')
    .select('order_id')
    .where('tenant_id', '=', tenantId)
    .where('state', '=', 'waiting')
    .where(sql<boolean>`reason ->> 'why' = ${why}`)
    .orderBy('created_at')
    .limit(ordersMax)
    .execute()
  return rows.map(({ order_id }) => order_id)
}
