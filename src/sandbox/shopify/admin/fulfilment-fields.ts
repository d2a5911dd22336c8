import { gid } from '#sandbox/shopify/ids.ts'
import type { Fulfilment, FulfilmentOrder, FulfilmentOrderLine, Location, OrderRefund, RefundLine } from '#sandbox/shopify/state.ts'
import { trackingOf, type Tracking } from '#sandbox/shopify/rest-order.ts'
import { shortDecimals } from '#sandbox/shopify/order-money.ts'
import { timeUtc } from '#sandbox/shopify/times.ts'
import { fields, type FieldTable } from './call.ts'
import { emptyPage, pageById } from './connection.ts'

type HeldLine = { readonly fulfilmentOrder: FulfilmentOrder; readonly held: FulfilmentOrderLine }
type ShippedLine = { readonly fulfilment: Fulfilment; readonly shipped: Fulfilment['lines'][number] }
type ReturnedLine = { readonly refund: OrderRefund; readonly returned: RefundLine }
type Discrepancy = NonNullable<OrderRefund['discrepancy']>

/** The parts of an order that say where its units are: fulfilment orders, fulfilments, refunds. */
export const fulfilmentFields: Readonly<Record<string, FieldTable>> = {
  FulfillmentOrder: fields<FulfilmentOrder>({
    id: ({ id }) => gid('FulfillmentOrder', id),
    status: ({ status }) => status,
    requestStatus: () => 'UNSUBMITTED',
    order: ({ order }) => order,
    orderId: ({ order }) => gid('Order', order.id),
    orderName: ({ order }) => order.name,
    orderProcessedAt: ({ order }) => timeUtc(order.createdAt),
    assignedLocation: ({ location }) => location,
    fulfillmentHolds: () => [],
    fulfillAt: ({ createdAt }) => timeUtc(createdAt),
    createdAt: ({ createdAt }) => timeUtc(createdAt),
    updatedAt: ({ updatedAt }) => timeUtc(updatedAt),
    fulfillments: (fulfilmentOrder, args) =>
      pageById(
        fulfilmentOrder.order.fulfilments.filter((each) => each.fulfilmentOrder === fulfilmentOrder),
        args,
      ),
    lineItems: (fulfilmentOrder, args) =>
      pageById(
        fulfilmentOrder.lines.map((held) => ({ id: held.id, fulfilmentOrder, held })),
        args,
      ),
  }),
  FulfillmentOrderAssignedLocation: fields<Location>({
    name: ({ name }) => name,
    location: (location) => location,
    countryCode: () => 'RO',
    city: () => 'București',
    address1: () => 'Strada Fabricii 1',
    address2: () => null,
    province: () => 'București',
    zip: () => '010011',
    phone: () => null,
  }),
  FulfillmentOrderLineItem: fields<HeldLine>({
    id: ({ held }) => gid('FulfillmentOrderLineItem', held.id),
    sku: ({ held }) => held.line.sku,
    productTitle: ({ held }) => held.line.title,
    variantTitle: ({ held }) => held.line.variantTitle,
    totalQuantity: ({ held }) => held.total,
    remainingQuantity: ({ held }) => held.remaining,
    requiresShipping: ({ held }) => held.line.requiresShipping,
    inventoryItemId: ({ held }) => (held.line.variant === null ? null : gid('InventoryItem', held.line.variant.item.id)),
    variant: ({ held }) => held.line.variant,
    lineItem: ({ fulfilmentOrder, held }) => ({ type: 'LineItem', order: fulfilmentOrder.order, line: held.line }),
  }),
  Fulfillment: fields<Fulfilment>({
    id: ({ id }) => gid('Fulfillment', id),
    legacyResourceId: ({ id }) => String(id),
    name: ({ name }) => name,
    status: () => 'SUCCESS',
    displayStatus: () => 'FULFILLED',
    order: ({ order }) => order,
    location: ({ location }) => location,
    requiresShipping: () => true,
    totalQuantity: ({ lines }) => lines.reduce((units, { quantity }) => units + quantity, 0),
    trackingInfo: (fulfilment) => [trackingOf(fulfilment)],
    fulfillmentOrders: ({ fulfilmentOrder }, args) => pageById([fulfilmentOrder], args),
    fulfillmentLineItems: (fulfilment, args) =>
      pageById(
        fulfilment.lines.map((shipped) => ({ id: shipped.id, fulfilment, shipped })),
        args,
      ),
    createdAt: ({ createdAt }) => timeUtc(createdAt),
    updatedAt: ({ updatedAt }) => timeUtc(updatedAt),
  }),
  FulfillmentTrackingInfo: fields<Tracking>({ company: ({ company }) => company, number: ({ number }) => number, url: ({ url }) => url }),
  FulfillmentLineItem: fields<ShippedLine>({
    id: ({ shipped }) => gid('FulfillmentLineItem', shipped.id),
    quantity: ({ shipped }) => shipped.quantity,
    lineItem: ({ fulfilment, shipped }) => ({ type: 'LineItem', order: fulfilment.order, line: shipped.line }),
  }),
  Refund: fields<OrderRefund>({
    id: ({ id }) => gid('Refund', id),
    legacyResourceId: ({ id }) => String(id),
    createdAt: ({ createdAt }) => timeUtc(createdAt),
    processedAt: ({ createdAt }) => timeUtc(createdAt),
    updatedAt: ({ createdAt }) => timeUtc(createdAt),
    note: ({ note }) => note,
    order: ({ order }) => order,
    return: () => null,
    duties: () => [],
    totalRefundedSet: ({ transactions }) => transactions.reduce((sum, { amount }) => sum + amount, 0),
    refundLineItems: (refund, args) =>
      pageById(
        refund.lines.map((returned) => ({ id: returned.id, refund, returned })),
        args,
      ),
    refundShippingLines: (_refund, args) => emptyPage(args),
    orderAdjustments: ({ discrepancy }, args) => pageById(discrepancy === null ? [] : [discrepancy], args),
    transactions: ({ transactions }, args) => pageById(transactions, args),
  }),
  RefundLineItem: fields<ReturnedLine>({
    id: ({ returned }) => gid('RefundLineItem', returned.id),
    quantity: ({ returned }) => returned.quantity,
    restockType: ({ returned }) => returned.restockType,
    restocked: ({ returned }) => returned.restockType !== 'NO_RESTOCK',
    location: ({ returned }) => returned.location,
    lineItem: ({ refund, returned }) => ({ type: 'LineItem', order: refund.order, line: returned.line }),
    priceSet: ({ returned }) => returned.line.unitPrice,
    price: ({ returned }) => shortDecimals(returned.line.unitPrice),
    subtotalSet: ({ returned }) => returned.subtotal,
    totalTaxSet: ({ returned }) => returned.tax,
  }),
  OrderAdjustment: fields<Discrepancy>({
    id: ({ id }) => gid('OrderAdjustment', id),
    reason: () => 'REFUND_DISCREPANCY',
    amountSet: ({ amount }) => -amount,
    taxAmountSet: () => 0,
  }),
}
