import type { Call } from './outside.ts'

/** Milliseconds between two moments in which none of the calls was being answered: what is left is our own. */
export function ownMs(from: number, to: number, calls: readonly Call[]): number {
  let own = to - from
  let counted = from
  for (const { began, ended } of calls.toSorted((a, b) => a.began - b.began)) {
    const start = Math.max(began, counted)
    const end = Math.min(ended, to)
    if (end <= start) continue
    own -= end - start
    counted = end
  }
  return own
}
