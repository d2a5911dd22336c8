import type { Clock } from '#core/seam.ts'

const timerMax = 2 ** 31 - 1

/** The machine's clock. */
export function machineClock(): Clock {
  return { now: () => new Date(), until: waitUntil }
}

async function waitUntil(at: Date, signal?: AbortSignal): Promise<void> {
  while (Date.now() < at.getTime() && signal?.aborted !== true) {
    await pause(Math.min(at.getTime() - Date.now(), timerMax), signal)
  }
}

function pause(delayMs: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(end, Math.max(delayMs, 1))
    signal?.addEventListener('abort', end, { once: true })
    function end(): void {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
  })
}
