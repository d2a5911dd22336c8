import { isDeepStrictEqual } from 'node:util'
import type { Context } from '#app/context.ts'
import { ProviderError } from '#billing/provider-error.ts'
import type { BillingProvider, Evidence, IssuedDocument } from '#billing/provider.ts'
import { composeInvoice } from '#core/compose-invoice.ts'
import { decideInvoice } from '#core/decide-invoice.ts'
import type { ServiceInvoice } from '#core/invoice.ts'
import type { Order } from '#core/order.ts'
import { bucharestDay } from '#core/romania.ts'
import { transaction, type Tx } from '#db/client.ts'
import { intentCount } from '#db/intents.ts'
import { addOrderEvent } from '#db/order-events.ts'
import { findOrder, lockOrder, setOrderState, type StoredOrder } from '#db/orders.ts'
import { forgetShipments } from '#db/shipments.ts'
import { idOf } from '#shopify/gid.ts'
import { withBuyer } from '#shopify/read-orders.ts'
import type { Admin } from '#shopify/admin.ts'
import { actOnce, type Outcome } from './act-once.ts'
import { adoptDocuments } from './adopt-documents.ts'
import { claimOrder } from './claim-order.ts'
import { composeFactsOf } from './compose-facts.ts'
import { openDischarges, takesOut } from './discharges.ts'
import { invoiceFactsOf, type ShopFacts } from './shop-facts.ts'
import { shownState } from './import-orders.ts'
import { sealInvoice } from './sealed-invoice.ts'
import { settleInvoice } from './settle-invoice.ts'

export type Issuing = {
  readonly facts: ShopFacts
  readonly shop: Admin
  readonly provider: BillingProvider
  /** Read afresh, a moment ago. */
  readonly order: Order
}

export type Issued =
  | { readonly is: 'settled' }
  /** The service refused what may succeed another time: nothing else is sent before. */
  | { readonly is: 'later'; readonly delayMs: number }
  /** It waits for something of its own, and is looked at again. */
  | { readonly is: 'again'; readonly delayMs: number }

const settled: Issued = { is: 'settled' }
const stockAgainMs = 15 * 60_000
const serviceAgainMs = 60_000
/** What ends a wait may have been stored after the order was judged and before its wait was: nobody would wake it. */
const judgedAgainMs = 5_000

/** Issues the invoice of an order if it still is due, exactly once: decided from a fresh read, meant before it is sent. */
export async function issueInvoice(context: Context, { facts, shop, provider, order }: Issuing): Promise<Issued> {
  const { tenantId } = facts.tenant
  const orderId = idOf(order.id)
  const known = await findOrder(context.db, tenantId, orderId)
  const decision = decideInvoice(await invoiceFactsOf(context.db, facts, order, known))
  if (decision.do === 'adopt') {
    await transaction(context.db, (tx) => adoptDocuments(context, tx, { tenantId, order, documents: decision.documents }))
    return settled
  }
  if (decision.do !== 'issue' || known === undefined) {
    const shown = shownState(decision)
    if (shown !== null) await setOrderState(context.db, tenantId, orderId, { ...shown, at: context.io.clock.now() })
    return settled
  }

  const complete = await withBuyer(shop, order)
  const generation = (await intentCount(context.db, tenantId, 'invoice', orderId)) + 1
  const mark = `P${orderId.slice(-6)}-${generation}-${context.io.random.uuid().slice(0, 8)}`
  const day = bucharestDay(context.io.clock.now())
  const composing = await composeFactsOf(context, facts, { order: complete, known, mark, day, provider })
  if (composing === null) {
    return wait(context, facts, orderId, { why: 'configurationMissing' })
  }
  const composed = composeInvoice(composing)
  if (composed.do === 'wait') {
    return wait(context, facts, orderId, composed.reason)
  }
  const { invoice } = composed
  const claimed = await claimOrder(context, { tenantId, shop, known })
  if (claimed.is === 'waits') {
    await wait(context, facts, orderId, { ...claimed.reason })
    return { is: 'again', delayMs: claimed.againMs }
  }
  const evidence = await prepared(provider, invoice)
  if ('refused' in evidence) {
    return wait(context, facts, orderId, { why: 'refused', fault: 'rejected', service: provider.kind, said: evidence.refused })
  }
  const outcome = await send(context, { facts, provider, known, invoice, evidence: evidence.evidence, generation })
  return outcome === undefined ? settled : afterwards(outcome)
}

/** What the service must show before anything is meant; a refusal already here means nothing was begun. */
async function prepared(provider: BillingProvider, invoice: ServiceInvoice): Promise<{ evidence: Evidence } | { refused: string }> {
  try {
    return { evidence: await provider.prepare(invoice) }
  } catch (error) {
    if (error instanceof ProviderError && error.fault.kind === 'rejected') return { refused: error.fault.reason }
    throw error
  }
}

/** The order waits and says why. For a reason that is new it is judged once more. */
async function wait(
  context: Context,
  { tenant: { tenantId } }: ShopFacts,
  orderId: string,
  reason: Record<string, unknown>,
): Promise<Issued> {
  return transaction(context.db, async (tx) => {
    const order = await lockOrder(tx, tenantId, orderId)
    const same = order?.reason !== null && isDeepStrictEqual(order?.reason, JSON.parse(JSON.stringify(reason)))
    await setOrderState(tx, tenantId, orderId, { state: 'waiting', reason, at: context.io.clock.now() })
    tx.onCommit(() => context.tell(tenantId, { kind: 'order', id: orderId }))
    if (same) return settled
    await addOrderEvent(tx, { tenantId, orderId }, { kind: 'waits', detail: reason }, context.io)
    return { is: 'again', delayMs: judgedAgainMs }
  })
}

type Sending = {
  readonly facts: ShopFacts
  readonly provider: BillingProvider
  readonly known: StoredOrder
  readonly invoice: ServiceInvoice
  readonly evidence: Evidence
  readonly generation: number
}

async function send(context: Context, sending: Sending): Promise<Outcome<IssuedDocument> | undefined> {
  const { facts, provider, known, invoice } = sending
  const { tenantId } = facts.tenant
  const { orderId } = known
  return actOnce<IssuedDocument>(context, tenantId, {
    kind: 'invoice',
    key: `order/${orderId}/${sending.generation}`,
    connection: provider.kind,
    subject: orderId,
    body: sealInvoice(context, tenantId, invoice),
    evidence: sending.evidence,
    doneIs: 'issued',
    intend: (tx, intent) => intend(context, tx, sending, intent),
    perform: () => provider.issue(invoice),
    describe: (document) => ({ ...document }),
    settle: (tx, intent, outcome) => settleInvoice(context, tx, { tenantId, orderId, service: provider.kind, invoice, intent }, outcome),
  })
}

/** With the intent the order becomes Punte's own, and its lines count as perhaps discharged. False when it is no longer as it was decided. */
async function intend(
  context: Context,
  tx: Tx,
  { facts, provider, known, invoice }: Sending,
  intent: { intentId: string; at: Date },
): Promise<boolean> {
  const { tenantId } = facts.tenant
  const now = await lockOrder(tx, tenantId, known.orderId)
  const changed = now === undefined || now.dispatchedAt?.getTime() !== known.dispatchedAt?.getTime() || now.state === 'issued'
  if (changed) return false
  if (now.elsewhere && takesOut(invoice)) await forgetShipments(tx, tenantId, known.orderId)
  await openDischarges(context, tx, { tenantId, orderId: known.orderId, connection: provider.kind, invoice, intent })
  await setOrderState(tx, tenantId, known.orderId, { state: 'issuing', reason: null, at: intent.at })
  return true
}

function afterwards(outcome: Outcome<IssuedDocument>): Issued {
  if (outcome.is !== 'refused') return settled
  const { fault } = outcome
  if (fault.kind === 'throttled') return { is: 'later', delayMs: fault.retryAfterMs }
  if (fault.kind === 'unavailable') return { is: 'later', delayMs: serviceAgainMs }
  if (fault.kind === 'rejected' && fault.cause === 'stock') return { is: 'later', delayMs: stockAgainMs }
  return settled
}
