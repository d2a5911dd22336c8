import { quantity } from './quantity.ts'
import type { RowSettings } from './stock-types.ts'

/** How old a billing answer may be against the account's own documents, where the service does not prove less. */
export const lagMs = 60_000

/** How long a document whose place in the figure is doubtful may keep units shown. */
export const patienceMs = 120_000

/** How late Shopify's list of changed orders may be. */
export const listLagMs = 120_000

/** A plan is sent within this time of its look, or thrown away. */
export const planLifeMs = 30_000

/** A billing figure is planned from within this time: a program that slept would carry what was sold elsewhere meanwhile back to the shop. */
export const readingLifeMs = 10 * 60_000

/** A row whose write was never answered is neither looked at nor written for so long. */
export const rowRestMs = 60_000

/** So many hand edits of one product in a day raise a question. */
export const handEditsPerDayMax = 3

/** The settings of a row before the merchant changes any: none of them ever oversells. */
export const exactDefaults: RowSettings = {
  buffer: quantity(0),
  unavailable: 'inside',
  packUnits: 1,
  returnedUnits: 'afterReversal',
  reversedUnits: 'keep',
  lagMs,
  patienceMs,
  listLagMs,
}

export const documentedDefaults: RowSettings = { ...exactDefaults, unavailable: 'outside' }
