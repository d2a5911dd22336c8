import { setAsideOf } from './level.ts'
import { quantity, UNIT, type Quantity } from './quantity.ts'
import type { RowFacts } from './stock-types.ts'
import { targetOf } from './target.ts'

export type DocumentedFacts = Pick<RowFacts, 'reading' | 'level' | 'settings'> & {
  /** Shopify's committed read before billing was asked; the higher of it and the level's own counts. */
  readonly committedBefore: number
  /** Units of Dispatched orders that were left open in Shopify: committed there, released by the merchant. */
  readonly dispatchedOpen: number
}

export type DocumentedPlan = {
  readonly to: number | null
  readonly from: number
  readonly why: 'aligned' | 'raise' | 'lower'
  readonly problem: 'more-left-than-the-book-had' | null
  readonly terms: {
    readonly stock: Quantity
    readonly committed: number
    readonly dispatchedOpen: number
    readonly setAside: Quantity
    readonly buffer: Quantity
    readonly target: number
    readonly roundedFrom: Quantity | null
  }
}

/** Plans one row by the documented rule: billing stock = Shopify's committed + available. */
export function planDocumented(row: DocumentedFacts): DocumentedPlan {
  const { level, reading, settings, dispatchedOpen } = row
  const committed = Math.max(level.committed, row.committedBefore)
  const setAside = setAsideOf(level, settings.unavailable) * settings.packUnits * UNIT
  const reserved = Math.max(0, committed - dispatchedOpen) * settings.packUnits * UNIT
  const { to: target, roundedFrom } = targetOf(reading.stock - reserved - setAside, settings.buffer, settings.packUnits)
  const change = target - level.available
  const why = change > 0 ? 'raise' : 'lower'
  return {
    to: change === 0 ? null : target,
    from: level.available,
    why: change === 0 ? 'aligned' : why,
    problem: target < 0 ? 'more-left-than-the-book-had' : null,
    terms: { stock: reading.stock, committed, dispatchedOpen, setAside: quantity(setAside), buffer: settings.buffer, target, roundedFrom },
  }
}
