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
