import type { AssumedRestock } from './cancelled-unrecorded.ts'
import type { Quantity } from './quantity.ts'

/** Shopify's figures of one item at one location, in whole units, read together. */
export type Level = {
  readonly available: number
  readonly committed: number
  readonly onHand: number
  readonly reserved: number
  readonly damaged: number
  readonly qualityControl: number
  readonly safetyStock: number
}

/** What billing answered for a row: the sum of its warehouses, with the times between which the book was looked at. */
export type Reading = {
  readonly stock: Quantity
  readonly asked: Date
  readonly answered: Date
  /** A document that the figure surely contains, however young it is (a service that answers an invoice with the stock left). */
  readonly contains?: string
}

/** One document line as a dated entry. `quantity` > 0 leaves the book, < 0 comes back; `known` is null while the outcome is open. */
export type Discharge = {
  readonly quantity: Quantity
  readonly sent: Date
  readonly known: Date | null
  readonly outcome: 'open' | 'issued' | 'refused' | 'unknown'
  /** Null for an entry that a fulfilment stands for (an order invoiced elsewhere). */
  readonly document: string | null
}

/** Units that the merchant released by Dispatched. `writtenOff`: another document took them out of the book. */
export type Release = { readonly quantity: Quantity; readonly at: Date; readonly writtenOff: boolean }

/** What one order wants of one billing product in the warehouses of one pairing, in billing units. */
export type Obligation = {
  readonly orderId: string
  readonly orderName: string
  readonly sold: Quantity
  /** Put back in Shopify or removed by an edit; what Dispatched released stands in `releases`. */
  readonly released: Quantity
  /** The part of `released` that came back after it had been shipped. */
  readonly returned: Quantity
  readonly releases: readonly Release[]
  readonly discharges: readonly Discharge[]
}

export type Look = { readonly at: Date; readonly difference: number; readonly unseen: number; readonly touched: number }

/**
 * What a row remembers between runs (whole Shopify units), so that orders nobody has told us of stay held.
 * Imports add to `touched` while a run looks: a plan's account is stored without it.
 */
export type Account = {
  readonly units: number
  /** Ever growing: ordered units of each order with this item, added at every read that found it new or changed. */
  readonly touched: number
  /** The look from which a hand edit may be settled; null when nothing was amiss. */
  readonly look: Look | null
  /** Committed units were unknown when the account was opened: nothing is raised before a second look. */
  readonly opening: boolean
}

/** What the orders imported so far say about an item at a location, in whole Shopify units. */
export type Imported = { readonly taken: number; readonly open: number }

export type RowSettings = {
  /** Billing units that are hidden from buyers. */
  readonly buffer: Quantity
  /** Whether the billing stock counts units that Shopify calls damaged, in quality control or safety stock. */
  readonly unavailable: 'inside' | 'outside'
  /** Billing units in one Shopify unit. */
  readonly packUnits: number
  readonly returnedUnits: 'afterReversal' | 'atOnce'
  readonly reversedUnits: 'keep' | 'release'
  readonly lagMs: number
  readonly patienceMs: number
  readonly listLagMs: number
}

/** Everything a plan of one row (one binding at one location) is made from. */
export type RowFacts = {
  /** A moment after the level was read; the orders were taken before it was. */
  readonly now: Date
  readonly reading: Reading
  readonly level: Level
  readonly orders: readonly Obligation[]
  readonly imported: Imported
  /** Null before the row's first look. */
  readonly account: Account | null
  /** What the imports have counted for a row whose account is not opened yet; 0 when left out. */
  readonly touched?: number
  /** Start of the last complete reading of changed orders less listLag; null when there was none. */
  readonly sweptTo: Date | null
  /** Restocks that were read into cancellations without a record and that no look of this row has borne out yet. */
  readonly assumed?: readonly AssumedRestock[]
  /** Unexplained units of other variants that draw on the same billing product, in billing units. */
  readonly unexplainedElsewhere: Quantity
  readonly settings: RowSettings
}
