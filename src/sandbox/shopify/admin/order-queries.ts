import { currentTotals } from '#sandbox/shopify/order-money.ts'
import { financialStatus, fulfilmentStatus } from '#sandbox/shopify/order-status.ts'
import type { Order } from '#sandbox/shopify/state.ts'
import { fields, textArg, type Args, type Call, type FieldTable } from './call.ts'
import { compareKeys, page } from './connection.ts'
import { findNode, isVisible, visibleOrder } from './find.ts'
import { byFlag, byNumber, byText, byTime, searchTest, type Filters } from './search.ts'

export const orderQueries: FieldTable = fields<undefined>({
  order: (_root, args, call) => visibleOrder(call, textArg(args, 'id') ?? ''),
  orders: (_root, args, call) => {
    const key = sortKeys[String(args.sortKey)] ?? ((order: Order) => order.createdAt)
    const keyed = foundOrders(call, 'orders', args).map((order) => ({ order, key: sortKey(order, key) }))
    const sorted = keyed.toSorted((a, b) => compareKeys(a.key, b.key)).map(({ order }) => order)
    return page(sorted, args, (order) => sortKey(order, key))
  },
  ordersCount: (_root, args, call) => foundOrders(call, 'ordersCount', args).length,
  refund: (_root, args, call) => findNode(call, textArg(args, 'id') ?? ''),
  fulfillmentOrder: (_root, args, call) => findNode(call, textArg(args, 'id') ?? ''),
  fulfillment: (_root, args, call) => findNode(call, textArg(args, 'id') ?? ''),
})

function sortKey(order: Order, key: (order: Order) => string | number): readonly [string | number, number] {
  return [key(order), order.id]
}

function foundOrders(call: Call, root: string, args: Args): Order[] {
  const fits = searchTest(call, root, textArg(args, 'query'), filters)
  return [...call.shop.orders.values()].filter((order) => isVisible(call, order) && fits(order))
}

const sortKeys: Readonly<Record<string, (order: Order) => string | number>> = {
  PROCESSED_AT: (order) => order.createdAt,
  CREATED_AT: (order) => order.createdAt,
  UPDATED_AT: (order) => order.updatedAt,
  ID: (order) => order.id,
  ORDER_NUMBER: (order) => order.number,
  TOTAL_PRICE: (order) => currentTotals(order).total,
  CURRENT_TOTAL_PRICE: (order) => currentTotals(order).total,
  CUSTOMER_NAME: (order) => order.customer?.lastName ?? '',
  FINANCIAL_STATUS: financialStatus,
  FULFILLMENT_STATUS: fulfilmentStatus,
}

const fulfilmentWords: Readonly<Record<string, readonly string[]>> = {
  UNFULFILLED: ['unfulfilled', 'unshipped'],
  PARTIALLY_FULFILLED: ['partial', 'partially_fulfilled', 'unfulfilled'],
  FULFILLED: ['fulfilled', 'shipped'],
}

const filters: Filters<Order> = {
  fields: {
    id: byNumber((order) => order.id),
    name: (order, _operator, value) => order.name.toLowerCase() === value.toLowerCase() || order.name.slice(1) === value,
    created_at: byTime((order) => order.createdAt),
    processed_at: byTime((order) => order.createdAt),
    updated_at: byTime((order) => order.updatedAt),
    status: (order, _operator, value) => statusFits(order, value.toLowerCase()),
    financial_status: (order, _operator, value) =>
      value.toLowerCase() === 'any' || financialStatus(order).toLowerCase() === value.toLowerCase(),
    fulfillment_status: (order, _operator, value) => fulfilmentWords[fulfilmentStatus(order)]?.includes(value.toLowerCase()) ?? false,
    return_status: byText(() => 'no_return'),
    sku: (order, operator, value) => order.lines.some((line) => byText(() => line.sku)(order, operator, value)),
    email: byText((order) => order.customer?.email ?? null),
    gateway: byText((order) => order.gateway),
    test: byFlag((order) => order.test),
    tag: () => false,
    location_id: () => false,
    fulfillment_location_id: (order, operator, value) =>
      order.fulfilmentOrders.some(({ location }) => byNumber(() => location.id)(order, operator, value)),
  },
  words: (order) => [order.name, order.customer?.email ?? null, order.customer?.lastName ?? null],
}

function statusFits(order: Order, wanted: string): boolean {
  switch (wanted) {
    case 'any':
      return true
    case 'cancelled':
      return order.cancelledAt !== null
    case 'closed':
      return order.closedAt !== null
    case 'open':
    case 'not_closed':
      return order.closedAt === null
    default:
      return false
  }
}
