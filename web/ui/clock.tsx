import { createContext, use, useEffect, useMemo, useState, type ReactNode } from 'react'

const tickMs = 15_000

const Clock = createContext({ offsetMs: 0, tick: 0 })

/** The product's clock runs beside the browser's: `offsetMs` is how far ahead it is. */
export function ClockProvider({ offsetMs, children }: { readonly offsetMs: number; readonly children: ReactNode }) {
  const [tick, setTick] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setTick((ticks) => ticks + 1), tickMs)
    return () => clearInterval(timer)
  }, [])
  const clock = useMemo(() => ({ offsetMs, tick }), [offsetMs, tick])
  return <Clock value={clock}>{children}</Clock>
}

/** The moment of this drawing: what has just happened is never shown as still to come. */
export function useNow(): number {
  return Date.now() + use(Clock).offsetMs
}
