import { quantity, type Quantity } from './quantity.ts'
import type { Discharge, Reading } from './stock-types.ts'

/** What of an order is certainly (`low`) and at most (`high`) gone from a billing figure. */
export type Discharged = {
  readonly low: Quantity
  readonly high: Quantity
  /** Entries that may or may not be in the figure. */
  readonly doubtful: readonly Discharge[]
}

export type Place = 'inside' | 'doubtful' | 'outside'

const noDoubt: readonly Discharge[] = []

/** Bounds of what the entries have taken out of the book as that reading saw it: a reversal counts early, a discharge late. */
export function discharged(entries: readonly Discharge[], reading: Reading, lagMs: number): Discharged {
  let low = 0
  let high = 0
  let doubtful = noDoubt
  for (const entry of entries) {
    const place = placeOf(entry, reading, lagMs)
    if (place === 'outside') continue
    if (place === 'inside' || entry.quantity < 0) low += entry.quantity
    if (place === 'inside' || entry.quantity > 0) high += entry.quantity
    if (place === 'doubtful') doubtful = [...doubtful, entry]
  }
  return { low: quantity(low), high: quantity(high), doubtful }
}

/** Reads several warehouses as one row: the times are as wide as the readings together, so that nothing becomes more certain. */
export function readingsTogether(readings: readonly [Reading, ...Reading[]]): Reading {
  return readings.reduce((sum, reading) => ({
    stock: quantity(sum.stock + reading.stock),
    asked: reading.asked < sum.asked ? reading.asked : sum.asked,
    answered: reading.answered > sum.answered ? reading.answered : sum.answered,
  }))
}

/** Whether a billing figure surely, perhaps or surely not contains an entry. */
export function placeOf(entry: Discharge, reading: Reading, lagMs: number): Place {
  if (entry.outcome === 'refused') return 'outside'
  if (entry.document !== null && entry.document === reading.contains) return 'inside'
  const settled = entry.outcome === 'issued' && entry.known !== null
  if (settled && entry.known.getTime() + lagMs <= reading.asked.getTime()) return 'inside'
  return entry.sent <= reading.answered ? 'doubtful' : 'outside'
}
