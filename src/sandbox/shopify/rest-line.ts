import { gid } from './ids.ts'
import { fulfilledUnits, unfulfilledUnits } from './order-units.ts'
import { lineTaxLines, twoDecimals } from './order-money.ts'
import { moneySet, taxLineBody } from './rest-money.ts'
import type { Order, OrderLine, Shop } from './state.ts'

/** A line of an order as REST-shaped bodies say it. */
export function lineBody(shop: Shop, order: Order, line: OrderLine): Record<string, unknown> {
  const open = unfulfilledUnits(order, line)
  const discounts = discountsOf(order, line)
  return {
    id: line.id,
    admin_graphql_api_id: gid('LineItem', line.id),
    attributed_staffs: [],
    current_quantity: line.currentQuantity,
    discount_allocations: discounts.map(({ amount, index }) => ({
      amount: twoDecimals(amount),
      amount_set: moneySet(shop, amount),
      discount_application_index: index,
    })),
    duties: [],
    fulfillable_quantity: open,
    fulfillment_service: 'manual',
    fulfillment_status: lineStatus(order, line, open),
    gift_card: line.giftCard,
    grams: 0,
    name: line.variantTitle === null ? line.title : `${line.title} - ${line.variantTitle}`,
    price: twoDecimals(line.unitPrice),
    price_set: moneySet(shop, line.unitPrice),
    product_exists: line.variant !== null,
    product_id: line.variant?.product.id ?? null,
    properties: [],
    quantity: line.quantity,
    requires_shipping: line.requiresShipping,
    sku: line.sku ?? '',
    tax_lines: lineTaxLines(order, line).map((tax) => taxLineBody(shop, tax)),
    taxable: line.taxable,
    title: line.title,
    total_discount: '0.00',
    total_discount_set: moneySet(shop, 0),
    variant_id: line.variant?.id ?? null,
    variant_inventory_management: line.variant?.item.tracked === true ? 'shopify' : null,
    variant_title: line.variantTitle,
    vendor: line.vendor,
  }
}

function lineStatus(order: Order, line: OrderLine, open: number): 'fulfilled' | 'partial' | null {
  if (fulfilledUnits(order, line) === 0) return null
  return open === 0 ? 'fulfilled' : 'partial'
}

export type Allocation = { readonly amount: number; readonly index: number }

/** What fell on the line; each points to its place among the order's discounts: those of lines first, the order's own last. */
export function discountsOf(order: Order, line: OrderLine): Allocation[] {
  const discounted = order.lines.filter((each) => each.lineDiscount > 0)
  const own = line.lineDiscount > 0 ? [{ amount: line.lineDiscount, index: discounted.indexOf(line) }] : []
  return line.orderDiscount > 0 ? [...own, { amount: line.orderDiscount, index: discounted.length }] : own
}
