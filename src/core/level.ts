import type { Level, RowSettings } from './stock-types.ts'

export function unavailableOf(level: Level): number {
  return level.reserved + level.damaged + level.qualityControl + level.safetyStock
}

/** Units that stand in the billing figure and are not for sale. Reserved ones (drafts, transfers) always are such units. */
export function setAsideOf(level: Level, unavailable: RowSettings['unavailable']): number {
  return unavailable === 'inside' ? unavailableOf(level) : level.reserved
}

/** Whether Shopify's figures agree with each other; a row whose figures do not is skipped and said. */
export function levelAddsUp(level: Level): boolean {
  return level.available + level.committed + unavailableOf(level) === level.onHand
}
