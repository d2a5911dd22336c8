import { sql, type Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import { locationOf } from './ledger.ts'
import type { Schema } from './schema.ts'

export type KeptUnits = { readonly itemId: string; readonly locationId: string | null; readonly units: number }

/** What the customer has or will have of an order, by item and place, in whole units. */
export async function unitsKept(db: Kysely<Schema>, tenantId: TenantId, orderId: string): Promise<readonly KeptUnits[]> {
  const { rows } = await sql<{ item_id: string; location_id: string; units: string }>`
    select item_id, location_id, sum(ordered - removed - put_back) as units from order_rows
    where tenant_id = ${tenantId} and order_id = ${orderId}
    group by item_id, location_id having sum(ordered - removed - put_back) > 0
    order by item_id, location_id`.execute(db)
  return rows.map((row) => ({ itemId: row.item_id, locationId: locationOf(row.location_id), units: Number(row.units) }))
}
