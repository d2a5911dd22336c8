/** Time, chance and network: everything that comes from outside the program, as arguments. The simulation supplies its own. */
export type Clock = {
  now(): Date
  /** Resolves once the clock has reached `at` (at once when it already has), or when the signal aborts. */
  until(at: Date, signal?: AbortSignal): Promise<void>
}

export type Random = {
  /** A UUID, version 4. */
  uuid(): string
  /** 0 <= x < 1. */
  fraction(): number
}

export type Fetch = (request: Request) => Promise<Response>

export type Io = {
  readonly fetch: Fetch
  readonly clock: Clock
  readonly random: Random
  /** Aborts after so many milliseconds of the network's own time: patience with an answer, not the clock of the product. */
  readonly deadline: (delayMs: number) => AbortSignal
}
