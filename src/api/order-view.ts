import type { Context } from '#app/context.ts'
import { bani, moneyText } from '#core/money.ts'
import { documentsOf, type StoredDocument } from '#db/documents.ts'
import { orderEvents } from '#db/order-events.ts'
import type { ShownLine } from '#db/order-line-views.ts'
import { invoiceBodies, nextTryAt, readShownOrder, type ShownOrder } from '#db/order-views.ts'
import type { Tenant } from '#db/tenants.ts'
import { openInvoice } from '#jobs/sealed-invoice.ts'
import type { Order, OrderSummary, Sentence } from './contract.ts'
import { actionsOf } from './order-acts.ts'
import { readEvidence } from './order-evidence.ts'
import { reasonSentence, dataOf } from './order-reason.ts'
import { notFound } from './problem.ts'
import { sentence, sentenceOf } from './sentence.ts'

const byPeople = new Set([
  'invoiceAsked',
  'retryAsked',
  'notIssued',
  'personFound',
  'settled',
  'settledBy',
  'reversedByHand',
  'undispatched',
  'dispatchedOnShelf',
  'dispatchedBookedOut',
  'dispatchedGone',
])

/** One order with its lines, documents and timeline. Throws a Problem when there is none. */
export async function readOrder(context: Context, tenant: Tenant, orderId: string): Promise<Order> {
  const { tenantId, domain } = tenant
  const shown = await readShownOrder(context.db, tenantId, orderId)
  if (shown === undefined) throw notFound('missing.order', { name: orderId })
  const { order, lines } = shown
  const [summary] = await summariesOf(context, tenant, [order])
  if (summary === undefined) throw notFound('missing.order', { name: orderId })
  const events = await orderEvents(context.db, tenantId, orderId)
  const retryAt =
    order.state === 'waiting' || order.state === 'unknown-outcome' ? await nextTryAt(context.db, tenantId, orderId, order.state) : null
  return {
    ...summary,
    shopifyUrl: `https://${domain}/admin/orders/${orderId}`,
    gateways: [...order.gateways],
    lines: lines.map(lineOf),
    events: events.map(eventOf),
    retryAt: retryAt?.toISOString() ?? null,
    evidence: order.state === 'unknown-outcome' ? await readEvidence(context, tenantId, order) : null,
    actions: actionsOf(order),
  }
}

/** Orders as a list shows them, with their documents. */
export async function summariesOf(context: Context, tenant: Tenant, orders: readonly ShownOrder[]): Promise<OrderSummary[]> {
  const ids = orders.map(({ orderId }) => orderId)
  const documents = Map.groupBy(await documentsOf(context.db, tenant.tenantId, ids), ({ orderId }) => orderId)
  const bodies = await invoiceBodies(context.db, tenant.tenantId, ids)
  const buyers = new Map(bodies.map(({ orderId, body }) => [orderId, openInvoice(context, tenant.tenantId, body).client.name]))
  return orders.map((order) => {
    const customer = buyers.get(order.orderId) ?? null
    return summaryOf(order, { customer, domain: tenant.domain, documents: documents.get(order.orderId) ?? [] })
  })
}

type Besides = { readonly customer: string | null; readonly domain: string; readonly documents: readonly StoredDocument[] }

function summaryOf(order: ShownOrder, { customer, domain, documents }: Besides): OrderSummary {
  const reason = reasonOf(order)
  const id = `gid://shopify/Order/${order.orderId}`
  return {
    id,
    name: order.name,
    createdAt: order.createdAt.toISOString(),
    customer,
    customerHidden: customer === null && order.reason?.['why'] === 'buyerHidden',
    total: moneyText(bani(order.total)),
    currency: order.currency,
    state: order.state,
    why: reason,
    reason: reason === null ? null : withQuote(reason.text, reason.quote),
    say: reason?.say ?? null,
    financial: order.financialStatus,
    fulfilment: order.fulfilmentStatus,
    cancelledAt: order.cancelledAt?.toISOString() ?? null,
    dispatchedAt: order.dispatchedAt?.toISOString() ?? null,
    elsewhere: order.elsewhere || order.reason?.['why'] === 'elsewhere',
    documents: documents.map((document) => documentOf(document, `/api/v1/shops/${domain}/orders/${order.orderId}/documents`)),
  }
}

/** What keeps it from its invoice; nothing where nothing does, and in line where only others before it do. */
function reasonOf({ state, reason }: ShownOrder): Sentence | null {
  if (reason !== null) return reasonSentence(reason)
  return state === 'waiting' ? sentence('reason.inLine') : null
}

function withQuote(text: string, quote: string | null): string {
  return quote === null ? text : `${text} "${quote}"`
}

function documentOf(document: StoredDocument, address: string): OrderSummary['documents'][number] {
  const { service, series, number, total, currency, url, kind, issuedAt } = document
  const path = [service, series, number].map(encodeURIComponent).join('/')
  return {
    service,
    series,
    number,
    total: total === null ? null : moneyText(bani(total)),
    currency,
    url,
    pdf: kind === 'draft' || number === '' ? null : `${address}/${path}/pdf`,
    kind,
    issuedAt: issuedAt.toISOString(),
  }
}

function lineOf(line: ShownLine): Order['lines'][number] {
  return { ...line, owed: Math.max(0, line.sold - line.released - line.discharged) }
}

type StoredEvent = Awaited<ReturnType<typeof orderEvents>>[number]

function eventOf({ at, kind, detail }: StoredEvent): Order['events'][number] {
  const said = typeof detail['said'] === 'string' ? detail['said'] : null
  const told = kind === 'waits' ? reasonSentence(detail) : sentence(sentenceOf('event', kind, 'event.other'), dataOf(detail), said)
  return { at: at.toISOString(), kind, by: byPeople.has(kind) ? 'person' : 'punte', ...told, runId: null }
}
