import type { Context } from '#app/context.ts'
import type { TenantId } from '#core/tenant.ts'
import type { Tx } from '#db/client.ts'
import { itemsOfOrder } from '#db/discharges.ts'
import { forgetShipments } from '#db/shipments.ts'
import { addMarks } from '#db/stock-marks.ts'
import { wake } from './wake.ts'

/** An order that was invoiced elsewhere is Punte's to invoice from now on: what it shipped no longer counts as discharged, and it holds its units until its invoice. */
export async function becomeOrdinary(
  context: Context,
  tx: Tx,
  { tenantId, orderId }: { readonly tenantId: TenantId; readonly orderId: string },
): Promise<void> {
  await forgetShipments(tx, tenantId, orderId)
  const items = await itemsOfOrder(tx, tenantId, orderId)
  const marked = await addMarks(tx, tenantId, items, { at: context.io.clock.now(), cause: 'movement' })
  if (marked > 0) await wake(context, tx, { tenantId, kind: 'stock', connection: 'smartbill' })
}
