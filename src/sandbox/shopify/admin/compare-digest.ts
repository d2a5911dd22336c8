import { createHash } from 'node:crypto'
import type { Metafield } from '#sandbox/shopify/state.ts'

/** What a metafield holds, as Shopify sums it up for whoever wants to change it safely. */
export function digestOf({ value, valueType }: Pick<Metafield, 'value' | 'valueType'>): string {
  return createHash('sha256').update(`${valueType}\n${value}`).digest('hex')
}
