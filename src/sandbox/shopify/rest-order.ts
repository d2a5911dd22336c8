import { gid } from './ids.ts'
import { currentTotals, orderedTotals, orderTaxLines, received, refunded, shippingTax, twoDecimals } from './order-money.ts'
import { financialStatus, fulfilmentStatus } from './order-status.ts'
import { addressBody, customerBody } from './rest-customer.ts'
import { lineBody } from './rest-line.ts'
import { moneySet, taxLineBody } from './rest-money.ts'
import { refundBody } from './rest-refund.ts'
import type { Fulfilment, Order, Shop, ShippingLine } from './state.ts'
import { timeWithOffset } from './times.ts'

/** The order as webhooks carry it: the shape of the REST Admin API. */
export function orderBody(shop: Shop, order: Order): Record<string, unknown> {
  return { ...headOf(shop, order), ...moneyOf(shop, order), ...partsOf(shop, order) }
}

function headOf(shop: Shop, order: Order): Record<string, unknown> {
  const hidden = shop.piiAccess !== 'full'
  const status = fulfilmentStatus(order)
  return {
    id: order.id,
    admin_graphql_api_id: gid('Order', order.id),
    app_id: null,
    browser_ip: null,
    buyer_accepts_marketing: false,
    cancel_reason: order.cancelReason?.toLowerCase() ?? null,
    cancelled_at: order.cancelledAt === null ? null : timeWithOffset(order.cancelledAt),
    cart_token: null,
    checkout_token: null,
    client_details: null,
    closed_at: order.closedAt === null ? null : timeWithOffset(order.closedAt),
    confirmation_number: confirmationNumber(order),
    confirmed: true,
    contact_email: hidden ? null : (order.customer?.email ?? null),
    created_at: timeWithOffset(order.createdAt),
    currency: shop.currency,
    customer_locale: 'ro-RO',
    device_id: null,
    discount_codes: [],
    duties_included: false,
    email: hidden ? null : (order.customer?.email ?? null),
    estimated_taxes: false,
    financial_status: financialStatus(order).toLowerCase(),
    fulfillment_status: status === 'UNFULFILLED' ? null : { PARTIALLY_FULFILLED: 'partial', FULFILLED: 'fulfilled' }[status],
    landing_site: null,
    landing_site_ref: null,
    line_item_groups: [],
    location_id: null,
    merchant_business_entity_id: 'MTU0ODM4MDAwOQ',
    merchant_of_record_app_id: null,
    name: order.name,
    note: order.note,
    note_attributes: order.attributes.map(({ key, value }) => ({ name: key, value })),
    number: Math.max(order.number - 1_000, 1),
    order_number: order.number,
    order_status_url: `https://${shop.domain}/${shop.id}/orders/${order.id}/authenticate`,
    payment_gateway_names: [order.gateway],
    payment_terms: null,
    phone: hidden ? null : (order.customer?.phone ?? null),
    po_number: null,
    presentment_currency: shop.currency,
    processed_at: timeWithOffset(order.createdAt),
    reference: null,
    referring_site: null,
    source_identifier: null,
    source_name: 'web',
    source_url: null,
    tags: '',
    tax_exempt: false,
    taxes_included: order.taxesIncluded,
    test: order.test,
    token: String(order.id),
    updated_at: timeWithOffset(order.updatedAt),
    user_id: null,
  }
}

function moneyOf(shop: Shop, order: Order): Record<string, unknown> {
  const ordered = orderedTotals(order)
  const current = currentTotals(order)
  return {
    ...both(shop, 'current_subtotal_price', current.subtotal),
    ...both(shop, 'current_total_discounts', current.discounts),
    ...both(shop, 'current_total_price', current.total),
    ...both(shop, 'current_total_tax', current.tax),
    ...both(shop, 'subtotal_price', ordered.subtotal),
    ...both(shop, 'total_discounts', ordered.discounts),
    ...both(shop, 'total_line_items_price', ordered.items),
    ...both(shop, 'total_price', ordered.total),
    ...both(shop, 'total_tax', ordered.tax),
    current_shipping_price_set: moneySet(shop, current.shipping),
    current_total_additional_fees_set: null,
    current_total_duties_set: null,
    original_total_additional_fees_set: null,
    original_total_duties_set: null,
    tax_lines: orderTaxLines(order, 'ordered').map((tax) => taxLineBody(shop, tax)),
    total_cash_rounding_payment_adjustment_set: moneySet(shop, 0),
    total_cash_rounding_refund_adjustment_set: moneySet(shop, 0),
    total_outstanding: twoDecimals(current.total - received(order) + refunded(order)),
    total_shipping_price_set: moneySet(shop, ordered.shipping),
    total_tip_received: '0.00',
    total_weight: 0,
  }
}

/** An amount stands twice: as text, and in both currencies. */
function both(shop: Shop, name: string, amount: number): Record<string, unknown> {
  return { [name]: twoDecimals(amount), [`${name}_set`]: moneySet(shop, amount) }
}

function partsOf(shop: Shop, order: Order): Record<string, unknown> {
  const address = order.customer === null ? null : addressBody(shop, order.customer.address)
  const discounts = [
    ...order.lines
      .filter((line) => line.lineDiscount > 0)
      .map((line) => ({ amount: line.lineDiscount, method: 'one', selection: 'explicit' })),
    ...(order.discountTitle === null
      ? []
      : [{ amount: order.lines.reduce((all, line) => all + line.orderDiscount, 0), method: 'across', selection: 'all' }]),
  ]
  return {
    billing_address: address,
    shipping_address: address,
    customer: order.customer === null ? null : customerBody(shop, order.customer),
    discount_applications: discounts.map(({ amount, method, selection }) => ({
      target_type: 'line_item',
      type: 'manual',
      value: twoDecimals(amount),
      value_type: 'fixed_amount',
      allocation_method: method,
      target_selection: selection,
      title: 'Reducere',
    })),
    fulfillments: order.fulfilments.map((fulfilment) => fulfilmentInOrder(shop, fulfilment)),
    line_items: order.lines.map((line) => lineBody(shop, order, line)),
    refunds: order.refunds.map((refund) => refundBody(shop, refund)),
    returns: [],
    shipping_lines: order.shippingLines.map((line) => shippingBody(shop, order, line)),
  }
}

function shippingBody(shop: Shop, order: Order, line: ShippingLine): unknown {
  return {
    id: line.id,
    carrier_identifier: null,
    code: line.code,
    current_discounted_price_set: moneySet(shop, order.cancelledAt === null ? line.price : 0),
    discount_allocations: [],
    discounted_price: twoDecimals(line.price),
    discounted_price_set: moneySet(shop, line.price),
    is_removed: false,
    phone: null,
    price: twoDecimals(line.price),
    price_set: moneySet(shop, line.price),
    requested_fulfillment_service_id: null,
    source: 'shopify',
    tax_lines: [taxLineBody(shop, { title: 'TVA', ratePercent: line.vat, amount: shippingTax(order, line) })],
    title: line.title,
  }
}

function fulfilmentInOrder(shop: Shop, fulfilment: Fulfilment): Record<string, unknown> {
  const tracking = trackingOf(fulfilment)
  return {
    id: fulfilment.id,
    admin_graphql_api_id: gid('Fulfillment', fulfilment.id),
    created_at: timeWithOffset(fulfilment.createdAt),
    line_items: fulfilment.lines.map(({ line, quantity }) => ({ ...lineBody(shop, fulfilment.order, line), quantity })),
    location_id: fulfilment.location.id,
    name: fulfilment.name,
    order_id: fulfilment.order.id,
    origin_address: {},
    receipt: {},
    service: 'manual',
    shipment_status: null,
    status: 'success',
    tracking_company: tracking.company,
    tracking_number: tracking.number,
    tracking_numbers: [tracking.number],
    tracking_url: tracking.url,
    tracking_urls: [tracking.url],
    updated_at: timeWithOffset(fulfilment.updatedAt),
  }
}

/** The body of fulfillments/create: as in the order, with the address that it goes to. */
export function fulfilmentBody(shop: Shop, fulfilment: Fulfilment): Record<string, unknown> {
  const { customer } = fulfilment.order
  return {
    ...fulfilmentInOrder(shop, fulfilment),
    destination: customer === null ? null : addressBody(shop, customer.address),
    email: shop.piiAccess === 'full' ? (customer?.email ?? null) : null,
    origin_address: null,
  }
}

export function confirmationNumber(order: Order): string {
  return (order.id * 7_919).toString(36).toUpperCase().slice(-9)
}

export type Tracking = { readonly company: string; readonly number: string; readonly url: string }

/** Every parcel of this world goes with one courier. */
export function trackingOf({ id }: Fulfilment): Tracking {
  return { company: 'Curier', number: String(id), url: `https://curier.example/awb/${id}` }
}
