import type { Fault } from './fault.ts'

export type NextStep =
  | { readonly do: 'retry'; readonly afterMs: number }
  /** Nothing is sent again before it is known whether the first attempt took effect. */
  | { readonly do: 'look'; readonly afterMs: number }
  /** Goes by itself when stock allows. */
  | { readonly do: 'wait-for-stock' }
  | { readonly do: 'ask-a-person' }
  | { readonly do: 'pause-connection' }

const firstRetryMs = 5_000
const retryMsMax = 15 * 60_000

/** What follows a fault after so many attempts (1 = the first failed). There is no last attempt: an outage of any length ends in a retry. */
export function nextStep(fault: Fault, attempts: number): NextStep {
  switch (fault.kind) {
    case 'unauthorized':
      return { do: 'pause-connection' }
    case 'rejected':
      return fault.cause === 'stock' ? { do: 'wait-for-stock' } : { do: 'ask-a-person' }
    case 'throttled':
      return { do: 'retry', afterMs: fault.retryAfterMs }
    case 'unavailable':
      return { do: 'retry', afterMs: backOffMs(attempts) }
    case 'unknown-outcome':
      return { do: 'look', afterMs: backOffMs(attempts) }
  }
}

function backOffMs(attempts: number): number {
  return Math.min(retryMsMax, firstRetryMs * 2 ** Math.max(0, attempts - 1))
}
