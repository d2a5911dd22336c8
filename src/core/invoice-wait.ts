import type { Bani } from './money.ts'

/** Why an order cannot be written as an invoice now, with what a person needs to put it right. */
export type InvoiceWait =
  | { readonly why: 'seriesNotChosen' }
  | { readonly why: 'warehouseNotChosen' }
  | { readonly why: 'currencyDiffers'; readonly shop: string; readonly paidIn: string }
  | { readonly why: 'currencyNotOffered'; readonly currency: string }
  | { readonly why: 'productNotBound'; readonly lines: readonly UnboundLine[] }
  | { readonly why: 'vatUnknown'; readonly line: LineRef; readonly percent: number }
  | { readonly why: 'vatNameNotChosen'; readonly line: LineRef; readonly percent: number; readonly names: readonly string[] }
  | { readonly why: 'vatNameGone'; readonly line: LineRef; readonly percent: number; readonly name: string }
  | { readonly why: 'severalTaxes'; readonly line: LineRef }
  | { readonly why: 'marketplaceTax'; readonly line: LineRef }
  | { readonly why: 'taxedButNotVatPayer'; readonly line: LineRef; readonly difference: Bani }
  | { readonly why: 'taxNotByRate'; readonly line: LineRef; readonly difference: Bani }
  | { readonly why: 'discountAboveLine'; readonly line: LineRef; readonly difference: Bani }
  | { readonly why: 'amountTooLarge'; readonly line: LineRef }
  | { readonly why: 'nameMissing'; readonly line: LineRef }
  | { readonly why: 'locationsUnclear'; readonly line: LineRef }
  | { readonly why: 'nothingStands' }
  /** Lines, shipping, tip and fees do not add up to Shopify's total: `difference` is the total less their sum. */
  | { readonly why: 'sumDiffers'; readonly composed: Bani; readonly total: Bani; readonly difference: Bani }
  /** Units or money were taken back before the invoice, and what stands cannot be proven from what Shopify says. */
  | { readonly why: 'refundNotExplained'; readonly composed: Bani; readonly refunded: Bani; readonly difference: Bani }
  | { readonly why: 'tooManyLines'; readonly lines: number; readonly max: number }
  | { readonly why: 'buyerHidden'; readonly fields: readonly string[] }
  | { readonly why: 'buyerMissing' }
  | { readonly why: 'countryMissing' }
  | { readonly why: 'cuiInvalid'; readonly given: string }
  /** A company ordered as such, and no source gives its fiscal code. */
  | { readonly why: 'cuiMissing'; readonly company: string }

export type LineRef = { readonly id: string; readonly name: string }

export type UnboundLine = LineRef & {
  readonly sku: string | null
  readonly reason: 'unmatched' | 'ambiguous' | 'noCode'
  /** What a billing product must be called to be this one: the code, or the name where names are compared; null when there is none. */
  readonly key: string | null
  /** What billing products that nearly match are called, likewise. */
  readonly suggestions: readonly string[]
}
