/** A service's limit less our headroom: at most `calls` in any `perMs`, however they fall. */
export type Allowance = { readonly calls: number; readonly perMs: number }

/** When the last calls left us, oldest first, and until when the service answers nothing. */
export type Spent = { readonly calls: readonly Date[]; readonly blockedUntil: Date | null }

export type Spending =
  | { readonly granted: true; readonly left: Spent }
  | { readonly granted: false; readonly left: Spent; readonly at: Date }

/** An allowance below a service's limit; `headroom` (a share of 1, never 0) is for the merchant's other programs on the account. */
export function allowanceFor(limit: { readonly calls: number; readonly perMs: number }, headroom: number): Allowance {
  return { calls: Math.max(1, Math.floor(limit.calls * (1 - headroom))), perMs: limit.perMs }
}

/** Takes one call, or says when one will be free. A clock that was set back gives nothing. */
export function spend(spent: Spent, { calls, perMs }: Allowance, now: Date): Spending {
  const recent = spent.calls.filter((at) => at.getTime() > now.getTime() - perMs)
  const blockedUntil = spent.blockedUntil !== null && spent.blockedUntil > now ? spent.blockedUntil : null
  if (blockedUntil !== null) return { granted: false, left: { calls: recent, blockedUntil }, at: blockedUntil }

  const first = recent.at(-calls)
  if (first !== undefined) return { granted: false, left: { calls: recent, blockedUntil }, at: new Date(first.getTime() + perMs) }
  return { granted: true, left: { calls: [...recent, now], blockedUntil } }
}
