/** The documents by which an order is read: many orders at once with the first page of each of their lists, then a list's further pages. */

const MONEY = `fragment Money on MoneyBag { shopMoney { amount currencyCode } }`
const TAX = `fragment Tax on TaxLine { title ratePercentage channelLiable priceSet { ...Money } }`
const MONEY_AND_TAX = `${TAX}\n${MONEY}`
const PAGE_INFO = `pageInfo { hasNextPage endCursor }`

const LINE = `nodes {
  id title variantTitle name sku isGiftCard taxable requiresShipping quantity currentQuantity
  variant { id barcode inventoryItem { id } }
  originalUnitPriceSet { ...Money }
  discountAllocations { allocatedAmountSet { ...Money } }
  taxLines { ...Tax }
} ${PAGE_INFO}`
const SHIPPING_LINE = `nodes {
  id title code isRemoved originalPriceSet { ...Money } discountedPriceSet { ...Money } taxLines { ...Tax }
} ${PAGE_INFO}`
const FULFILMENT_ORDER_LINE = `nodes { id totalQuantity remainingQuantity inventoryItemId lineItem { id } } ${PAGE_INFO}`
const FULFILMENT_ORDER = `nodes {
  id status assignedLocation { location { id } } lineItems(first: 50) { ${FULFILMENT_ORDER_LINE} }
} ${PAGE_INFO}`
const FULFILMENT_LINE = `nodes { id quantity lineItem { id } } ${PAGE_INFO}`
const REFUND_LINE = `nodes { quantity restockType location { id } lineItem { id } } ${PAGE_INFO}`

/**
 * Orders without their buyers: what the ledger and the decision need. Several orders cost what one costs.
 * Refunds and fulfilments are lists without pages: `first` would cut them short and say nothing of it.
 */
export const ORDERS = `query Orders($ids: [ID!]!) {
  nodes(ids: $ids) { ... on Order { ...Order } }
}
fragment Order on Order {
  id name createdAt processedAt updatedAt cancelledAt cancelReason confirmed test
  currencyCode presentmentCurrencyCode taxesIncluded displayFinancialStatus displayFulfillmentStatus
  paymentGatewayNames sourceName tags note
  customAttributes { key value }
  documents: metafield(namespace: "punte", key: "documents") { value }
  totalPriceSet { ...Money } totalTaxSet { ...Money } totalTipReceivedSet { ...Money }
  totalReceivedSet { ...Money } totalOutstandingSet { ...Money }
  totalCashRoundingAdjustment { paymentSet { ...Money } }
  additionalFees { id name price { ...Money } taxLines { ...Tax } }
  shippingLines(first: 10, includeRemovals: true) { ${SHIPPING_LINE} }
  lineItems(first: 50) { ${LINE} }
  refunds { id createdAt totalRefundedSet { ...Money } return { id } refundLineItems(first: 50) { ${REFUND_LINE} } }
  fulfillmentOrders(first: 20) { ${FULFILMENT_ORDER} }
  fulfillments { id status location { id } fulfillmentLineItems(first: 50) { ${FULFILMENT_LINE} } }
}
${MONEY_AND_TAX}`

/** One further page of a list, and the time of the order's last change: a page of another state of the order is no part of this one. */
function pageOf(name: string, of: string, list: string): string {
  return `query ${name}($order: ID!, $id: ID!, $after: String!) {
  order(id: $order) { updatedAt }
  of: ${of}(id: $id) { list: ${list} }
}`
}

export const ORDER_LINES = `${pageOf('OrderLines', 'order', `lineItems(first: 250, after: $after) { ${LINE} }`)}
${MONEY_AND_TAX}`
export const SHIPPING_LINES = `${pageOf('ShippingLines', 'order', `shippingLines(first: 50, after: $after, includeRemovals: true) { ${SHIPPING_LINE} }`)}
${MONEY_AND_TAX}`
/** Fewer at once than of other lists: each comes with a page of its own lines. */
export const FULFILMENT_ORDERS = pageOf('FulfilmentOrders', 'order', `fulfillmentOrders(first: 50, after: $after) { ${FULFILMENT_ORDER} }`)
export const FULFILMENT_ORDER_LINES = pageOf(
  'FulfilmentOrderLines',
  'fulfillmentOrder',
  `lineItems(first: 250, after: $after) { ${FULFILMENT_ORDER_LINE} }`,
)
export const FULFILMENT_LINES = pageOf(
  'FulfilmentLines',
  'fulfillment',
  `fulfillmentLineItems(first: 250, after: $after) { ${FULFILMENT_LINE} }`,
)
export const REFUND_LINES = pageOf('RefundLines', 'refund', `refundLineItems(first: 250, after: $after) { ${REFUND_LINE} }`)
