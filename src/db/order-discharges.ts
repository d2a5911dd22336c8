import { sql, type Kysely } from 'kysely'
import type { DispatchRecord } from '#core/obligations.ts'
import { quantity, type Quantity } from '#core/quantity.ts'
import type { TenantId } from '#core/tenant.ts'
import { toDispatchRecord } from './ledger.ts'
import type { Schema } from './schema.ts'

export type DischargedTotal = {
  readonly articleKey: string
  readonly connection: string
  readonly warehouse: string
  readonly quantity: Quantity
}

/** What the documents of an order took out of each warehouse, less what came back by them. */
export async function dischargedTotals(tx: Kysely<Schema>, tenantId: TenantId, orderId: string): Promise<readonly DischargedTotal[]> {
  const { rows } = await sql<{ articleKey: string; connection: string; warehouse: string; total: number }>`
    select article_key as "articleKey", connection, warehouse, sum(qty)::float8 as total from discharges
    where tenant_id = ${tenantId} and order_id = ${orderId}::bigint and outcome <> 'refused'
    group by article_key, connection, warehouse order by article_key, connection, warehouse`.execute(tx)
  return rows.map(({ total, ...of }) => ({ ...of, quantity: quantity(total) }))
}

/** What Dispatched stored for an order and nobody took back. */
export async function dispatchesOf(tx: Kysely<Schema>, tenantId: TenantId, orderId: string): Promise<readonly DispatchRecord[]> {
  const rows = await tx
    .selectFrom('dispatches')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('order_id', '=', orderId)
    .where('undone_at', 'is', null)
    .orderBy('at')
    .orderBy('dispatch_id')
    .execute()
  return rows.map(toDispatchRecord)
}
