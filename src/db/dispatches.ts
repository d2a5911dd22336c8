import { sql, type Kysely } from 'kysely'
import type { DispatchRow } from '#core/dispatched.ts'
import type { DispatchRecord } from '#core/obligations.ts'
import { takenOf } from '#core/order-rows.ts'
import { UNIT } from '#core/quantity.ts'
import type { TenantId } from '#core/tenant.ts'
import { locationOf } from './ledger.ts'
import type { Schema } from './schema.ts'

export type OwingRow = DispatchRow & {
  /** The billing product that the item is bound to. */
  readonly articleKey: string | null
}

type Row = {
  line_id: string
  location_id: string
  item_id: string
  ordered: number
  removed: number
  put_back: number
  returned: number
  open: number
  unsettled: number
  assumed_restocked: number
  article_key: string | null
  dispatched: number
  discharged: number
  shipped: number
}

/**
 * The rows of an order as last read, with what its documents discharge and Dispatched released, in whole units.
 * A document names a billing product, so its units are shared among the order's rows of that product, in their order.
 * `shipments`: what shipped of an order that Punte does not invoice counts as discharged too.
 */
export async function owingRows(
  tx: Kysely<Schema>,
  tenantId: TenantId,
  orderId: string,
  { shipments }: { readonly shipments: boolean },
): Promise<readonly OwingRow[]> {
  const { rows } = await sql<Row>`
    with released as (
      select line_id, location_id, sum(units)::integer as units from dispatches
      where tenant_id = ${tenantId} and order_id = ${orderId}::bigint and undone_at is null group by line_id, location_id
    ), documented as (
      select article_key, sum(qty)::float8 as qty from discharges
      where tenant_id = ${tenantId} and order_id = ${orderId}::bigint and outcome <> 'refused' group by article_key
    ), left_shelf as (
      select item_id, location_id, sum(units)::integer as units from shipments
      where tenant_id = ${tenantId} and order_id = ${orderId}::bigint group by item_id, location_id
    )
    select line_id, location_id, item_id, ordered, removed, put_back, returned, open, unsettled, assumed_restocked, bindings.article_key,
      coalesce(released.units, 0) as dispatched, coalesce(documented.qty, 0) as discharged, coalesce(left_shelf.units, 0) as shipped
    from order_rows
    left join bindings using (tenant_id, item_id)
    left join released using (line_id, location_id)
    left join documented on documented.article_key = bindings.article_key
    left join left_shelf using (item_id, location_id)
    where tenant_id = ${tenantId} and order_id = ${orderId}::bigint
    order by line_id, location_id`.execute(tx)
  const documents = new Map<string, number>()
  const shipped = new Map<string, number>()
  return rows.map((stored) => {
    const row = toRow(orderId, stored)
    const wanted = Math.max(0, takenOf(row) - row.dispatched)
    const byDocument = share(documents, stored.article_key, Math.floor(stored.discharged / UNIT), wanted)
    const place = shipments ? `${stored.item_id}/${stored.location_id}` : null
    return { ...row, discharged: byDocument + share(shipped, place, stored.shipped, wanted - byDocument) }
  })
}

/** Takes what a row wants of what is left under a key. */
function share(left: Map<string, number>, key: string | null, known: number, wanted: number): number {
  if (key === null) return 0
  const available = left.get(key) ?? known
  const taken = Math.max(0, Math.min(available, wanted))
  left.set(key, available - taken)
  return taken
}

function toRow(orderId: string, row: Row): OwingRow {
  return {
    orderId,
    lineId: row.line_id,
    itemId: row.item_id,
    locationId: locationOf(row.location_id),
    ordered: row.ordered,
    removed: row.removed,
    putBack: row.put_back,
    returned: row.returned,
    open: row.open,
    unsettled: row.unsettled,
    assumedRestocked: row.assumed_restocked,
    articleKey: row.article_key,
    dispatched: row.dispatched,
    discharged: 0,
  }
}

export type NewDispatch = DispatchRecord & { readonly dispatchId: string; readonly itemId: string; readonly goods: string }

/** What the merchant's Dispatched released. */
export async function keepDispatches(tx: Kysely<Schema>, tenantId: TenantId, dispatches: readonly NewDispatch[]): Promise<void> {
  if (dispatches.length === 0) return
  const rows = dispatches.map((each) => ({
    dispatch_id: each.dispatchId,
    order_id: each.orderId,
    line_id: each.lineId,
    location_id: each.locationId ?? '0',
    item_id: each.itemId,
    units: each.units,
    at: each.at,
    goods: each.goods,
    written_off: each.writtenOff,
    of_what: each.of,
    taken_back_then: each.takenBackThen,
    shipped_then: each.shippedThen,
  }))
  await sql`
    insert into dispatches (
      tenant_id, dispatch_id, order_id, line_id, location_id, item_id, units, at, goods, written_off, of_what, taken_back_then, shipped_then, undone_at
    )
    select ${tenantId}, dispatch_id, order_id, line_id, location_id, item_id, units, at, goods, written_off, of_what, taken_back_then, shipped_then, null
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as read (
      dispatch_id uuid, order_id bigint, line_id bigint, location_id bigint, item_id bigint, units integer, at timestamptz, goods text,
      written_off boolean, of_what text, taken_back_then integer, shipped_then integer
    )`.execute(tx)
}

/** Takes every release of an order back; the records stay, with the time of their end. */
export async function endDispatches(tx: Kysely<Schema>, tenantId: TenantId, orderId: string, at: Date): Promise<void> {
  await tx
    .updateTable('dispatches')
    .set({ undone_at: at })
    .where('tenant_id', '=', tenantId)
    .where('order_id', '=', orderId)
    .where('undone_at', 'is', null)
    .execute()
}

/** Whether a person has marked the order as Dispatched, and when. */
export async function setDispatchedAt(tx: Kysely<Schema>, tenantId: TenantId, orderId: string, at: Date | null): Promise<void> {
  await tx.updateTable('orders').set({ dispatched_at: at }).where('tenant_id', '=', tenantId).where('order_id', '=', orderId).execute()
}
