/** The machine's time, as an argument: a simulation replaces it with its own. */
export type RealTime = {
  /** Milliseconds. */
  now(): number
  /** Runs `run` after a wait of real time; answers how to call it off. */
  after(delayMs: number, run: () => void): () => void
}

export function machineTime(): RealTime {
  return {
    now: () => Date.now(),
    after(delayMs, run) {
      if (delayMs <= 0) {
        const soon = setImmediate(run)
        return () => clearImmediate(soon)
      }
      const timer = setTimeout(run, delayMs)
      return () => clearTimeout(timer)
    },
  }
}
