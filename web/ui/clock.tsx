import { createContext, use, useEffect, useState, type ReactNode } from 'react'

const tickMs = 15_000

const Now = createContext<number | null>(null)

/** The product's clock runs beside the browser's: `offsetMs` is how far ahead it is. */
export function ClockProvider({ offsetMs, children }: { readonly offsetMs: number; readonly children: ReactNode }) {
  const [browser, setBrowser] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setBrowser(Date.now()), tickMs)
    return () => clearInterval(timer)
  }, [])
  return <Now value={browser + offsetMs}>{children}</Now>
}

export function useNow(): number {
  return use(Now) ?? Date.now()
}
