import { randomUUID } from 'node:crypto'
import type { Clock, Io } from '#core/seam.ts'

/** The machine's own network and chance, with the clock that was chosen. */
export function machineIo(clock: Clock): Io {
  return {
    clock,
    fetch: (request) => fetch(request),
    random: { uuid: () => randomUUID(), fraction: () => Math.random() },
    deadline: (delayMs) => AbortSignal.timeout(delayMs),
  }
}
