import type { Context } from '#app/context.ts'
import type { Capabilities } from '#billing/provider.ts'
import { allowanceFor } from '#core/budget.ts'
import type { Fetch } from '#core/seam.ts'
import { spendCall } from '#db/budgets.ts'
import { transaction } from '#db/client.ts'
import { NotSentError } from '#net/fetch-bounded.ts'

/** The share of a limit that is left to the merchant's other programs on the same account. */
const headroom = 0.2
/** What a call is for: many documents in a row must not keep stock from being read. */
export type Purpose = 'documents' | 'stock'

/** The share of our allowance that documents leave to stock. */
const keptForStock = 0.25
/** A call waits so long for its turn; what would wait longer gives way to other accounts. */
const waitMsMax = 2_000

/** Network calls of one provider account, each taken from the allowance that all instances share. Throws NotSentError when its turn is far. */
export function budgetedFetch(context: Context, account: string, { budget }: Pick<Capabilities, 'budget'>, purpose: Purpose): Fetch {
  const whole = allowanceFor(budget, headroom)
  const allowance = purpose === 'stock' ? whole : { ...whole, calls: Math.max(1, whole.calls - Math.ceil(whole.calls * keptForStock)) }
  return async (request) => {
    const { clock, fetch, deadline } = context.io
    const patience = clock.now().getTime() + waitMsMax
    for (;;) {
      const spending = await transaction(context.db, (tx) => spendCall(tx, account, allowance, clock.now()))
      if (spending.granted) return fetch(request)
      const waitMs = spending.at.getTime() - clock.now().getTime()
      if (spending.at.getTime() > patience) throw new NotSentError(waitMs)
      await clock.until(spending.at, deadline(waitMsMax))
      if (clock.now() < spending.at) throw new NotSentError(waitMs)
    }
  }
}
