import type { Kysely } from 'kysely'
import { bani, moneyText } from '#core/money.ts'
import type { TenantId } from '#core/tenant.ts'
import { documentsOf, type StoredDocument } from '#db/documents.ts'
import { orderEvents } from '#db/order-events.ts'
import { readShownOrder, type ShownLine, type ShownOrder } from '#db/order-views.ts'
import type { Schema } from '#db/schema.ts'
import type { Order, OrderSummary } from './contract.ts'
import { notFound } from './problem.ts'
import { say, sentence } from './sentence.ts'

/** One order with its lines, documents and timeline. Throws a Problem when there is none. */
export async function readOrder(db: Kysely<Schema>, tenantId: TenantId, orderId: string): Promise<Order> {
  const shown = await readShownOrder(db, tenantId, orderId)
  if (shown === undefined) throw notFound('such order in this shop')
  const documents = await documentsOf(db, tenantId, [orderId])
  const events = await orderEvents(db, tenantId, orderId)
  const { order, lines } = shown
  return {
    ...summaryOf(order, documents),
    shopifyUrl: null,
    gateways: [...order.gateways],
    lines: lines.map(lineOf),
    events: events.map(({ at, kind, detail }) => ({
      at: at.toISOString(),
      kind,
      by: kind === 'invoiceAsked' || kind === 'dispatched' || kind === 'undispatched' ? 'person' : 'punte',
      text: sentence(`event.${kind}`).text,
      say: say(`event.${kind}`, plain(detail)),
      quote: typeof detail['said'] === 'string' && detail['said'] !== '' ? detail['said'] : null,
      runId: null,
    })),
    retryAt: null,
    evidence: null,
    actions: actionsOf(order),
  }
}

export function summaryOf(order: ShownOrder, documents: readonly StoredDocument[]): OrderSummary {
  return {
    id: `gid://shopify/Order/${order.orderId}`,
    name: order.name,
    createdAt: order.createdAt.toISOString(),
    customer: null,
    customerHidden: false,
    total: moneyText(bani(order.total)),
    currency: order.currency,
    state: order.state,
    reason: order.reason === null ? null : sentence(`reason.${String(order.reason['why'])}`).text,
    say: order.reason === null ? null : say(`reason.${String(order.reason['why'])}`, plain(order.reason)),
    financial: order.financialStatus,
    fulfilment: order.fulfilmentStatus,
    cancelledAt: order.cancelledAt?.toISOString() ?? null,
    dispatchedAt: order.dispatchedAt?.toISOString() ?? null,
    elsewhere: order.elsewhere,
    documents: documents.map((document) => ({
      service: document.service,
      series: document.series,
      number: document.number,
      total: document.total === null ? null : moneyText(bani(document.total)),
      currency: document.currency,
      url: document.url,
      pdf: null,
      kind: document.kind,
      issuedAt: document.issuedAt.toISOString(),
    })),
  }
}

function lineOf(line: ShownLine): Order['lines'][number] {
  const owed = Math.max(0, line.sold - line.released - line.discharged)
  return { ...line, owed }
}

function actionsOf(order: ShownOrder): Order['actions'] {
  const invoiced = order.state === 'issued' || order.state === 'issuing'
  const yes = { can: true, why: null }
  const invoicedAlready = { can: false, why: sentence('action.invoicedAlready') }
  return {
    invoice: { ...(invoiced ? invoicedAlready : yes), asks: order.dispatchedAt === null ? [] : ['dispatched'] },
    dispatched:
      order.dispatchedAt === null && !invoiced
        ? yes
        : { can: false, why: sentence(invoiced ? 'action.invoicedAlready' : 'action.dispatchedAlready') },
    undispatch: order.dispatchedAt !== null && !invoiced ? yes : { can: false, why: sentence('action.notDispatched') },
    settle: invoiced ? invoicedAlready : yes,
    retry: order.state === 'waiting' || order.state === 'unknown-outcome' ? yes : { can: false, why: sentence('action.nothingToRetry') },
  }
}

/** What a sentence can be filled with. */
function plain(detail: Record<string, unknown>): Record<string, string | number> {
  const entries = Object.entries(detail).filter(
    (entry): entry is [string, string | number] => typeof entry[1] === 'string' || typeof entry[1] === 'number',
  )
  return Object.fromEntries(entries)
}
