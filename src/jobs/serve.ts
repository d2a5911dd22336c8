import type { Context } from '#app/context.ts'
import type { WakeUp, WorkKind } from '#core/tenant.ts'
import { claimDue, postponeDue, settleDue, type Claim } from '#db/due.ts'
import { ProviderError } from '#billing/provider-error.ts'
import { NotSentError } from '#net/fetch-bounded.ts'
import { ShopifyError } from '#shopify/shopify-error.ts'

/** Does a bounded slice of what is due for an account and says when the rest is due: null when somebody asks. */
export type Drain = (context: Context, wakeUp: WakeUp, lost: AbortSignal) => Promise<Date | null>

export type Drains = Readonly<Record<WorkKind, Drain>>

/** Slices for one account in a row; then another account is served. */
const slicesMax = 4
const failedAgainAfterMs = 15_000
const throttledAtLeastMs = 250

/**
 * Answers a nudge: does what is due for the account, alone among all instances.
 * Whoever finds the account taken leaves: the due row is still there, and its holder or the next sweep looks again.
 */
export async function serve(context: Context, drains: Drains, wakeUp: WakeUp): Promise<void> {
  const lock = await context.locks.tryLock(`${wakeUp.kind}/${wakeUp.tenantId}/${wakeUp.connection}`)
  if (lock === undefined) return
  await using _held = lock
  for (let slice = 0; slice < slicesMax && !lock.lost.aborted; slice += 1) {
    const claim = await claimDue(context.db, wakeUp, context.io.clock.now())
    if (claim === undefined) return
    await serveOnce(context, drains[wakeUp.kind], claim, lock.lost)
  }
}

async function serveOnce(context: Context, drain: Drain, claim: Claim, lost: AbortSignal): Promise<void> {
  try {
    await settleDue(context.db, claim, await drain(context, claim.wakeUp, lost))
  } catch (error) {
    const delayMs = againAfterMs(error)
    context.log.warn({ ...claim.wakeUp, err: error, delayMs }, 'work failed and is tried again')
    await postponeDue(context.db, claim, new Date(context.io.clock.now().getTime() + delayMs))
  }
}

function againAfterMs(error: unknown): number {
  if (error instanceof NotSentError) return Math.max(error.retryAfterMs, throttledAtLeastMs)
  const fault = error instanceof ProviderError || error instanceof ShopifyError ? error.fault : undefined
  return fault?.kind === 'throttled' ? Math.max(fault.retryAfterMs, throttledAtLeastMs) : failedAgainAfterMs
}
