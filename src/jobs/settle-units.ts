import type { Context } from '#app/context.ts'
import type { TenantId } from '#core/tenant.ts'
import type { Tx } from '#db/client.ts'
import { unitsKept } from '#db/order-units.ts'
import { addMarks } from '#db/stock-marks.ts'
import { forgetShipments, keepShipments } from '#db/shipments.ts'
import { wake } from './wake.ts'

type Settled = {
  readonly tenantId: TenantId
  readonly orderId: string
  /** The earliest time at which the other document may have left the book. */
  readonly since: Date
}

/**
 * Somebody else's document has discharged the order's units: as many as the customer keeps count as gone from the book, known from now on.
 * They are told by item and place, so that they count however the products are bound.
 */
export async function settleUnits(context: Context, tx: Tx, { tenantId, orderId, since }: Settled): Promise<void> {
  const now = context.io.clock.now()
  await forgetShipments(tx, tenantId, orderId)
  const kept = await unitsKept(tx, tenantId, orderId)
  await keepShipments(
    tx,
    tenantId,
    kept.map((units) => ({ ...units, shipmentId: context.io.random.uuid(), orderId, sentAt: since, knownAt: now })),
  )
  const items = kept.map(({ itemId }) => itemId)
  const marked = await addMarks(tx, tenantId, items, { at: now, cause: 'movement' })
  if (marked > 0) await wake(context, tx, { tenantId, kind: 'stock', connection: 'smartbill' })
}
