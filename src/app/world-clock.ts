import { z } from 'zod'
import type { Clock } from '#core/seam.ts'

/** Asking again sooner than this would only heat the machine when the far clock always runs. */
const askEveryMs = 20
const askAgainAfterFailureMs = 500
const answerWithinMs = 30_000

const Answer = z.object({ now: z.coerce.date(), running: z.boolean().optional() })

type Waiter = { readonly at: number; readonly wake: () => void }

/**
 * A clock kept elsewhere (PUNTE_CLOCK_URL): its `GET` answers { now } and `GET ?after=T` answers when time has moved.
 * Throws when the first question is not answered. Between answers a clock that says it is running goes on by the machine's.
 */
export async function worldClock(address: string, signal: AbortSignal): Promise<Clock> {
  const waiters = new Set<Waiter>()
  let answer = await ask(address, signal)
  let answeredAt = performance.now()
  void follow()
  return { now: () => new Date(nowMs()), until }

  function nowMs(): number {
    return answer.now.getTime() + (answer.running === true ? Math.floor(performance.now() - answeredAt) : 0)
  }

  async function follow(): Promise<void> {
    while (!signal.aborted) {
      const asked = performance.now()
      try {
        const next = await ask(`${address}${address.includes('?') ? '&' : '?'}after=${new Date(nowMs()).toISOString()}`, signal)
        if (next.now.getTime() >= nowMs() || next.running !== true) {
          answer = next
          answeredAt = performance.now()
        }
        wakeDue()
        await rest(asked + (answer.running === true ? 10 * askEveryMs : askEveryMs) - performance.now())
      } catch {
        // The far clock is away: time stands where it was last seen, and we ask again.
        await rest(askAgainAfterFailureMs)
      }
    }
    for (const waiter of waiters) waiter.wake()
  }

  function wakeDue(): void {
    for (const waiter of waiters) if (waiter.at <= nowMs()) waiter.wake()
  }

  async function until(at: Date, stop?: AbortSignal): Promise<void> {
    if (at.getTime() <= nowMs() || stop?.aborted === true || signal.aborted) return
    await new Promise<void>((resolve) => {
      const timer = answer.running === true ? setTimeout(wake, Math.min(at.getTime() - nowMs(), 2 ** 31 - 1)) : undefined
      const waiter = { at: at.getTime(), wake }
      waiters.add(waiter)
      stop?.addEventListener('abort', wake, { once: true })
      function wake(): void {
        clearTimeout(timer)
        waiters.delete(waiter)
        stop?.removeEventListener('abort', wake)
        resolve()
      }
    })
    await until(at, stop)
  }
}

async function ask(address: string, signal: AbortSignal): Promise<z.infer<typeof Answer>> {
  const answer = await fetch(address, { signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]) })
  return Answer.parse(await answer.json())
}

function rest(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(delayMs, 0)))
}
