import { gid } from '#sandbox/shopify/ids.ts'
import { currentTotals, orderedTotals, orderTaxLines, received, refunded, shortDecimals, sum } from '#sandbox/shopify/order-money.ts'
import { financialStatus, fulfilmentStatus } from '#sandbox/shopify/order-status.ts'
import { openUnitsOf } from '#sandbox/shopify/order-units.ts'
import { confirmationNumber } from '#sandbox/shopify/rest-order.ts'
import type { Order, Transaction } from '#sandbox/shopify/state.ts'
import { timeUtc } from '#sandbox/shopify/times.ts'
import { hiddenField, hiddenObject } from './access.ts'
import { fields, numberArg, textArg, type Args, type Call, type FieldTable } from './call.ts'
import { emptyPage, pageById } from './connection.ts'
import { currency } from './shared-fields.ts'

const identity = fields<Order>({
  id: ({ id }) => gid('Order', id),
  legacyResourceId: ({ id }) => String(id),
  name: ({ name }) => name,
  number: ({ number }) => number,
  confirmationNumber,
  createdAt: ({ createdAt }) => timeUtc(createdAt),
  processedAt: ({ createdAt }) => timeUtc(createdAt),
  updatedAt: ({ updatedAt }) => timeUtc(updatedAt),
  cancelledAt: ({ cancelledAt }) => (cancelledAt === null ? null : timeUtc(cancelledAt)),
  cancelReason: ({ cancelReason }) => cancelReason,
  closed: ({ closedAt }) => closedAt !== null,
  closedAt: ({ closedAt }) => (closedAt === null ? null : timeUtc(closedAt)),
  confirmed: () => true,
  edited: ({ edited }) => edited,
  test: ({ test }) => test,
  currencyCode: () => currency,
  presentmentCurrencyCode: () => currency,
  taxesIncluded: ({ taxesIncluded }) => taxesIncluded,
  taxExempt: () => false,
  estimatedTaxes: () => false,
  dutiesIncluded: () => false,
  displayFinancialStatus: financialStatus,
  displayFulfillmentStatus: fulfilmentStatus,
  returnStatus: () => 'NO_RETURN',
  fullyPaid: (order) => ['PAID', 'PARTIALLY_REFUNDED', 'REFUNDED'].includes(financialStatus(order)),
  unpaid: (order) => financialStatus(order) === 'PENDING',
  fulfillable: (order) => openUnitsOf(order) > 0,
  requiresShipping: ({ lines }) => lines.some((line) => line.requiresShipping),
  note: ({ note }) => note,
  poNumber: () => null,
  tags: () => [],
  sourceName: () => 'web',
  sourceIdentifier: () => null,
  discountCode: () => null,
  discountCodes: () => [],
  paymentGatewayNames: ({ gateway }) => [gateway],
  customAttributes: ({ attributes }) => attributes,
  statusPageUrl: ({ id }, _args, { shop }) => `https://${shop.domain}/${shop.id}/orders/${id}/authenticate`,
  customerLocale: () => 'ro-RO',
  merchantBusinessEntity: (_order, _args, { shop }) => shop,
  localizedFields: (_order, args) => emptyPage(args),
})

const buyer = fields<Order>({
  email: ({ customer }, _args, call) => personal(call, 'email', customer?.email),
  phone: ({ customer }, _args, call) => personal(call, 'phone', customer?.phone),
  customer: ({ customer }, _args, { shop }) => {
    if (shop.piiAccess === 'none' && customer !== null) throw hiddenObject('Customer')
    return customer
  },
  purchasingEntity: ({ customer }, _args, { shop }) => (shop.piiAccess === 'none' ? null : customer),
  billingAddress: ({ customer }) => customer?.address ?? null,
  shippingAddress: ({ customer }) => customer?.address ?? null,
  billingAddressMatchesShippingAddress: () => true,
})

const money = fields<Order>({
  subtotalPriceSet: (order) => orderedTotals(order).subtotal,
  totalDiscountsSet: (order) => orderedTotals(order).discounts,
  totalShippingPriceSet: (order) => orderedTotals(order).shipping,
  totalTaxSet: (order) => orderedTotals(order).tax,
  totalPriceSet: (order) => orderedTotals(order).total,
  totalTipReceivedSet: () => 0,
  originalTotalPriceSet: ({ originalTotal }) => originalTotal,
  currentSubtotalPriceSet: (order) => currentTotals(order).subtotal,
  currentTotalDiscountsSet: (order) => currentTotals(order).discounts,
  currentShippingPriceSet: (order) => currentTotals(order).shipping,
  currentTotalTaxSet: (order) => currentTotals(order).tax,
  currentTotalPriceSet: (order) => currentTotals(order).total,
  currentTotalAdditionalFeesSet: () => null,
  currentTotalDutiesSet: () => null,
  totalReceivedSet: received,
  totalRefundedSet: refunded,
  totalRefundedShippingSet: () => 0,
  refundDiscrepancySet: ({ refunds }) => sum(refunds.map(({ discrepancy }) => discrepancy?.amount ?? 0)),
  totalOutstandingSet: (order) => currentTotals(order).total - received(order) + refunded(order),
  netPaymentSet: (order) => received(order) - refunded(order),
  totalCashRoundingAdjustment: () => 0,
  taxLines: (order) => orderTaxLines(order, 'ordered'),
  currentTaxLines: (order) => orderTaxLines(order, 'current'),
  additionalFees: () => [],
  subtotalLineItemsQuantity: ({ lines }) => sum(lines.map(({ quantity }) => quantity)),
  currentSubtotalLineItemsQuantity: ({ lines }) => sum(lines.map(({ currentQuantity }) => currentQuantity)),
})

const parts = fields<Order>({
  lineItems: (order, args) =>
    pageById(
      order.lines.map((line) => ({ type: 'LineItem', id: line.id, order, line })),
      args,
    ),
  shippingLines: (order, args) =>
    pageById(
      order.shippingLines.map((line) => ({ type: 'ShippingLine', id: line.id, order, line })),
      args,
    ),
  shippingLine: (order) => order.shippingLines.map((line) => ({ type: 'ShippingLine', id: line.id, order, line }))[0] ?? null,
  refunds: ({ refunds }, args) => firstOf(refunds, args),
  refundable: (order) => received(order) > refunded(order),
  returns: (_order, args) => emptyPage(args),
  transactions: ({ transactions }, args) => firstOf(transactions, args),
  transactionsCount: ({ transactions }) => transactions.length,
  fulfillments: ({ fulfilments }, args) => firstOf(fulfilments, args),
  fulfillmentsCount: ({ fulfilments }) => fulfilments.length,
  fulfillmentOrders: ({ fulfilmentOrders }, args) => pageById(shownFulfilmentOrders(fulfilmentOrders, args), args),
  metafield: ({ metafields }, args) => {
    const namespace = textArg(args, 'namespace')
    const wanted = namespace === undefined ? textArg(args, 'key') : `${namespace}.${textArg(args, 'key')}`
    return metafields.find((each) => `${each.namespace}.${each.key}` === wanted) ?? null
  },
  metafields: ({ metafields }, args) => {
    const namespace = textArg(args, 'namespace')
    return pageById(
      metafields.filter((each) => namespace === undefined || each.namespace === namespace),
      args,
    )
  },
})

export const orderFields: Readonly<Record<string, FieldTable>> = {
  Order: { ...identity, ...buyer, ...money, ...parts },
  CashRoundingAdjustment: fields<number>({ paymentSet: (amount) => amount, refundSet: (amount) => amount }),
  BusinessEntity: fields<{ readonly name: string; readonly id: number }>({
    id: ({ id }) => gid('BusinessEntity', id),
    companyName: ({ name }) => name,
    displayName: ({ name }) => name,
    primary: () => true,
  }),
  OrderTransaction: fields<Transaction>({
    id: ({ id }) => gid('OrderTransaction', id),
    kind: ({ kind }) => kind,
    status: () => 'SUCCESS',
    gateway: ({ gateway }) => gateway,
    formattedGateway: ({ gateway }) => gateway,
    amountSet: ({ amount }) => amount,
    amount: ({ amount }) => shortDecimals(amount),
    processedAt: ({ at }) => timeUtc(at),
    createdAt: ({ at }) => timeUtc(at),
    test: () => false,
    errorCode: () => null,
    parentTransaction: () => null,
  }),
}

/** A value that some plans hide: then it is null, and an error names the field. */
export function personal<Value>({ shop }: Call, field: string, value: Value): Value {
  if (shop.piiAccess !== 'full') throw hiddenField(field)
  return value
}

function firstOf<Thing>(things: readonly Thing[], args: Args): readonly Thing[] {
  const first = numberArg(args, 'first')
  return first === undefined ? things : things.slice(0, first)
}

function shownFulfilmentOrders(all: Order['fulfilmentOrders'], args: Args): Order['fulfilmentOrders'] {
  return args.displayable === true ? all.filter(({ status }) => status !== 'CLOSED' && status !== 'CANCELLED') : all
}
