import { gid } from './ids.ts'
import { twoDecimals } from './order-money.ts'
import { lineBody } from './rest-line.ts'
import { moneySet } from './rest-money.ts'
import type { OrderRefund, RefundLine, Shop, Transaction } from './state.ts'
import { timeWithOffset } from './times.ts'

/** The body of refunds/create. */
export function refundBody(shop: Shop, refund: OrderRefund): Record<string, unknown> {
  return {
    id: refund.id,
    admin_graphql_api_id: gid('Refund', refund.id),
    created_at: timeWithOffset(refund.createdAt),
    processed_at: timeWithOffset(refund.createdAt),
    note: refund.note ?? '',
    order_id: refund.order.id,
    user_id: 1,
    restock: refund.lines.some((line) => line.restockType !== 'NO_RESTOCK'),
    return: null,
    duties: [],
    refund_shipping_lines: [],
    total_duties_set: moneySet(shop, 0),
    order_adjustments: adjustments(shop, refund),
    refund_line_items: refund.lines.map((line) => refundLineBody(shop, refund, line)),
    transactions: refund.transactions.map((transaction) => transactionBody(shop, refund, transaction)),
  }
}

function adjustments(shop: Shop, { id, order, discrepancy }: OrderRefund): unknown[] {
  if (discrepancy === null) return []
  return [
    {
      id: discrepancy.id,
      order_id: order.id,
      refund_id: id,
      kind: 'refund_discrepancy',
      reason: 'Refund discrepancy',
      amount: twoDecimals(-discrepancy.amount),
      amount_set: moneySet(shop, -discrepancy.amount),
      tax_amount: '0.00',
      tax_amount_set: moneySet(shop, 0),
    },
  ]
}

function refundLineBody(
  shop: Shop,
  { order }: OrderRefund,
  { id, line, quantity, restockType, location, subtotal, tax }: RefundLine,
): unknown {
  return {
    id,
    quantity,
    line_item_id: line.id,
    location_id: location?.id ?? null,
    restock_type: restockType.toLowerCase(),
    // REST bodies carry these two as numbers, unlike every other amount.
    subtotal: subtotal / 100,
    total_tax: tax / 100,
    subtotal_set: moneySet(shop, subtotal),
    total_tax_set: moneySet(shop, tax),
    line_item: lineBody(shop, order, line),
  }
}

function transactionBody(shop: Shop, { order }: OrderRefund, { id, amount, gateway, at }: Transaction): unknown {
  const unsettled = { amount: '0.00', currency: shop.currency }
  return {
    id,
    admin_graphql_api_id: gid('OrderTransaction', id),
    order_id: order.id,
    kind: 'refund',
    status: 'success',
    gateway,
    amount: twoDecimals(amount),
    currency: shop.currency,
    created_at: timeWithOffset(at),
    processed_at: timeWithOffset(at),
    amount_rounding: null,
    authorization: null,
    device_id: null,
    error_code: null,
    location_id: null,
    manual_payment_gateway: false,
    message: null,
    parent_id: order.transactions.find((each) => each.kind === 'SALE')?.id ?? null,
    payment_id: `${order.name}.1`,
    receipt: {},
    source_name: 'web',
    test: order.test,
    total_unsettled_set: { shop_money: unsettled, presentment_money: unsettled },
    user_id: null,
  }
}
