import { z } from 'zod'
import { bani, type Bani } from '#core/money.ts'
import type { Buyer, Order } from '#core/order.ts'
import { Fulfilment, FulfilmentOrder, Instant, Line, Money, Page, Refund, ShippingLine, TaxLine } from './order-parts-wire.ts'

const DocumentList = z.array(
  z.object({ service: z.string(), series: z.string(), number: z.string(), url: z.string().nullable(), kind: z.string() }),
)

/** What some installation of Punte wrote on the order; text that is not ours makes the order unreadable: it may name a live invoice. */
const Documents = z
  .object({ value: z.string() })
  .nullable()
  .transform((metafield, context) => {
    const documents = DocumentList.safeParse(metafield === null ? [] : json(metafield.value))
    if (documents.success) return documents.data
    context.addIssue({ code: 'custom', message: 'is not a list of documents' })
    return z.NEVER
  })

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // The shape check refuses it.
    return undefined
  }
}

const absentBuyer: Buyer = {
  email: null,
  phone: null,
  firstName: null,
  lastName: null,
  company: null,
  vatMetafield: null,
  billing: null,
  shipping: null,
}

const OrderShape = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: Instant,
  processedAt: Instant,
  updatedAt: Instant,
  cancelledAt: Instant.nullable(),
  cancelReason: z.string().nullable(),
  confirmed: z.boolean(),
  test: z.boolean(),
  currencyCode: z.string(),
  presentmentCurrencyCode: z.string(),
  taxesIncluded: z.boolean(),
  displayFinancialStatus: z.string().nullable(),
  displayFulfillmentStatus: z.string(),
  paymentGatewayNames: z.array(z.string()),
  sourceName: z.string().nullable(),
  tags: z.array(z.string()),
  note: z.string().nullable(),
  customAttributes: z.array(z.object({ key: z.string(), value: z.string().nullable() })),
  documents: Documents,
  totalPriceSet: Money,
  totalTaxSet: Money.nullable(),
  totalTipReceivedSet: Money,
  totalReceivedSet: Money,
  totalOutstandingSet: Money,
  totalCashRoundingAdjustment: z.object({ paymentSet: Money }),
  additionalFees: z.array(z.object({ id: z.string(), name: z.string(), price: Money, taxLines: z.array(TaxLine) })),
  shippingLines: Page(ShippingLine),
  lineItems: Page(Line),
  refunds: z.array(Refund),
  fulfillmentOrders: Page(FulfilmentOrder),
  fulfillments: z.array(Fulfilment),
})

/** What of an order is read page by page, as far as its first read showed it. */
export type Lists = {
  readonly lines: Page<z.output<typeof Line>>
  readonly shippingLines: Page<z.output<typeof ShippingLine>>
  readonly fulfilmentOrders: Page<z.output<typeof FulfilmentOrder>>
  readonly fulfilments: readonly z.output<typeof Fulfilment>[]
  readonly refunds: readonly z.output<typeof Refund>[]
}

/** One order of the Orders document, with its lists as far as that document shows them. */
export type FirstRead = { readonly order: Omit<Order, keyof Lists>; readonly lists: Lists }

export const OrderNode = OrderShape.transform((node): FirstRead => ({ order: withoutLists(node), lists: listsOf(node) }))

function listsOf(node: z.output<typeof OrderShape>): Lists {
  return {
    lines: node.lineItems,
    shippingLines: node.shippingLines,
    fulfilmentOrders: node.fulfillmentOrders,
    fulfilments: node.fulfillments,
    refunds: node.refunds,
  }
}

function withoutLists(node: z.output<typeof OrderShape>): FirstRead['order'] {
  const none: Bani = bani(0)
  return {
    id: node.id,
    name: node.name,
    createdAt: node.createdAt,
    processedAt: node.processedAt,
    updatedAt: node.updatedAt,
    cancelledAt: node.cancelledAt,
    cancelReason: node.cancelReason,
    confirmed: node.confirmed,
    test: node.test,
    currency: node.currencyCode,
    presentmentCurrency: node.presentmentCurrencyCode,
    taxesIncluded: node.taxesIncluded,
    financialStatus: node.displayFinancialStatus ?? 'PENDING',
    fulfilmentStatus: node.displayFulfillmentStatus,
    gateways: node.paymentGatewayNames,
    sourceName: node.sourceName,
    tags: node.tags,
    note: node.note,
    attributes: node.customAttributes.map(({ key, value }) => ({ key, value: value ?? '' })),
    buyer: absentBuyer,
    hidden: [],
    fees: node.additionalFees,
    tip: node.totalTipReceivedSet,
    total: node.totalPriceSet,
    totalTax: node.totalTaxSet ?? none,
    received: node.totalReceivedSet,
    outstanding: node.totalOutstandingSet,
    cashRounding: node.totalCashRoundingAdjustment.paymentSet,
    reverseFulfilments: [],
    documents: node.documents,
  }
}
