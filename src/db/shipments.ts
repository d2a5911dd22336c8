import { sql, type Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type NewShipment = {
  readonly shipmentId: string
  readonly orderId: string
  readonly itemId: string
  readonly locationId: string | null
  readonly units: number
  readonly sentAt: Date
  readonly knownAt: Date
}

/** Units of an order invoiced elsewhere that a read saw shipped (negative: that came back). */
export async function keepShipments(tx: Kysely<Schema>, tenantId: TenantId, shipments: readonly NewShipment[]): Promise<void> {
  if (shipments.length === 0) return
  const rows = shipments.map((shipment) => ({
    shipment_id: shipment.shipmentId,
    order_id: shipment.orderId,
    item_id: shipment.itemId,
    location_id: shipment.locationId ?? '0',
    units: shipment.units,
    sent_at: shipment.sentAt,
    known_at: shipment.knownAt,
  }))
  await sql`
    insert into shipments (tenant_id, shipment_id, order_id, item_id, location_id, units, sent_at, known_at)
    select ${tenantId}, shipment_id, order_id, item_id, location_id, units, sent_at, known_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as read (
      shipment_id uuid, order_id bigint, item_id bigint, location_id bigint, units integer, sent_at timestamptz, known_at timestamptz
    )`.execute(tx)
}

/** Units seen shipped so far, by item and location. */
export async function shippedSoFar(
  tx: Kysely<Schema>,
  tenantId: TenantId,
  orderId: string,
): Promise<readonly { readonly itemId: string; readonly locationId: string | null; readonly units: number }[]> {
  const rows = await tx
    .selectFrom('shipments')
    .select(['item_id', 'location_id'])
    .select((expression) => expression.fn.sum<string>('units').as('units'))
    .where('tenant_id', '=', tenantId)
    .where('order_id', '=', orderId)
    .groupBy(['item_id', 'location_id'])
    .execute()
  return rows.map((row) => ({
    itemId: row.item_id,
    locationId: row.location_id === '0' ? null : row.location_id,
    units: Number(row.units),
  }))
}

/** The order becomes Punte's own to invoice: from now on its documents count, not its shipments. */
export async function forgetShipments(tx: Kysely<Schema>, tenantId: TenantId, orderId: string): Promise<void> {
  await tx.deleteFrom('shipments').where('tenant_id', '=', tenantId).where('order_id', '=', orderId).execute()
  await tx.updateTable('orders').set({ elsewhere: false }).where('tenant_id', '=', tenantId).where('order_id', '=', orderId).execute()
}

/** Orders that no document has discharged are invoiced elsewhere from now on. Gives what has left the shelf of each. */
export async function countElsewhere(
  tx: Kysely<Schema>,
  tenantId: TenantId,
): Promise<readonly Pick<NewShipment, 'orderId' | 'itemId' | 'locationId' | 'units'>[]> {
  const { rows } = await sql<{ orderId: string; itemId: string; locationId: string; units: number }>`
    with changed as (
      update orders set elsewhere = true where tenant_id = ${tenantId} and not elsewhere and not exists (
        select from discharges where discharges.tenant_id = orders.tenant_id and discharges.order_id = orders.order_id and outcome <> 'refused'
      ) returning order_id
    )
    select order_id as "orderId", item_id as "itemId", location_id as "locationId",
      sum(ordered - removed - put_back - open)::integer as units
    from order_rows join changed using (order_id) where tenant_id = ${tenantId}
    group by order_id, item_id, location_id having sum(ordered - removed - put_back - open) <> 0
    order by order_id, item_id, location_id`.execute(tx)
  return rows.map((row) => ({ ...row, locationId: row.locationId === '0' ? null : row.locationId }))
}
