import type { Context } from '#app/context.ts'
import type { Order, OrderDocument } from '#core/order.ts'
import type { TenantId } from '#core/tenant.ts'
import type { Tx } from '#db/client.ts'
import { keepDocument } from '#db/documents.ts'
import { addOrderEvent } from '#db/order-events.ts'
import { setOrderState } from '#db/orders.ts'
import { idOf } from '#shopify/gid.ts'
import { settleUnits } from './settle-units.ts'

type Adopted = { readonly tenantId: TenantId; readonly order: Order; readonly documents: readonly OrderDocument[] }

/** Another installation has invoiced the order, as the order itself says: its document is taken as ours and nothing is issued. */
export async function adoptDocuments(context: Context, tx: Tx, { tenantId, order, documents }: Adopted): Promise<void> {
  const orderId = idOf(order.id)
  const now = context.io.clock.now()
  for (const { service, series, number, url, kind } of documents) {
    const known = { service, series, number, url, kind, orderId, intentId: null, total: null, currency: order.currency, issuedAt: now }
    await keepDocument(tx, tenantId, { ...known, documentId: context.io.random.uuid() })
    await addOrderEvent(tx, { tenantId, orderId }, { kind: 'adopted', detail: { service, series, number } }, context.io)
  }
  await settleUnits(context, tx, { tenantId, orderId, since: order.createdAt })
  await setOrderState(tx, tenantId, orderId, { state: 'issued', reason: { why: 'adopted' }, at: now })
}
