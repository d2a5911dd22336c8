import type { Context } from '#app/context.ts'
import type { IssuedDocument } from '#billing/provider.ts'
import type { ServiceInvoice } from '#core/invoice.ts'
import type { TenantId } from '#core/tenant.ts'
import type { Tx } from '#db/client.ts'
import { settleDischarges } from '#db/discharges.ts'
import { keepDocument } from '#db/documents.ts'
import { addOrderEvent } from '#db/order-events.ts'
import { addOrderWork } from '#db/order-work.ts'
import { forgetTypedBuyer, setOrderState } from '#db/orders.ts'
import { endProblems, raiseProblem } from '#db/problems.ts'
import type { Intended, Outcome } from './act-once.ts'
import { markOrder } from './mark-order.ts'
import { wake } from './wake.ts'

export type Settling = {
  readonly tenantId: TenantId
  readonly orderId: string
  readonly service: string
  readonly invoice: ServiceInvoice
  readonly intent: Intended
}

/** What became of an invoice, in everything that depends on it: the document, its stock entries, the order, its problems, the products. */
export async function settleInvoice(context: Context, tx: Tx, settling: Settling, outcome: Outcome<IssuedDocument>): Promise<void> {
  const { tenantId, orderId, intent } = settling
  switch (outcome.is) {
    case 'done':
      await settleDischarges(tx, tenantId, intent.intentId, { outcome: 'issued', at: outcome.at })
      await settleIssued(context, tx, settling, outcome)
      break
    case 'refused':
      await settleDischarges(tx, tenantId, intent.intentId, { outcome: 'refused', at: outcome.at })
      await settleRefused(context, tx, settling, outcome)
      break
    case 'unknown':
      await settleDischarges(tx, tenantId, intent.intentId, { outcome: 'unknown', at: outcome.at })
      await setOrderState(tx, tenantId, orderId, {
        state: 'unknown-outcome',
        reason: { why: 'unknownOutcome', said: outcome.reason },
        at: outcome.at,
      })
      await addOrderEvent(tx, settling, { kind: 'outcomeUnknown', detail: { said: outcome.reason } }, context.io)
      break
  }
  await markOrder(context, tx, tenantId, orderId)
}

async function settleIssued(
  context: Context,
  tx: Tx,
  settling: Settling,
  outcome: Outcome<IssuedDocument> & { is: 'done' },
): Promise<void> {
  const { tenantId, orderId, service, invoice, intent } = settling
  const { series, number, url } = outcome.result
  await keepDocument(tx, tenantId, {
    documentId: context.io.random.uuid(),
    orderId,
    intentId: intent.intentId,
    service,
    series,
    number,
    kind: invoice.draft ? 'draft' : 'invoice',
    total: invoice.total,
    currency: invoice.currency,
    url,
    issuedAt: outcome.at,
  })
  await setOrderState(tx, tenantId, orderId, { state: 'issued', reason: null, at: outcome.at })
  await forgetTypedBuyer(tx, tenantId, orderId)
  await addOrderEvent(tx, settling, { kind: 'issued', detail: { service, series, number } }, context.io)
  await endProblems(tx, tenantId, { kinds: ['invoice'], subjects: [orderId] }, outcome.at)
  await addOrderWork(tx, { tenantId, kind: 'publish' }, [orderId], outcome.at)
  await wake(context, tx, { tenantId, kind: 'orders', connection: '' })
}

async function settleRefused(
  context: Context,
  tx: Tx,
  settling: Settling,
  outcome: Outcome<IssuedDocument> & { is: 'refused' },
): Promise<void> {
  const { tenantId, orderId, service } = settling
  const { fault } = outcome
  const said = 'reason' in fault ? fault.reason : ''
  const reason = { why: 'refused', fault: fault.kind, service, said, ...('cause' in fault ? { cause: fault.cause } : {}) }
  await setOrderState(tx, tenantId, orderId, { state: 'waiting', reason, at: outcome.at })
  if (fault.kind === 'throttled') return
  await addOrderEvent(tx, settling, { kind: 'refused', detail: reason }, context.io)
  if (fault.kind === 'rejected' || fault.kind === 'unauthorized') {
    await raiseProblem(tx, tenantId, { kind: 'invoice', subject: orderId, detail: reason }, context.io)
  }
}
