const firstOrderId = 6_000_000_000

/** An `orders/updated` body as Shopify sends it for an order of two lines, between three and four kilobytes. */
export function deliveryBody(number: number): Buffer {
  const id = firstOrderId + number
  const address = {
    first_name: 'Ioana',
    last_name: 'Popescu',
    address1: 'Strada Ștefan cel Mare 14, bl. C3, ap. 27',
    address2: null,
    city: 'Iași',
    zip: '700063',
    province: 'Iași',
    country: 'Romania',
    phone: '+40722000000',
    company: null,
    country_code: 'RO',
    province_code: 'IS',
  }
  return Buffer.from(
    JSON.stringify({
      id,
      admin_graphql_api_id: `gid://shopify/Order/${id}`,
      name: `#${1_000 + number}`,
      order_number: 1_000 + number,
      created_at: '2026-11-24T10:12:44+02:00',
      updated_at: '2026-11-24T10:12:46+02:00',
      processed_at: '2026-11-24T10:12:43+02:00',
      cancelled_at: null,
      closed_at: null,
      currency: 'RON',
      presentment_currency: 'RON',
      email: 'ioana.popescu@exemplu.ro',
      phone: null,
      confirmed: true,
      test: false,
      taxes_included: true,
      financial_status: 'paid',
      fulfillment_status: null,
      payment_gateway_names: ['manual'],
      total_price: '139.15',
      subtotal_price: '121.00',
      total_tax: '24.15',
      total_discounts: '0.00',
      total_price_set: money('139.15'),
      subtotal_price_set: money('121.00'),
      total_tax_set: money('24.15'),
      total_discounts_set: money('0.00'),
      total_shipping_price_set: money('18.15'),
      tax_lines: [{ price: '24.15', rate: 0.21, title: 'TVA', price_set: money('24.15'), channel_liable: false }],
      tags: '',
      note: null,
      note_attributes: [],
      source_name: 'web',
      location_id: null,
      billing_address: address,
      shipping_address: address,
      shipping_lines: [
        { id: id + 7, code: 'Curier', title: 'Curier', price: '18.15', price_set: money('18.15'), discounted_price: '18.15' },
      ],
      line_items: [0, 1].map((line) => lineOf(id + 1 + line, money('60.50'))),
      fulfillments: [],
      refunds: [],
    }),
  )
}

function lineOf(id: number, priceSet: object): object {
  return {
    id,
    admin_graphql_api_id: `gid://shopify/LineItem/${id}`,
    title: 'Tricou din bumbac organic',
    name: 'Tricou din bumbac organic - mărimea S',
    sku: 'TEE-S',
    variant_id: 4_711,
    product_id: 815,
    quantity: 1,
    current_quantity: 1,
    fulfillable_quantity: 1,
    fulfillment_status: null,
    price: '60.50',
    price_set: priceSet,
    total_discount: '0.00',
    requires_shipping: true,
    taxable: true,
    gift_card: false,
    tax_lines: [{ price: '10.50', rate: 0.21, title: 'TVA' }],
    properties: [],
  }
}

function money(amount: string): object {
  const each = { amount, currency_code: 'RON' }
  return { shop_money: each, presentment_money: each }
}
