import { sql, type Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type ReadVersion = { readonly updatedAt: Date; readonly readAt: Date }

/** When each of these orders had changed as of our last read of it, and when that was; unread ones are absent. */
export async function storedVersions(
  db: Kysely<Schema>,
  tenantId: TenantId,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, ReadVersion>> {
  const rows = await db
    .selectFrom('orders')
    .select(['order_id', 'updated_at', 'read_at'])
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`order_id = any(${[...orderIds]}::bigint[])`)
    .execute()
  return new Map(rows.map((row) => [row.order_id, { updatedAt: row.updated_at, readAt: row.read_at }]))
}

/** Orders with open units of an item whose figures did not add up at a look, and which were last read before it; the longest unread first. */
export async function unreadSinceLook(db: Kysely<Schema>, tenantId: TenantId, most: number): Promise<readonly string[]> {
  const { rows } = await sql<{ order_id: string }>`
    select order_id from stock_rows join order_rows using (tenant_id, item_id) join orders using (tenant_id, order_id)
    where tenant_id = ${tenantId} and look is not null and open > 0 and read_at < (look ->> 'at')::timestamptz
    group by order_id order by min(read_at), order_id limit ${most}`.execute(db)
  return rows.map((row) => row.order_id)
}
