import { bani } from '#core/money.ts'
import type { Address, Buyer, Order, OrderLine, ShippingLine, TaxLine } from '#core/order.ts'

export const clujAddress: Address = {
  name: 'Ana Pop',
  company: null,
  address1: 'Str. Exemplului 7',
  address2: null,
  city: 'Cluj-Napoca',
  zip: '400001',
  province: 'Cluj',
  provinceCode: 'CJ',
  country: 'Romania',
  countryCode: 'RO',
  phone: null,
}

export const ana: Buyer = {
  email: 'ana@example.test',
  phone: null,
  firstName: 'Ana',
  lastName: 'Pop',
  company: null,
  vatMetafield: null,
  billing: clujAddress,
  shipping: clujAddress,
}

export const nobody: Buyer = { ...ana, email: null, firstName: null, lastName: null, billing: null, shipping: null }

/** One line of 121.00 lei, VAT of 21 % inside, unless the test says otherwise. */
export function aLine(line: Partial<OrderLine> = {}): OrderLine {
  const quantity = line.quantity ?? 1
  return {
    id: 'gid://shopify/LineItem/1',
    title: 'Tricou',
    variantTitle: 'S',
    name: 'Tricou - S',
    sku: 'TEE-S',
    barcode: null,
    variantId: 'gid://shopify/ProductVariant/1',
    itemId: 'gid://shopify/InventoryItem/1',
    giftCard: false,
    taxable: true,
    requiresShipping: true,
    quantity,
    currentQuantity: quantity,
    unitPrice: bani(12_100),
    discounts: [],
    taxLines: [tax(21, 2_100 * quantity)],
    ...line,
  }
}

export function tax(ratePercent: number, amount: number): TaxLine {
  return { title: 'TVA', ratePercent, tax: bani(amount), channelLiable: false }
}

export function aShippingLine(line: Partial<ShippingLine> = {}): ShippingLine {
  return {
    id: 'gid://shopify/ShippingLine/1',
    title: 'Curier',
    code: null,
    removed: false,
    price: bani(1_815),
    discounted: bani(1_815),
    taxLines: [tax(21, 315)],
    ...line,
  }
}

/** A paid order of a private person in Cluj; its total is the sum of its parts unless the test says otherwise. */
export function anOrder(order: Partial<Order> = {}): Order {
  const at = new Date('2026-11-23T08:00:00Z')
  const lines = order.lines ?? [aLine()]
  const parts = { lines, shippingLines: order.shippingLines ?? [], fees: order.fees ?? [], tip: order.tip ?? bani(0) }
  const total = order.total ?? bani(orderSum(parts, order.taxesIncluded ?? true))
  return {
    id: 'gid://shopify/Order/1',
    name: '#1001',
    createdAt: at,
    processedAt: at,
    updatedAt: at,
    cancelledAt: null,
    cancelReason: null,
    confirmed: true,
    test: false,
    currency: 'RON',
    presentmentCurrency: 'RON',
    taxesIncluded: true,
    financialStatus: 'PAID',
    fulfilmentStatus: 'UNFULFILLED',
    gateways: ['shopify_payments'],
    sourceName: 'web',
    tags: [],
    note: null,
    attributes: [],
    buyer: ana,
    hidden: [],
    total,
    totalTax: bani(0),
    received: total,
    outstanding: bani(0),
    cashRounding: bani(0),
    refunds: [],
    fulfilmentOrders: [],
    fulfilments: [],
    reverseFulfilments: [],
    documents: [],
    ...parts,
    ...order,
  }
}

function orderSum(order: Pick<Order, 'lines' | 'shippingLines' | 'fees' | 'tip'>, taxesIncluded: boolean): number {
  const charges = [
    ...order.lines.map((line) => ({ amount: line.unitPrice * line.quantity - sum(line.discounts), taxLines: line.taxLines })),
    ...order.shippingLines.map((line) => ({ amount: line.discounted, taxLines: line.taxLines })),
    ...order.fees.map((fee) => ({ amount: fee.price, taxLines: fee.taxLines })),
  ]
  const taxes = taxesIncluded ? 0 : sum(charges.flatMap(({ taxLines }) => taxLines.map((line) => line.tax)))
  return sum(charges.map(({ amount }) => amount)) + taxes + order.tip
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}
