import { z } from 'zod'
import { bani, parseMoney, type Bani } from '#core/money.ts'
import type { Buyer, Order, OrderLine } from '#core/order.ts'

/** Shop money only: the currency that the books are kept in. */
const Money = z
  .object({ shopMoney: z.object({ amount: z.string(), currencyCode: z.string() }) })
  .transform(({ shopMoney }) => parseMoney(shopMoney.amount))
const Instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text))
const Ref = z.object({ id: z.string() })
const Whole = z.number().int()

/** A nested list that must be whole: an order of which a part is missing would be counted wrong. */
function Nodes<Node extends z.ZodType>(node: Node) {
  const whole = z.object({ hasNextPage: z.literal(false, { error: 'more entries than one read holds' }) })
  return z.object({ nodes: z.array(node), pageInfo: whole.optional() })
}

const TaxLine = z
  .object({ title: z.string(), ratePercentage: z.number().nullable(), channelLiable: z.boolean().nullable(), priceSet: Money })
  .transform((line) => ({
    title: line.title,
    ratePercent: line.ratePercentage ?? 0,
    tax: line.priceSet,
    channelLiable: line.channelLiable ?? false,
  }))

const Line = z
  .object({
    id: z.string(),
    title: z.string(),
    variantTitle: z.string().nullable(),
    name: z.string(),
    sku: z.string().nullable(),
    isGiftCard: z.boolean(),
    taxable: z.boolean(),
    requiresShipping: z.boolean(),
    quantity: Whole,
    currentQuantity: Whole,
    variant: z.object({ id: z.string(), barcode: z.string().nullable(), inventoryItem: Ref }).nullable(),
    originalUnitPriceSet: Money,
    discountAllocations: z.array(z.object({ allocatedAmountSet: Money })),
    taxLines: z.array(TaxLine),
  })
  .transform((line): OrderLine => ({
    id: line.id,
    title: line.title,
    variantTitle: line.variantTitle,
    name: line.name,
    sku: line.sku,
    barcode: line.variant?.barcode ?? null,
    variantId: line.variant?.id ?? null,
    itemId: line.variant?.inventoryItem.id ?? null,
    giftCard: line.isGiftCard,
    taxable: line.taxable,
    requiresShipping: line.requiresShipping,
    quantity: line.quantity,
    currentQuantity: line.currentQuantity,
    unitPrice: line.originalUnitPriceSet,
    discounts: line.discountAllocations.map(({ allocatedAmountSet }) => allocatedAmountSet),
    taxLines: line.taxLines,
  }))

export const LinePage = z.object({
  nodes: z.array(Line),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
})

const Refund = z
  .object({
    id: z.string(),
    createdAt: Instant,
    totalRefundedSet: Money,
    return: Ref.nullable(),
    refundLineItems: Nodes(
      z.object({
        quantity: Whole,
        restockType: z.enum(['CANCEL', 'RETURN', 'LEGACY_RESTOCK', 'NO_RESTOCK']),
        location: Ref.nullable(),
        lineItem: Ref,
      }),
    ),
  })
  .transform((refund) => ({
    id: refund.id,
    createdAt: refund.createdAt,
    returnId: refund.return?.id ?? null,
    total: refund.totalRefundedSet,
    lines: refund.refundLineItems.nodes.map((line) => ({
      lineId: line.lineItem.id,
      quantity: line.quantity,
      restockType: line.restockType,
      locationId: line.location?.id ?? null,
    })),
  }))

const FulfilmentOrder = z
  .object({
    id: z.string(),
    status: z.enum(['OPEN', 'IN_PROGRESS', 'ON_HOLD', 'SCHEDULED', 'CLOSED', 'CANCELLED', 'INCOMPLETE']),
    assignedLocation: z.object({ location: Ref.nullable() }),
    lineItems: Nodes(z.object({ totalQuantity: Whole, remainingQuantity: Whole, inventoryItemId: z.string().nullable(), lineItem: Ref })),
  })
  .transform((order) => ({
    id: order.id,
    status: order.status,
    locationId: order.assignedLocation.location?.id ?? null,
    lines: order.lineItems.nodes.map((line) => ({
      lineId: line.lineItem.id,
      itemId: line.inventoryItemId,
      total: line.totalQuantity,
      remaining: line.remainingQuantity,
    })),
  }))

const Fulfilment = z
  .object({
    id: z.string(),
    status: z.string(),
    location: Ref.nullable(),
    fulfillmentLineItems: Nodes(z.object({ quantity: Whole.nullable(), lineItem: Ref })),
  })
  .transform((fulfilment) => ({
    id: fulfilment.id,
    status: fulfilment.status,
    locationId: fulfilment.location?.id ?? null,
    lines: fulfilment.fulfillmentLineItems.nodes.map((line) => ({ lineId: line.lineItem.id, quantity: line.quantity ?? 0 })),
  }))

const ShippingLine = z
  .object({
    id: z.string().nullable(),
    title: z.string(),
    code: z.string().nullable(),
    isRemoved: z.boolean(),
    originalPriceSet: Money,
    discountedPriceSet: Money,
    taxLines: z.array(TaxLine),
  })
  .transform((line) => ({
    id: line.id ?? `shipping:${line.title}`,
    title: line.title,
    code: line.code,
    removed: line.isRemoved,
    price: line.originalPriceSet,
    discounted: line.discountedPriceSet,
    taxLines: line.taxLines,
  }))

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
  shippingLines: Nodes(ShippingLine),
  lineItems: LinePage,
  refunds: z.array(Refund),
  fulfillmentOrders: Nodes(FulfilmentOrder),
  fulfillments: z.array(Fulfilment),
})

/** One order of the Orders document; `moreLinesAfter` is the cursor after which its lines go on. */
export const OrderNode = OrderShape.transform((node) => ({
  order: toOrder(node),
  moreLinesAfter: node.lineItems.pageInfo.hasNextPage ? node.lineItems.pageInfo.endCursor : null,
}))

function toOrder(node: z.output<typeof OrderShape>): Order {
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
    lines: node.lineItems.nodes,
    shippingLines: node.shippingLines.nodes,
    fees: node.additionalFees,
    tip: node.totalTipReceivedSet,
    total: node.totalPriceSet,
    totalTax: node.totalTaxSet ?? none,
    received: node.totalReceivedSet,
    outstanding: node.totalOutstandingSet,
    cashRounding: node.totalCashRoundingAdjustment.paymentSet,
    refunds: node.refunds,
    fulfilmentOrders: node.fulfillmentOrders.nodes,
    fulfilments: node.fulfillments,
    reverseFulfilments: [],
    documents: node.documents,
  }
}
