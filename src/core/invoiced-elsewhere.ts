import { quantity, type Quantity } from './quantity.ts'
import type { Discharge } from './stock-types.ts'

/** What a read of the order saw shipped, with the times between which Shopify looked. */
export type FulfilledAt = { readonly fulfilled: Quantity; readonly asked: Date; readonly answered: Date }

/**
 * The dated entry of an order that Punte does not invoice: what was shipped between two reads counts as discharged between them.
 * Before the first read nothing had been shipped at `createdAt`. Null when nothing changed.
 */
export function elsewhereEntry(before: FulfilledAt | null, now: FulfilledAt, createdAt: Date): Discharge | null {
  const change = now.fulfilled - (before?.fulfilled ?? 0)
  if (change === 0) return null
  return { quantity: quantity(change), sent: before?.asked ?? createdAt, known: now.answered, outcome: 'issued', document: null }
}
