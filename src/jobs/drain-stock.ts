import type { Context } from '#app/context.ts'
import type { BillingProvider } from '#billing/provider.ts'
import { rowRestMs } from '#core/stock-settings.ts'
import type { WakeUp } from '#core/tenant.ts'
import { transaction } from '#db/client.ts'
import { keepOutcome, openIntents } from '#db/intents.ts'
import { itemsByArticle } from '#db/item-search.ts'
import { endDeadRuns } from '#db/runs.ts'
import { finishRunRequest, nextRunRequest, type RunRequest } from '#db/run-requests.ts'
import { addMarks, claimMarks, dropMarks, nextMarkAt, releaseMarks, type Mark } from '#db/stock-marks.ts'
import { restUntil } from '#db/stock-rows.ts'
import { keepPolled, keepProofDue, readSweep, type Sweep } from '#db/sweeps.ts'
import { ProviderError } from '#billing/provider-error.ts'
import { ShopifyError } from '#shopify/shopify-error.ts'
import { NotSentError } from '#net/fetch-bounded.ts'
import { providerOf } from './provider-of.ts'
import { readCatalogue } from './read-catalogue.ts'
import { runStock, type Asked, type Ran } from './run-stock.ts'
import { readShopFacts, type ShopFacts } from './shop-facts.ts'
import { pairingsOf } from './stock-facts.ts'
import { sweepOrders } from './sweep-orders.ts'

/** A run that dies gives its marks back after this. */
const leaseMs = 10 * 60_000

/** Keeps a shop's products in step: what was asked for first, then what is marked, then all of them when it is time. */
export async function drainStock(context: Context, { tenantId }: WakeUp): Promise<Date | null> {
  const facts = await readShopFacts(context, tenantId)
  const provider = providerOf(context, facts, 'stock')
  // Before the shop's locations are read there is nowhere to carry stock to.
  if (provider === null || pairingsOf(facts).length === 0) return null
  await forgetDeadWrites(context, facts)

  const now = context.io.clock.now()
  const request = await nextRunRequest(context.db, tenantId)
  if (request !== undefined) {
    await runRequest(context, facts, provider, request)
    return context.io.clock.now()
  }
  if (!facts.running.b) return null
  const sweep = await readSweep(context.db, tenantId)
  const marks = await claimMarks(context.db, tenantId, { now, leaseEnds: new Date(now.getTime() + leaseMs) })
  try {
    if (pollDueAt(facts, sweep) <= now) await poll(context, facts, provider, marks)
    else if (marks.length > 0) await runMarked(context, facts, provider, marks)
  } catch (error) {
    await releaseMarks(context.db, tenantId, marks, now)
    throw error
  }
  return nextAt(context, facts)
}

async function nextAt(context: Context, facts: ShopFacts): Promise<Date> {
  const { tenantId } = facts.tenant
  const pollAt = pollDueAt(facts, await readSweep(context.db, tenantId))
  const markAt = await nextMarkAt(context.db, tenantId)
  return markAt === null || markAt > pollAt ? pollAt : markAt
}

function pollDueAt({ settings }: ShopFacts, { polledAt, proofAt }: Sweep): Date {
  const everyMs = settings.preferences.everyMinutes * 60_000
  const scheduled = polledAt === null ? new Date(0) : new Date(polledAt.getTime() + everyMs)
  return proofAt !== null && proofAt < scheduled ? proofAt : scheduled
}

async function poll(context: Context, facts: ShopFacts, provider: BillingProvider, marks: readonly Mark[]): Promise<void> {
  const { tenantId } = facts.tenant
  const began = context.io.clock.now()
  await run(context, facts, provider, { cause: 'schedule', itemIds: null, dryRun: false, newAtOnce: false })
  await transaction(context.db, async (tx) => {
    await dropMarks(tx, tenantId, marks)
    await keepPolled(tx, tenantId, began)
  })
}

async function runMarked(context: Context, facts: ShopFacts, provider: BillingProvider, marks: readonly Mark[]): Promise<void> {
  const cause = marks[0]?.cause ?? 'movement'
  await run(context, facts, provider, { cause, itemIds: marks.map(({ itemId }) => itemId), dryRun: false, newAtOnce: false })
  await transaction(context.db, (tx) => dropMarks(tx, facts.tenant.tenantId, marks))
}

async function run(context: Context, facts: ShopFacts, provider: BillingProvider, asked: Omit<Asked, 'runId'>): Promise<Ran> {
  const { tenantId } = facts.tenant
  await sweepIfPossible(context, facts)
  const ran = await runStock(context, facts, provider, { runId: context.io.random.uuid(), ...asked })
  if (asked.itemIds === null || ran.proofAt !== null) await keepProofDue(context.db, tenantId, ran.proofAt)
  return ran
}

/** An order reading that fails loses nothing but the settling of hand edits: the run goes on, and the next one reads again. */
async function sweepIfPossible(context: Context, facts: ShopFacts): Promise<void> {
  try {
    await sweepOrders(context, facts)
  } catch (error) {
    context.log.warn({ err: error, tenantId: facts.tenant.tenantId }, 'changed orders could not be read; the run goes on without')
  }
}

/** A run by request answers the one who asked: also that it changed nothing, or why it failed. */
async function runRequest(context: Context, facts: ShopFacts, provider: BillingProvider, request: RunRequest): Promise<void> {
  const { tenantId } = facts.tenant
  const { runId, cause, dryRun } = request
  const mayRun = facts.running.b || dryRun
  try {
    const everything = request.codes === null
    if (everything) await readCatalogue(context, facts, null)
    const itemIds = request.codes === null ? null : await itemsByArticle(context.db, { tenantId, connection: provider.kind }, request.codes)
    await sweepIfPossible(context, facts)
    const asked: Asked = { runId, cause, dryRun: dryRun || !mayRun, itemIds, newAtOnce: cause === 'testConnection' }
    const ran = await runStock(context, await readShopFacts(context, tenantId), provider, asked)
    await finishRunRequest(context.db, { tenantId, runId }, { at: context.io.clock.now(), lookedAt: ran.lookedAt, failure: null })
    if (everything && !dryRun) await keepPolled(context.db, tenantId, request.askedAt)
  } catch (error) {
    // Its turn in the account's allowance comes later, and so does the run.
    if (error instanceof NotSentError) throw error
    const failure = {
      kind: error instanceof ProviderError ? error.fault.kind : 'failed',
      said: wordsOf(error),
    }
    await finishRunRequest(context.db, { tenantId, runId }, { at: context.io.clock.now(), lookedAt: 0, failure })
    throw error
  }
}

function wordsOf(error: unknown): string {
  if (!(error instanceof ProviderError || error instanceof ShopifyError)) return error instanceof Error ? error.message : ''
  return 'reason' in error.fault ? error.fault.reason : ''
}

/** Writes that a process which died had begun: nobody knows whether they took effect, so their rows rest and are looked at again. */
async function forgetDeadWrites(context: Context, { tenant: { tenantId } }: ShopFacts): Promise<void> {
  for (const intent of await openIntents(context.db, tenantId, 'set-available', 'shopify')) {
    const until = new Date(intent.sentAt.getTime() + rowRestMs)
    await transaction(context.db, async (tx) => {
      const first = await keepOutcome(tx, tenantId, intent.intentId, { is: 'unanswered', at: context.io.clock.now(), result: {} })
      // What was found unanswered by the process that sent it rests already.
      if (!first || intent.outcome === 'unknown') return
      const items = await restUntil(tx, tenantId, intent.body, until)
      await addMarks(tx, tenantId, items, { at: until, cause: 'secondLook' })
    })
  }
  await endDeadRuns(context.db, tenantId, context.io.clock.now())
}
