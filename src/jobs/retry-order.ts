import type { Context } from '#app/context.ts'
import type { TenantId } from '#core/tenant.ts'
import { transaction, type Tx } from '#db/client.ts'
import { forgetTries } from '#db/elsewhere-discharges.ts'
import { keepOutcome, liveIntent, type StoredIntent } from '#db/intents.ts'
import { addOrderEvent } from '#db/order-events.ts'
import { addOrderWork } from '#db/order-work.ts'
import { lockOrder, setOrderState } from '#db/orders.ts'
import { endProblems } from '#db/problems.ts'
import { openInvoice } from './sealed-invoice.ts'
import { settleInvoice } from './settle-invoice.ts'
import { wake } from './wake.ts'

type Retrying = {
  readonly orderId: string
  /** A person has looked in the service and the document is not there. */
  readonly notIssued: boolean
}

/** The order's invoice is tried, or looked for, once more. False when there is nothing to try. */
export async function retryOrder(context: Context, tenantId: TenantId, { orderId, notIssued }: Retrying): Promise<boolean> {
  return transaction(context.db, async (tx) => {
    const known = await lockOrder(tx, tenantId, orderId)
    if (known === undefined || (known.state !== 'waiting' && known.state !== 'unknown-outcome')) return false
    const intent = await liveIntent(tx, tenantId, 'invoice', orderId)
    const unsure = intent !== undefined && intent.outcome !== 'issued'
    if (unsure && notIssued) await closeAsAbsent(context, tx, tenantId, intent)
    else if (unsure) await forgetTries(tx, tenantId, intent.intentId)
    await addOrderEvent(tx, { tenantId, orderId }, { kind: unsure && notIssued ? 'notIssued' : 'retryAsked', detail: {} }, context.io)
    if (!unsure || notIssued) await addOrderWork(tx, { tenantId, kind: 'invoice' }, [orderId], context.io.clock.now())
    await wake(context, tx, { tenantId, kind: 'invoices', connection: 'smartbill' })
    tx.onCommit(() => context.tell(tenantId, { kind: 'order', id: orderId }))
    return true
  })
}

/** The person's word is the proof that nothing was issued: the order is sent again as if for the first time. */
async function closeAsAbsent(context: Context, tx: Tx, tenantId: TenantId, intent: StoredIntent): Promise<void> {
  const at = context.io.clock.now()
  const orderId = intent.subject
  await keepOutcome(tx, tenantId, intent.intentId, { is: 'refused', at, result: { found: 'false', by: 'person' } })
  const settling = {
    tenantId,
    orderId,
    service: intent.connection,
    invoice: openInvoice(context, tenantId, intent.body),
    intent: { intentId: intent.intentId, at: intent.sentAt },
  }
  const fault = { kind: 'throttled', retryAfterMs: 0 } as const
  await settleInvoice(context, tx, settling, { is: 'refused', fault, at })
  await setOrderState(tx, tenantId, orderId, { state: 'waiting', reason: { why: 'personLooked' }, at })
  await endProblems(tx, tenantId, { kinds: ['unknownOutcome'], subjects: [orderId] }, at)
}
