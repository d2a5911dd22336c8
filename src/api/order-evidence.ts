import { z } from 'zod'
import type { Context } from '#app/context.ts'
import { bani, moneyText } from '#core/money.ts'
import type { TenantId } from '#core/tenant.ts'
import { readConnection } from '#db/connections.ts'
import { liveIntent } from '#db/intents.ts'
import type { ShownOrder } from '#db/order-views.ts'
import { openInvoice } from '#jobs/sealed-invoice.ts'
import type { Evidence } from './contract.ts'
import { sentence } from './sentence.ts'

const Candidates = z.array(z.object({ series: z.string(), number: z.string(), total: z.number().int().nullable() })).catch([])

/** What there is to decide by when nobody knows whether an invoice exists; null when nothing of the kind is open. */
export async function readEvidence(context: Context, tenantId: TenantId, order: ShownOrder): Promise<Evidence | null> {
  const intent = await liveIntent(context.db, tenantId, 'invoice', order.orderId)
  if (intent === undefined) return null
  const { series, total } = openInvoice(context, tenantId, intent.body)
  const connection = await readConnection(context.db, { tenantId, kind: intent.connection })
  // A list that was read before the call tells nothing of what came of it.
  const since = connection?.loadedAt !== undefined && connection.loadedAt !== null && connection.loadedAt > intent.sentAt
  const nextNow = since ? connection.loaded?.series.find(({ name, type }) => name === series && type === 'invoice')?.next : undefined
  const said = order.reason?.['said'] ?? intent.result?.['reason']
  return {
    service: intent.connection,
    series,
    sentAt: intent.sentAt.toISOString(),
    tries: intent.tries,
    total: moneyText(total),
    why: sentence('reason.unknownOutcome', {}, typeof said === 'string' ? said : null),
    nextBefore: 'nextNumber' in intent.evidence ? String(intent.evidence['nextNumber']) : null,
    nextNow: nextNow === undefined ? null : String(nextNow),
    candidates: Candidates.parse(order.reason?.['candidates']).map((candidate) => ({
      series: candidate.series,
      number: candidate.number,
      total: candidate.total === null ? null : moneyText(bani(candidate.total)),
      url: null,
    })),
  }
}
