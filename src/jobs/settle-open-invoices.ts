import type { Context } from '#app/context.ts'
import type { BillingProvider, Found, IssuedDocument } from '#billing/provider.ts'
import { ProviderError } from '#billing/provider-error.ts'
import type { ServiceInvoice } from '#core/invoice.ts'
import { transaction } from '#db/client.ts'
import { countTry, keepOutcome, openIntents, type StoredIntent } from '#db/intents.ts'
import { addOrderEvent } from '#db/order-events.ts'
import { addOrderWork } from '#db/order-work.ts'
import { setOrderState } from '#db/orders.ts'
import { endProblems, raiseProblem } from '#db/problems.ts'
import type { Outcome } from './act-once.ts'
import { openInvoice } from './sealed-invoice.ts'
import { settleInvoice, type Settling } from './settle-invoice.ts'
import type { ShopFacts } from './shop-facts.ts'

/** So often a document is looked for; then a person decides. */
const looksMax = 5
const lookAgainMs = 60_000
/** What cannot be looked for longer than this keeps nothing else from being sent: a person may know more, and it is looked for now and then. */
const outageMs = 60 * 60_000
const nowAndThenMs = 15 * 60_000

type Of = { readonly facts: ShopFacts; readonly provider: BillingProvider }

/**
 * Looks for every document whose outcome is not known: after a crash, a lost answer, a limit. Nothing is sent again before.
 * Gives the time until which the series must rest, or null when it may go on (what only a person can decide does not stop it).
 */
export async function settleOpenInvoices(context: Context, of: Of): Promise<Date | null> {
  const { tenantId } = of.facts.tenant
  let restUntil: Date | null = null
  for (const intent of await openIntents(context.db, tenantId, 'invoice', of.provider.kind)) {
    if (intent.tries >= looksMax) continue
    const until = await settleOne(context, of, intent)
    if (until !== null && (restUntil === null || until < restUntil)) restUntil = until
  }
  return restUntil
}

async function settleOne(context: Context, { facts, provider }: Of, intent: StoredIntent): Promise<Date | null> {
  const { tenantId } = facts.tenant
  const invoice = openInvoice(context, tenantId, intent.body)
  const now = context.io.clock.now()
  const found = await lookFor(provider, invoice, { intent, now })
  const settling: Settling = {
    tenantId,
    orderId: intent.subject,
    service: provider.kind,
    invoice,
    intent: { intentId: intent.intentId, at: intent.sentAt },
  }
  if (found.is === 'hidden') return leaveHidden(context, settling, intent, found.why)
  if (found.is === 'issued') {
    await close(context, settling, { is: 'done', result: found.document, at: now })
    return null
  }
  // A request that was cut off may still be on its way: that nothing is there proves something only after its time.
  const settlesAt = new Date(intent.sentAt.getTime() + provider.capabilities.settleMs)
  if (found.is === 'absent' && now < settlesAt) {
    await keepUnknown(context, settling, intent)
    return settlesAt
  }
  if (found.is === 'absent') {
    await close(context, settling, {
      is: 'refused',
      fault: { kind: 'unavailable', reason: 'the document was looked for and is not there' },
      at: now,
    })
    return null
  }
  return leaveOpen(context, settling, intent, found)
}

type Hidden = { readonly is: 'hidden'; readonly why: string }

/** What would tell may be kept from us: by a refusal, which is an answer, or by a service that is away for long. A short outage is waited for. */
async function lookFor(
  provider: BillingProvider,
  invoice: ServiceInvoice,
  { intent, now }: { readonly intent: StoredIntent; readonly now: Date },
): Promise<Found | Hidden> {
  try {
    return await provider.find(invoice, intent.evidence)
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    const { fault } = error
    if (fault.kind === 'rejected') return { is: 'undecided', why: fault.reason, candidates: [] }
    if (fault.kind !== 'unavailable' || now.getTime() - intent.sentAt.getTime() < outageMs) throw error
    return { is: 'hidden', why: fault.reason }
  }
}

async function leaveHidden(context: Context, settling: Settling, intent: StoredIntent, said: string): Promise<null> {
  await keepUnknown(context, settling, intent)
  const { tenantId, orderId } = settling
  const now = context.io.clock.now()
  await transaction(context.db, async (tx) => {
    const detail = { why: 'unknownOutcome', said, candidates: [], sentAt: intent.sentAt.toISOString() }
    await raiseProblem(tx, tenantId, { kind: 'unknownOutcome', subject: orderId, detail }, context.io)
    await addOrderWork(tx, { tenantId, kind: 'invoice' }, [orderId], new Date(now.getTime() + nowAndThenMs))
  })
  return null
}

async function close(context: Context, settling: Settling, outcome: Outcome<IssuedDocument>): Promise<void> {
  await transaction(context.db, async (tx) => {
    const is = outcome.is === 'done' ? 'issued' : 'refused'
    const result = outcome.is === 'done' ? { ...outcome.result, found: 'true' } : { found: 'false' }
    if (await keepOutcome(tx, settling.tenantId, settling.intent.intentId, { is, at: outcome.at, result })) {
      await settleInvoice(context, tx, settling, outcome)
      await endProblems(tx, settling.tenantId, { kinds: ['unknownOutcome'], subjects: [settling.orderId] }, outcome.at)
      // With the same commit: an order whose document is not there and that nobody tries again would wait for ever.
      if (outcome.is === 'refused') await addOrderWork(tx, { tenantId: settling.tenantId, kind: 'invoice' }, [settling.orderId], outcome.at)
    }
  })
}

async function keepUnknown(context: Context, settling: Settling, intent: StoredIntent): Promise<void> {
  if (intent.outcome === 'unknown') return
  await transaction(context.db, async (tx) => {
    const at = context.io.clock.now()
    const reason = 'the program ended before the answer was stored'
    if (await keepOutcome(tx, settling.tenantId, intent.intentId, { is: 'unknown', at, result: { reason } })) {
      await settleInvoice(context, tx, settling, { is: 'unknown', reason, at })
    }
  })
}

/** It cannot be told: it is looked for a few more times, and then a person is shown what there is. */
async function leaveOpen(
  context: Context,
  settling: Settling,
  intent: StoredIntent,
  found: Found & { is: 'undecided' },
): Promise<Date | null> {
  await keepUnknown(context, settling, intent)
  const { tenantId, orderId } = settling
  await transaction(context.db, async (tx) => {
    await countTry(tx, tenantId, intent.intentId)
    const reason = { why: 'unknownOutcome', said: found.why, candidates: found.candidates, sentAt: intent.sentAt.toISOString() }
    await setOrderState(tx, tenantId, orderId, { state: 'unknown-outcome', reason, at: context.io.clock.now() })
    if (intent.tries + 1 < looksMax) return
    await addOrderEvent(tx, settling, { kind: 'askPerson', detail: reason }, context.io)
    await raiseProblem(tx, tenantId, { kind: 'unknownOutcome', subject: orderId, detail: reason }, context.io)
  })
  return intent.tries + 1 < looksMax ? new Date(context.io.clock.now().getTime() + lookAgainMs) : null
}
