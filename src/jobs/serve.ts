import type { Context } from '#app/context.ts'
import type { WakeUp, WorkKind } from '#core/tenant.ts'
import { claimDue, hastenFailed, postponeDue, settleDue, type Claim } from '#db/due.ts'
import { ProviderError } from '#billing/provider-error.ts'
import { NotSentError } from '#net/fetch-bounded.ts'
import { ShopifyError } from '#shopify/shopify-error.ts'

/** Does a bounded slice of what is due for an account and says when the rest is due: null when somebody asks. */
export type Drain = (context: Context, wakeUp: WakeUp, lost: AbortSignal) => Promise<Date | null>

export type Drains = Readonly<Record<WorkKind, Drain>>

/** Slices for one account in a row; then another account is served. */
const slicesMax = 4
/** Work that fails is tried again after this, then after twice as long each time, up to the longest; never is it given up. */
const failedAgainAfterMs = 15_000
const failedAgainAfterMsMax = 15 * 60_000
/** Chance takes up to this part off, so that what failed at one moment does not come back at one moment. */
const sooner = 0.25
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
    return putOff(context, claim, error)
  }
  if (claim.failures > 0) await hastenFailed(context.db, claim.wakeUp, context.io.clock.now())
}

async function putOff(context: Context, claim: Claim, error: unknown): Promise<void> {
  const askedForMs = putOffByServiceMs(error)
  const failures = askedForMs === null ? claim.failures + 1 : claim.failures
  const delayMs = askedForMs ?? failedAgainMs(context, failures)
  context.log.warn({ ...claim.wakeUp, err: error, delayMs, failures }, 'work failed and is tried again')
  const now = context.io.clock.now().getTime()
  const at = new Date(now + delayMs)
  await postponeDue(context.db, claim, { failures, at, atWhenAsked: new Date(now + Math.min(delayMs, failedAgainAfterMs)) })
}

/** How long a service wants to be left alone; null when the work simply failed. */
function putOffByServiceMs(error: unknown): number | null {
  if (error instanceof NotSentError) return Math.max(error.retryAfterMs, throttledAtLeastMs)
  const fault = error instanceof ProviderError || error instanceof ShopifyError ? error.fault : undefined
  return fault?.kind === 'throttled' ? Math.max(fault.retryAfterMs, throttledAtLeastMs) : null
}

function failedAgainMs({ io }: Context, failures: number): number {
  const longest = Math.min(failedAgainAfterMs * 2 ** (failures - 1), failedAgainAfterMsMax)
  return Math.ceil(longest * (1 - sooner * io.random.fraction()))
}
