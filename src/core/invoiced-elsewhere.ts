import { quantity, type Quantity } from './quantity.ts'
import type { Discharge } from './stock-types.ts'

export type FulfilledAt = { readonly fulfilled: Quantity; readonly readAt: Date }

/**
 * The dated entry of an order that Punte does not invoice: what was shipped between two reads counts as discharged between them.
 * Before the first read nothing had been shipped at `createdAt`. Null when nothing changed.
 */
export function elsewhereEntry(before: FulfilledAt | null, now: FulfilledAt, createdAt: Date): Discharge | null {
  const change = now.fulfilled - (before?.fulfilled ?? 0)
  if (change === 0) return null
  return { quantity: quantity(change), sent: before?.readAt ?? createdAt, known: now.readAt, outcome: 'issued', document: null }
}
