import type { Context } from '#app/context.ts'
import { ProviderError } from '#billing/provider-error.ts'
import type { Fault } from '#core/fault.ts'
import type { TenantId } from '#core/tenant.ts'
import { transaction, type Tx } from '#db/client.ts'
import { keepIntent, keepOutcome, type IntentKind } from '#db/intents.ts'
import { NotSentError } from '#net/fetch-bounded.ts'
import { ShopifyError } from '#shopify/shopify-error.ts'

export type Act<Result> = {
  readonly kind: IntentKind
  /** Names this very act: the second with the same key is not done. */
  readonly key: string
  readonly connection: string
  /** What may have one live document only. */
  readonly subject: string
  readonly body: unknown
  readonly evidence: Readonly<Record<string, string | number>>
  /** What else becomes true with the intent; false calls it off. */
  readonly intend: (tx: Tx, intent: Intended) => Promise<boolean>
  readonly perform: (intent: Intended) => Promise<Result>
  /** Stored with the outcome, and enough to know afterwards what was done. */
  readonly describe: (result: Result) => Record<string, unknown>
  readonly settle: (tx: Tx, intent: Intended, outcome: Outcome<Result>) => Promise<void>
  readonly doneIs: 'issued' | 'done'
}

export type Intended = { readonly intentId: string; readonly at: Date }

export type Outcome<Result> =
  | { readonly is: 'done'; readonly result: Result; readonly at: Date }
  | { readonly is: 'refused'; readonly fault: Fault; readonly at: Date }
  | { readonly is: 'unknown'; readonly reason: string; readonly at: Date }

/**
 * Every write to the outside goes through here: the intent is stored, then the act is done, then its outcome is stored.
 * Whatever dies in between leaves an open intent, which is looked up before anything is sent again. Undefined when it was called off.
 */
export async function actOnce<Result>(context: Context, tenantId: TenantId, act: Act<Result>): Promise<Outcome<Result> | undefined> {
  const intent = { intentId: context.io.random.uuid(), at: context.io.clock.now() }
  const { kind, key, connection, subject, body, evidence } = act
  const meant = await transaction(context.db, async (tx) => {
    const mayGoOn = await act.intend(tx, intent)
    return mayGoOn && (await keepIntent(tx, tenantId, { ...intent, kind, key, connection, subject, body, evidence, sentAt: intent.at }))
  })
  if (!meant) return undefined

  const outcome = await perform(context, act, intent)
  await transaction(context.db, async (tx) => {
    const first = await keepOutcome(tx, tenantId, intent.intentId, stored(act, outcome))
    if (first) await act.settle(tx, intent, outcome)
  })
  return outcome
}

async function perform<Result>(context: Context, act: Act<Result>, intent: Intended): Promise<Outcome<Result>> {
  try {
    const result = await act.perform(intent)
    return { is: 'done', result, at: context.io.clock.now() }
  } catch (error) {
    context.log.warn({ err: error, kind: act.kind, subject: act.subject }, 'an outside write did not succeed')
    return failed(error, context.io.clock.now())
  }
}

/** Shopify throttles before it does anything. That a billing service does so too nobody has promised: such a write is looked up. */
function failed<Result>(error: unknown, at: Date): Outcome<Result> {
  if (error instanceof NotSentError) return { is: 'refused', fault: { kind: 'throttled', retryAfterMs: error.retryAfterMs }, at }
  const fault = error instanceof ProviderError || error instanceof ShopifyError ? error.fault : undefined
  if (fault === undefined) return { is: 'unknown', reason: error instanceof Error ? error.message : 'an unexpected failure', at }
  switch (fault.kind) {
    case 'rejected':
    case 'unauthorized':
    case 'unavailable':
      return { is: 'refused', fault, at }
    case 'throttled':
      if (error instanceof ShopifyError) return { is: 'refused', fault, at }
      return { is: 'unknown', reason: 'the service refused for its call limit', at }
    case 'unknown-outcome':
      return { is: 'unknown', reason: fault.reason, at }
  }
}

function stored<Result>(act: Act<Result>, outcome: Outcome<Result>): Parameters<typeof keepOutcome>[3] {
  switch (outcome.is) {
    case 'done':
      return { is: act.doneIs, at: outcome.at, result: act.describe(outcome.result) }
    case 'refused':
      return { is: 'refused', at: outcome.at, result: { ...outcome.fault } }
    case 'unknown':
      return { is: 'unknown', at: outcome.at, result: { reason: outcome.reason } }
  }
}
