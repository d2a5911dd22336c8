import { sql, type Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type ShownWrite = {
  readonly at: Date
  readonly from: number | null
  readonly to: number
  readonly by: 'punte' | 'someoneElse'
  readonly cause: string | null
  readonly runId: string | null
  readonly outcome: string
}

/** The last changes of an item's figure in Shopify at a location: ours, and those that somebody else made. */
export async function lastWrites(
  db: Kysely<Schema>,
  tenantId: TenantId,
  { itemId, locationId }: { readonly itemId: string; readonly locationId: string },
  most: number,
): Promise<readonly ShownWrite[]> {
  const { rows } = await sql<ShownWrite>`
    select coalesce(outcome_at, planned_at) as at, from_quantity as "from", to_quantity as "to", 'punte' as by, cause, run_id as "runId", outcome
    from run_changes join runs using (tenant_id, run_id)
    where tenant_id = ${tenantId} and item_id = ${itemId}::bigint and location_id = ${locationId}::bigint and not dry_run
    union all
    select at, from_quantity, to_quantity, 'someoneElse', null, null, 'written'
    from hand_edits where tenant_id = ${tenantId} and item_id = ${itemId}::bigint and location_id = ${locationId}::bigint
    order by at desc limit ${most}`.execute(db)
  return rows
}

/** When some orders were placed. */
export async function orderDates(
  db: Kysely<Schema>,
  tenantId: TenantId,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly name: string; readonly createdAt: Date }>> {
  const { rows } = await sql<{ id: string; name: string; createdAt: Date }>`
    select order_id as id, name, created_at as "createdAt" from orders
    where tenant_id = ${tenantId} and order_id = any(${[...orderIds]}::bigint[])`.execute(db)
  return new Map(rows.map(({ id, ...order }) => [id, order]))
}
