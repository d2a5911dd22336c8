import type { Bani } from './money.ts'

/** An invoice as we mean it, ready for a service to be written: composed from a fresh read of an order, proven to the ban. */
export type ServiceInvoice = {
  /** Printed on the document: the Shopify order name and the mark of this attempt. */
  readonly mentions: string
  /** Unique to this attempt; a document that shows it is ours. */
  readonly mark: string
  readonly series: string
  readonly day: string
  readonly dueDay: string | null
  readonly currency: string
  readonly language: string
  readonly draft: boolean
  readonly useStock: boolean
  readonly sendEmail: boolean
  readonly client: InvoiceClient
  readonly lines: readonly InvoiceLine[]
  readonly payment: { readonly type: PaymentType; readonly value: Bani } | null
  readonly total: Bani
}

/** How a collection is recorded, in words that every service has. */
export type PaymentType =
  | 'card'
  | 'cardOnline'
  | 'cashOnDelivery'
  | 'bankTransfer'
  | 'bankStatement'
  | 'postalOrder'
  | 'cheque'
  | 'promissoryNote'
  | 'other'

export type InvoiceClient = {
  readonly name: string
  /** Null for a private person. */
  readonly vatCode: string | null
  readonly isTaxPayer: boolean
  readonly address: string
  readonly city: string
  readonly county: string
  readonly country: string
  readonly email: string | null
  readonly phone: string | null
}

export type InvoiceLine = ProductLine | DiscountLine

export type Vat = { readonly name: string; readonly percent: number } | null

export type ProductLine = {
  readonly kind: 'product' | 'service'
  /** Shopify line or shipping line that this line stands for. */
  readonly source: string
  readonly name: string
  readonly code: string | null
  readonly unit: string
  readonly quantity: number
  readonly unitPrice: Bani
  readonly taxIncluded: boolean
  readonly vat: Vat
  /** Where the units are discharged; null when the line discharges nothing. */
  readonly warehouse: string | null
  /** Print the billing service's product name and leave its catalogue alone. */
  readonly useServiceName: boolean
}

/** Takes `amount` (> 0) off the product line just above it. */
type DiscountLine = {
  readonly kind: 'discount'
  readonly source: string
  readonly name: string
  readonly unit: string
  readonly amount: Bani
  readonly taxIncluded: boolean
  readonly vat: Vat
}
