/**
 * A service's limit with headroom: a bucket of `burst` calls that gains one every `everyMs`.
 * In any window of w ms at most burst + w / everyMs calls leave us.
 */
export type Allowance = { readonly burst: number; readonly everyMs: number }

export type Bucket = { readonly tokens: number; readonly countedAt: Date; readonly blockedUntil: Date | null }

export type Spending =
  | { readonly left: Bucket; readonly granted: true }
  | { readonly left: Bucket; readonly granted: false; readonly at: Date }

/** An allowance that stays below `calls` in any `perMs`, keeping `headroom` (a share of 1, never 0) for the merchant's other apps. */
export function allowanceFor(limit: { readonly calls: number; readonly perMs: number }, headroom: number): Allowance {
  const usable = Math.max(2, Math.floor(limit.calls * (1 - headroom)))
  const burst = Math.max(1, Math.floor(usable / 3))
  return { burst, everyMs: Math.ceil(limit.perMs / (usable - burst)) }
}

/** Takes one call from the bucket, or says when one will be free. A clock that was set back gives nothing and takes nothing. */
export function spend(bucket: Bucket, { burst, everyMs }: Allowance, now: Date): Spending {
  const blocked = bucket.blockedUntil !== null && bucket.blockedUntil > now ? bucket.blockedUntil : null
  const gained = Math.max(0, Math.floor((now.getTime() - bucket.countedAt.getTime()) / everyMs))
  const tokens = Math.min(burst, bucket.tokens + gained)
  const countedAt = tokens === burst ? now : new Date(bucket.countedAt.getTime() + gained * everyMs)
  if (blocked !== null) return { granted: false, left: { tokens, countedAt, blockedUntil: blocked }, at: blocked }
  if (tokens > 0) return { granted: true, left: { tokens: tokens - 1, countedAt, blockedUntil: null } }
  return { granted: false, left: { tokens, countedAt, blockedUntil: null }, at: new Date(countedAt.getTime() + everyMs) }
}
