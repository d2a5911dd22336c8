import fc from 'fast-check'
import type { ComposeFacts } from '#core/compose-invoice.ts'
import { bani } from '#core/money.ts'
import type { Order, OrderLine, Refund, TaxLine } from '#core/order.ts'
import { portion, vatOf } from '#core/vat.ts'
import { aLine, anOrder, aShippingLine, tax } from './an-order.ts'
import { composeFacts } from './compose-facts.ts'

export type DrawnOrder = {
  readonly taxesIncluded: boolean
  readonly lines: readonly {
    price: number
    quantity: number
    kept: number
    off: readonly number[]
    rate: number
    what: 'product' | 'custom' | 'card'
  }[]
  readonly shipping: { price: number; off: number } | null
  readonly tip: number
  readonly fee: number
  readonly refundedInPart: boolean
}

/** Prices from a ban to 5,000 lei, up to 14 lines and 40 units, discounts of up to 100 % cut anywhere, two rates and none. */
export const drawnOrder: fc.Arbitrary<DrawnOrder> = fc.record({
  taxesIncluded: fc.boolean(),
  lines: fc.array(
    fc.record({
      price: fc.oneof(fc.integer({ min: 0, max: 500_000 }), fc.integer({ min: 1, max: 300 }), fc.constantFrom(9_999, 4_950, 12_345)),
      quantity: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 40 })),
      kept: fc.double({ min: 0, max: 1, noNaN: true }),
      off: fc.array(fc.double({ min: 0, max: 0.5, noNaN: true }), { maxLength: 2 }),
      rate: fc.constantFrom(21, 21, 21, 11, 0),
      what: fc.constantFrom('product', 'product', 'product', 'custom', 'card'),
    }),
    { minLength: 1, maxLength: 14 },
  ),
  shipping: fc.option(fc.record({ price: fc.integer({ min: 0, max: 5_000 }), off: fc.constantFrom(0, 0, 0.1, 0.333, 1) })),
  tip: fc.constantFrom(0, 0, 0, 1, 777),
  fee: fc.constantFrom(0, 0, 0, 500),
  refundedInPart: fc.constantFrom(false, false, false, true),
})

/** What Shopify makes of a drawn order: tax by line, refunds cut from the line's amount after discounts. */
export function orderOf(draw: DrawnOrder): Order {
  const lines = draw.lines.map((line, place): OrderLine => {
    const whole = line.price * line.quantity
    const discounts = line.off.map((share) => bani(Math.round(whole * share)))
    const after = whole - discounts.reduce((sum, amount) => sum + amount, 0)
    const kept = draw.refundedInPart ? Math.ceil(line.kept * line.quantity) : line.quantity
    return aLine({
      id: `line-${place}`,
      variantId: line.what === 'custom' ? null : `variant-${place}`,
      sku: line.what === 'custom' ? null : `SKU-${place}`,
      giftCard: line.what === 'card',
      quantity: line.quantity,
      currentQuantity: kept,
      unitPrice: bani(line.price),
      discounts,
      taxLines: line.what === 'card' ? [] : taxes(after, line.rate, draw.taxesIncluded),
    })
  })
  const shippingLines = draw.shipping === null ? [] : [shipping(draw.shipping, draw.taxesIncluded)]
  const fees = draw.fee === 0 ? [] : [{ id: 'fee', name: 'Taxa', price: bani(draw.fee), taxLines: taxes(draw.fee, 21, draw.taxesIncluded) }]
  const tip = bani(draw.tip)
  const taxesIncluded = draw.taxesIncluded
  return anOrder({ lines, shippingLines, fees, tip, taxesIncluded, refunds: draw.refundedInPart ? [refund(lines, taxesIncluded)] : [] })
}

function shipping({ price, off }: { price: number; off: number }, included: boolean): ReturnType<typeof aShippingLine> {
  const discounted = price - Math.round(price * off)
  return aShippingLine({ price: bani(price), discounted: bani(discounted), taxLines: taxes(discounted, 21, included) })
}

function taxes(amount: number, rate: number, included: boolean): TaxLine[] {
  return rate === 0 ? [] : [tax(rate, vatOf(bani(amount), rate, included))]
}

/** Shopify cuts what is given back from the line's amount after discounts, and its tax likewise. */
function refund(lines: readonly OrderLine[], included: boolean): Refund {
  const total = lines.reduce((sum, line) => {
    const after = bani(line.unitPrice * line.quantity - line.discounts.reduce((off, amount) => off + amount, 0))
    const gone = line.quantity - line.currentQuantity
    const taxed = line.taxLines.reduce((taxSum, each) => taxSum + portion(each.tax, gone, line.quantity), 0)
    return sum + portion(after, gone, line.quantity) + (included ? 0 : taxed)
  }, 0)
  return { id: 'refund', createdAt: new Date(0), returnId: null, total: bani(total), lines: [] }
}

/** Every product of the order bound by its SKU; 0 % goes by the name SDD. */
export function boundFacts(one: Order, discounts: 'line' | 'price'): ComposeFacts {
  const facts = composeFacts({}, {}, { discounts, vat: [{ percent: 0, name: 'SDD' }] })
  const bindings = one.lines.map((line) => [line.id, { is: 'bound', code: line.sku ?? '', name: line.name, unit: 'buc' }] as const)
  return { ...facts, order: one, bindings: new Map(bindings) }
}
