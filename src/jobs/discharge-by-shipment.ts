import type { Context } from '#app/context.ts'
import type { TenantId } from '#core/tenant.ts'
import type { Tx } from '#db/client.ts'
import { countElsewhere, keepShipments } from '#db/shipments.ts'
import { addMarks } from '#db/stock-marks.ts'

/** From now on every order counts as booked out when it ships: what has shipped so far of those that no document discharged is counted at once. */
export async function dischargeByShipment(context: Context, tx: Tx, tenantId: TenantId): Promise<void> {
  const now = context.io.clock.now()
  const shipped = await countElsewhere(tx, tenantId)
  await keepShipments(
    tx,
    tenantId,
    shipped.map((each) => ({ ...each, shipmentId: context.io.random.uuid(), sentAt: now, knownAt: now })),
  )
  const items = [...new Set(shipped.map(({ itemId }) => itemId))]
  await addMarks(tx, tenantId, items, { at: now, cause: 'movement' })
}
