import { sql, type Kysely } from 'kysely'
import { fulfilledOf } from '#core/order-rows.ts'
import type { TenantId } from '#core/tenant.ts'
import { orderRowsOf } from './orders.ts'
import type { Schema } from './schema.ts'

/** Whole units; discharged as far as our documents tell. */
export type ShownLine = {
  readonly sku: string | null
  readonly name: string
  readonly location: string | null
  readonly sold: number
  readonly released: number
  readonly discharged: number
  readonly fulfilled: number
}

type Line = {
  readonly lineId: string
  readonly key: string | null
  readonly sku: string | null
  readonly name: string
  readonly quantity: number
}

/**
 * The lines of an order, one for each place of theirs. Put together here: an order may have thousands of lines, and the database
 * would compare each with each. A discharge names a billing product, so it is shared among the lines of that product, in their order.
 */
export async function readShownLines(db: Kysely<Schema>, tenantId: TenantId, orderId: string): Promise<readonly ShownLine[]> {
  const rows = Map.groupBy(await orderRowsOf(db, tenantId, orderId), ({ lineId }) => lineId)
  const locations = await locationNames(db, tenantId)
  const released = await releasedUnits(db, tenantId, orderId)
  const left = await dischargedUnits(db, tenantId, orderId)
  const shown: ShownLine[] = []
  for (const { lineId, key, sku, name, quantity } of await linesOf(db, tenantId, orderId)) {
    for (const row of rows.get(lineId) ?? [null]) {
      const sold = row?.ordered ?? quantity
      const dispatched = released.get(`${lineId}/${row?.locationId ?? 0}`) ?? 0
      const gone = row === null ? 0 : row.removed + row.putBack + dispatched
      const available = key === null ? 0 : (left.get(key) ?? 0)
      const discharged = Math.min(available, Math.max(0, sold - gone))
      if (key !== null) left.set(key, available - discharged)
      const fulfilled = row === null ? 0 : fulfilledOf(row)
      shown.push({ sku, name, location: locations.get(row?.locationId ?? '') ?? null, sold, released: gone, discharged, fulfilled })
    }
  }
  return shown
}

async function linesOf(db: Kysely<Schema>, tenantId: TenantId, orderId: string): Promise<readonly Line[]> {
  const { rows } = await sql<Line>`
    select line_id as "lineId", bindings.article_key as key, sku, title as name, quantity
    from order_lines left join bindings on bindings.tenant_id = order_lines.tenant_id and bindings.item_id = order_lines.item_id
    where order_lines.tenant_id = ${tenantId} and order_lines.order_id = ${orderId}
    order by line_id`.execute(db)
  return rows
}

async function locationNames(db: Kysely<Schema>, tenantId: TenantId): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('locations').select(['location_id', 'name']).where('tenant_id', '=', tenantId).execute()
  return new Map(rows.map((row) => [row.location_id, row.name]))
}

/** Units that Dispatched released, by line and location. */
async function releasedUnits(db: Kysely<Schema>, tenantId: TenantId, orderId: string): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ place: string; units: number }>`
    select line_id || '/' || location_id as place, sum(units)::integer as units from dispatches
    where tenant_id = ${tenantId} and order_id = ${orderId} and undone_at is null group by line_id, location_id`.execute(db)
  return new Map(rows.map(({ place, units }) => [place, units]))
}

/** Units that our documents discharged, by billing product. */
async function dischargedUnits(db: Kysely<Schema>, tenantId: TenantId, orderId: string): Promise<Map<string, number>> {
  const { rows } = await sql<{ key: string; units: number }>`
    select article_key as key, (sum(qty) / 10000)::integer as units from discharges
    where tenant_id = ${tenantId} and order_id = ${orderId} and outcome in ('issued', 'unknown') group by article_key`.execute(db)
  return new Map(rows.map(({ key, units }) => [key, units]))
}
