import { bani } from '#core/money.ts'
import type { Fulfilment, FulfilmentOrder, Order, OrderLine, Refund, RefundLine } from '#core/order.ts'
import { units } from '#core/quantity.ts'
import { exactDefaults } from '#core/stock-settings.ts'
import type { Discharge, Level, Obligation, Reading, RowFacts } from '#core/stock-types.ts'

export const start = new Date('2026-11-23T10:00:00Z')

/** An instant so many seconds after the start of a test's time. */
export function at(seconds: number): Date {
  return new Date(start.getTime() + seconds * 1000)
}

export const lineId = 'gid://shopify/LineItem/1'
export const itemId = 'gid://shopify/InventoryItem/1'

export function anOrder(given: Partial<Order> = {}): Order {
  return {
    id: 'gid://shopify/Order/1',
    name: '#1001',
    createdAt: start,
    processedAt: start,
    updatedAt: start,
    cancelledAt: null,
    cancelReason: null,
    confirmed: true,
    test: false,
    currency: 'RON',
    presentmentCurrency: 'RON',
    taxesIncluded: true,
    financialStatus: 'PAID',
    fulfilmentStatus: 'UNFULFILLED',
    gateways: [],
    sourceName: 'web',
    tags: [],
    note: null,
    attributes: [],
    buyer: { email: null, phone: null, firstName: null, lastName: null, company: null, vatMetafield: null, billing: null, shipping: null },
    hidden: [],
    lines: [aLine()],
    shippingLines: [],
    fees: [],
    tip: bani(0),
    total: bani(0),
    totalTax: bani(0),
    received: bani(0),
    outstanding: bani(0),
    cashRounding: bani(0),
    refunds: [],
    fulfilmentOrders: [],
    fulfilments: [],
    reverseFulfilments: [],
    documents: [],
    ...given,
  }
}

export function aLine(given: Partial<OrderLine> = {}): OrderLine {
  return {
    id: lineId,
    title: 'Tricou',
    variantTitle: 'S',
    name: 'Tricou - S',
    sku: 'TEE-S',
    barcode: null,
    variantId: 'gid://shopify/ProductVariant/1',
    itemId,
    giftCard: false,
    taxable: true,
    requiresShipping: true,
    quantity: 3,
    currentQuantity: 3,
    unitPrice: bani(6050),
    discounts: [],
    taxLines: [],
    ...given,
  }
}

export function aFulfilmentOrder(
  id: number,
  status: FulfilmentOrder['status'],
  locationId: string,
  [total, remaining]: readonly [number, number],
): FulfilmentOrder {
  return { id: `gid://shopify/FulfillmentOrder/${id}`, status, locationId, lines: [{ lineId, itemId, total, remaining }] }
}

export function aFulfilment(locationId: string, quantity: number, status = 'SUCCESS'): Fulfilment {
  return { id: `gid://shopify/Fulfillment/${locationId}-${quantity}`, status, locationId, lines: [{ lineId, quantity }] }
}

export function aRefund(
  restockType: RefundLine['restockType'],
  quantity: number,
  locationId: string | null = null,
  returnId: string | null = null,
): Refund {
  return {
    id: 'gid://shopify/Refund/1',
    createdAt: start,
    returnId,
    total: bani(0),
    lines: [{ lineId, quantity, restockType, locationId }],
  }
}

/** A level whose on_hand agrees with the figures given. */
export function aLevel(given: Partial<Omit<Level, 'onHand'>> = {}): Level {
  const level = { available: 0, committed: 0, reserved: 0, damaged: 0, qualityControl: 0, safetyStock: 0, ...given }
  const onHand = level.available + level.committed + level.reserved + level.damaged + level.qualityControl + level.safetyStock
  return { ...level, onHand }
}

/** An order of so many units that nobody has invoiced, cancelled or released. */
export function anObligation(sold: number, given: Partial<Obligation> = {}): Obligation {
  const nothing = { released: units(0), returned: units(0), releases: [], discharges: [] }
  return { orderId: 'order-1', orderName: '#1001', sold: units(sold), ...nothing, ...given }
}

/** A document line whose outcome was stored `known` seconds after the start; null leaves it open. */
export function aDischarge(
  quantity: number,
  sent: number,
  known: number | null,
  outcome: Discharge['outcome'] = known === null ? 'open' : 'issued',
): Discharge {
  return { quantity: units(quantity), sent: at(sent), known: known === null ? null : at(known), outcome, document: `SHOP ${sent}` }
}

/** A document line that every reading of a test surely contains. */
export function oldInvoice(quantity: number): Discharge {
  return aDischarge(quantity, -100_000, -99_000)
}

export function aReading(stock: number, asked = 0, answered = asked): Reading {
  return { stock: units(stock), asked: at(asked), answered: at(answered) }
}

export function aRow(given: Partial<RowFacts> & Pick<RowFacts, 'reading' | 'level'>): RowFacts {
  return {
    now: at(0),
    orders: [],
    imported: { taken: 0, open: 0 },
    account: null,
    sweptTo: null,
    unexplainedElsewhere: units(0),
    settings: exactDefaults,
    ...given,
  }
}
