import type { Context } from '#app/context.ts'
import type { Order } from '#core/order.ts'
import { fulfilledOf, type OrderRow } from '#core/order-rows.ts'
import type { TenantId } from '#core/tenant.ts'
import type { Tx } from '#db/client.ts'
import { keepShipments, shippedSoFar, type NewShipment } from '#db/shipments.ts'
import { idOf } from '#shopify/gid.ts'

type Read = {
  readonly tenantId: TenantId
  readonly order: Order
  readonly rows: readonly OrderRow[]
  /** When the order was read before; null at its first read. */
  readonly readBefore: Date | null
}

/** An order that Punte does not invoice counts as discharged when it ships: between the read before and this one (STOCK section 4). */
export async function countShipments(context: Context, tx: Tx, { tenantId, order, rows, readBefore }: Read): Promise<void> {
  const orderId = idOf(order.id)
  const counted = new Map<string, number>()
  for (const { itemId, locationId, units } of await shippedSoFar(tx, tenantId, orderId)) counted.set(placeKey(itemId, locationId), units)
  const shipped = new Map<string, NewShipment>()
  for (const row of rows) {
    const key = placeKey(row.itemId, row.locationId)
    const before = shipped.get(key)?.units ?? -(counted.get(key) ?? 0)
    shipped.set(key, {
      shipmentId: context.io.random.uuid(),
      orderId,
      itemId: row.itemId,
      locationId: row.locationId,
      units: before + fulfilledOf(row),
      sentAt: readBefore ?? order.createdAt,
      knownAt: context.io.clock.now(),
    })
  }
  await keepShipments(
    tx,
    tenantId,
    [...shipped.values()].filter(({ units }) => units !== 0),
  )
}

function placeKey(itemId: string, locationId: string | null): string {
  return `${itemId}/${locationId ?? ''}`
}
