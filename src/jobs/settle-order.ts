import type { Context } from '#app/context.ts'
import type { DocumentRef } from '#billing/provider.ts'
import type { Bani } from '#core/money.ts'
import { takenOf } from '#core/order-rows.ts'
import { units } from '#core/quantity.ts'
import type { TenantId } from '#core/tenant.ts'
import { transaction, type Tx } from '#db/client.ts'
import { owingRows } from '#db/dispatches.ts'
import { keepDocument } from '#db/documents.ts'
import { keepElsewhere, orderOfDocument } from '#db/elsewhere-discharges.ts'
import { keepOutcome, liveIntent } from '#db/intents.ts'
import { addOrderEvent } from '#db/order-events.ts'
import { addOrderWork } from '#db/order-work.ts'
import { lockOrder, setOrderState, type StoredOrder } from '#db/orders.ts'
import { endProblems } from '#db/problems.ts'
import { forgetShipments } from '#db/shipments.ts'
import { markOrder } from './mark-order.ts'
import { providerOf } from './provider-of.ts'
import { readOrderAfresh } from './read-order-afresh.ts'
import { openInvoice } from './sealed-invoice.ts'
import { settleInvoice } from './settle-invoice.ts'
import { readShopFacts, type ShopFacts } from './shop-facts.ts'
import { pairingsOf } from './stock-facts.ts'
import { wake } from './wake.ts'

export type SettledOrder =
  | { readonly is: 'done' }
  | { readonly is: 'refused'; readonly because: 'changed' | 'unread' | 'needs-number' | 'no-such-document' }
  | { readonly is: 'taken'; readonly by: string }

type Document = DocumentRef & {
  /** What the service says it comes to; null when it is not in the connected service. */
  readonly total: Bani | null
}

/** A person says that the order is invoiced elsewhere, or which document is the one that nobody was sure of. */
export async function settleOrder(
  context: Context,
  tenantId: TenantId,
  { orderId, document }: { readonly orderId: string; readonly document: DocumentRef | null },
): Promise<SettledOrder> {
  const facts = await readShopFacts(context, tenantId)
  const open = await liveIntent(context.db, tenantId, 'invoice', orderId)
  const unsure = open !== undefined && open.outcome !== 'issued'
  if (unsure && document === null) return { is: 'refused', because: 'needs-number' }
  const holder = document === null ? undefined : await orderOfDocument(context.db, tenantId, document)
  if (holder !== undefined && holder.orderId !== orderId) return { is: 'taken', by: holder.name }

  const total = document === null ? null : ((await providerOf(context, facts, 'documents')?.readTotal(document)) ?? null)
  if (unsure && document !== null) {
    if (total === null) return { is: 'refused', because: 'no-such-document' }
    return adopt(context, facts, orderId, { ...document, total })
  }
  if ((await readOrderAfresh(context, facts, orderId)) === undefined) return { is: 'refused', because: 'unread' }
  return transaction(context.db, (tx) => discharge(context, tx, facts, { orderId, document: document && { ...document, total } }))
}

/** The open intent has this document for its outcome. */
async function adopt(
  context: Context,
  { tenant: { tenantId } }: ShopFacts,
  orderId: string,
  { series, number, total }: Document,
): Promise<SettledOrder> {
  return transaction(context.db, async (tx) => {
    await lockOrder(tx, tenantId, orderId)
    const intent = await liveIntent(tx, tenantId, 'invoice', orderId)
    if (intent === undefined) return { is: 'refused', because: 'changed' }
    const at = context.io.clock.now()
    const result = { series, number, url: null, total }
    const first = await keepOutcome(tx, tenantId, intent.intentId, { is: 'issued', at, result: { ...result, found: 'person' } })
    if (!first) return { is: 'refused', because: 'changed' }
    await addOrderEvent(tx, { tenantId, orderId }, { kind: 'personFound', detail: { series, number } }, context.io)
    const settling = {
      tenantId,
      orderId,
      service: intent.connection,
      invoice: openInvoice(context, tenantId, intent.body),
      intent: { intentId: intent.intentId, at: intent.sentAt },
    }
    await settleInvoice(context, tx, settling, { is: 'done', result, at })
    await endProblems(tx, tenantId, { kinds: ['unknownOutcome'], subjects: [orderId] }, at)
    return { is: 'done' }
  })
}

type Discharging = { readonly orderId: string; readonly document: Document | null }

/** What the order owes counts as discharged from now on, and Punte issues nothing for it. */
async function discharge(context: Context, tx: Tx, facts: ShopFacts, { orderId, document }: Discharging): Promise<SettledOrder> {
  const { tenantId } = facts.tenant
  const known = await lockOrder(tx, tenantId, orderId)
  if (known === undefined || known.state === 'issued' || known.state === 'issuing') return { is: 'refused', because: 'changed' }
  const at = context.io.clock.now()
  if (known.elsewhere) await forgetShipments(tx, tenantId, orderId)
  await keepElsewhere(tx, tenantId, await entriesOf(context, tx, facts, known))
  await setOrderState(tx, tenantId, orderId, { state: 'issued', reason: { why: 'elsewhere' }, at })
  await endProblems(tx, tenantId, { kinds: ['invoice', 'goodsLeft'], subjects: [orderId] }, at)
  if (document === null) {
    await addOrderEvent(tx, { tenantId, orderId }, { kind: 'settled', detail: {} }, context.io)
  } else {
    await keepNamed(context, tx, facts, { orderId, document })
  }
  await markOrder(context, tx, tenantId, orderId)
  return { is: 'done' }
}

/** What is owed of each billing product, by the warehouse that the order's invoice would have discharged. */
async function entriesOf(context: Context, tx: Tx, facts: ShopFacts, order: StoredOrder): Promise<Parameters<typeof keepElsewhere>[2]> {
  const { service, tenant } = facts
  const warehouseAt = new Map(pairingsOf(facts).map(({ locationId, warehouses }) => [locationId, warehouses[0]]))
  const owed = new Map<string, { articleKey: string; warehouse: string; units: number }>()
  for (const row of await owingRows(tx, tenant.tenantId, order.orderId, { shipments: false })) {
    const warehouse = warehouseAt.get(row.locationId ?? '') ?? service?.warehouse.name ?? null
    const owing = takenOf(row) - row.discharged - row.dispatched
    if (warehouse === null || row.articleKey === null || owing <= 0) continue
    const key = JSON.stringify([row.articleKey, warehouse])
    owed.set(key, { articleKey: row.articleKey, warehouse, units: (owed.get(key)?.units ?? 0) + owing })
  }
  if (service === null) return []
  return [...owed.values()].map(({ articleKey, warehouse, units: quantity }) => ({
    dischargeId: context.io.random.uuid(),
    orderId: order.orderId,
    connection: service.kind,
    articleKey,
    warehouse,
    quantity: units(quantity),
    sentAt: order.createdAt,
    knownAt: context.io.clock.now(),
  }))
}

/** A document that a person named is shown on the order and written to it in Shopify, so that nobody invoices it again. */
async function keepNamed(
  context: Context,
  tx: Tx,
  { tenant: { tenantId, currency }, service }: ShopFacts,
  { orderId, document }: { readonly orderId: string; readonly document: Document },
): Promise<void> {
  const { series, number, total } = document
  const at = context.io.clock.now()
  await keepDocument(tx, tenantId, {
    documentId: context.io.random.uuid(),
    orderId,
    intentId: null,
    service: total === null || service === null ? 'elsewhere' : service.kind,
    series,
    number,
    kind: 'invoice',
    total,
    currency,
    url: null,
    issuedAt: at,
  })
  await addOrderEvent(tx, { tenantId, orderId }, { kind: 'settledBy', detail: { series, number } }, context.io)
  await addOrderWork(tx, { tenantId, kind: 'publish' }, [orderId], at)
  await wake(context, tx, { tenantId, kind: 'orders', connection: '' })
}
