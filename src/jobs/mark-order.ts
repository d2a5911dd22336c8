import type { Context } from '#app/context.ts'
import type { TenantId } from '#core/tenant.ts'
import type { Tx } from '#db/client.ts'
import { itemsOfOrder } from '#db/discharges.ts'
import { addMarks } from '#db/stock-marks.ts'
import { askAboutOrder } from './ask-about-order.ts'
import { wake } from './wake.ts'

/** What an order holds has changed: its products are looked at within seconds, a person is asked what must be known, and the pages are told. */
export async function markOrder(context: Context, tx: Tx, tenantId: TenantId, orderId: string): Promise<void> {
  const items = await itemsOfOrder(tx, tenantId, orderId)
  const marked = await addMarks(tx, tenantId, items, { at: context.io.clock.now(), cause: 'movement' })
  if (marked > 0) await wake(context, tx, { tenantId, kind: 'stock', connection: 'smartbill' })
  await askAboutOrder(context, tx, tenantId, orderId)
  tx.onCommit(() => context.tell(tenantId, { kind: 'order', id: orderId }))
}
