import type { Bani } from './money.ts'

/** An order as we read it from Shopify in one fresh read: shop-currency money, whole units. Ids are Shopify GIDs. */
export type Order = {
  readonly id: string
  readonly name: string
  readonly createdAt: Date
  readonly processedAt: Date
  readonly updatedAt: Date
  readonly cancelledAt: Date | null
  readonly cancelReason: string | null
  readonly confirmed: boolean
  readonly test: boolean
  readonly currency: string
  readonly presentmentCurrency: string
  readonly taxesIncluded: boolean
  readonly financialStatus: string
  readonly fulfilmentStatus: string
  readonly gateways: readonly string[]
  readonly sourceName: string | null
  readonly tags: readonly string[]
  readonly note: string | null
  readonly attributes: readonly Attribute[]
  readonly buyer: Buyer
  /** Field paths that Shopify's permissions hid from us: never to be read as "the customer has none". */
  readonly hidden: readonly string[]
  readonly lines: readonly OrderLine[]
  readonly shippingLines: readonly ShippingLine[]
  readonly fees: readonly Fee[]
  readonly tip: Bani
  readonly total: Bani
  readonly totalTax: Bani
  readonly received: Bani
  readonly outstanding: Bani
  readonly cashRounding: Bani
  readonly refunds: readonly Refund[]
  readonly fulfilmentOrders: readonly FulfilmentOrder[]
  readonly fulfilments: readonly Fulfilment[]
  readonly reverseFulfilments: readonly ReverseFulfilment[]
  /** What the order metafield punte.documents says: documents that some installation of Punte has issued. */
  readonly documents: readonly OrderDocument[]
}

export type Attribute = { readonly key: string; readonly value: string }

export type Buyer = {
  readonly email: string | null
  readonly phone: string | null
  readonly firstName: string | null
  readonly lastName: string | null
  readonly company: { readonly name: string; readonly taxId: string | null } | null
  readonly vatMetafield: string | null
  readonly billing: Address | null
  readonly shipping: Address | null
}

export type Address = {
  readonly name: string | null
  readonly company: string | null
  readonly address1: string | null
  readonly address2: string | null
  readonly city: string | null
  readonly zip: string | null
  readonly province: string | null
  readonly provinceCode: string | null
  readonly country: string | null
  readonly countryCode: string | null
  readonly phone: string | null
}

export type TaxLine = { readonly title: string; readonly ratePercent: number; readonly tax: Bani; readonly channelLiable: boolean }

export type OrderLine = {
  readonly id: string
  readonly title: string
  readonly variantTitle: string | null
  readonly name: string
  readonly sku: string | null
  readonly barcode: string | null
  readonly variantId: string | null
  readonly itemId: string | null
  readonly giftCard: boolean
  readonly taxable: boolean
  readonly requiresShipping: boolean
  readonly quantity: number
  readonly currentQuantity: number
  readonly unitPrice: Bani
  /** Every discount that fell on this line for the ordered quantity, order-level ones included. */
  readonly discounts: readonly Bani[]
  readonly taxLines: readonly TaxLine[]
}

export type ShippingLine = {
  readonly id: string
  readonly title: string
  readonly code: string | null
  readonly removed: boolean
  readonly price: Bani
  readonly discounted: Bani
  readonly taxLines: readonly TaxLine[]
}

export type Fee = { readonly id: string; readonly name: string; readonly price: Bani; readonly taxLines: readonly TaxLine[] }

export type Refund = {
  readonly id: string
  readonly createdAt: Date
  /** A refund made through a return: its restock is told by the reverse fulfilment, not by its lines. */
  readonly returnId: string | null
  readonly total: Bani
  readonly lines: readonly RefundLine[]
}

export type RefundLine = {
  readonly lineId: string
  readonly quantity: number
  readonly restockType: 'CANCEL' | 'RETURN' | 'LEGACY_RESTOCK' | 'NO_RESTOCK'
  readonly locationId: string | null
}

export type FulfilmentOrder = {
  readonly id: string
  readonly status: 'OPEN' | 'IN_PROGRESS' | 'ON_HOLD' | 'SCHEDULED' | 'CLOSED' | 'CANCELLED' | 'INCOMPLETE'
  readonly locationId: string | null
  readonly lines: readonly { readonly lineId: string; readonly itemId: string | null; readonly total: number; readonly remaining: number }[]
}

export type Fulfilment = {
  readonly id: string
  readonly status: string
  readonly locationId: string | null
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[]
}

export type ReverseFulfilment = {
  readonly id: string
  readonly lineId: string
  readonly quantity: number
  readonly disposition: 'RESTOCKED' | 'NOT_RESTOCKED' | 'MISSING' | 'PROCESSING_REQUIRED'
  readonly locationId: string | null
}

export type OrderDocument = {
  readonly service: string
  readonly series: string
  readonly number: string
  readonly url: string | null
  readonly kind: string
}
