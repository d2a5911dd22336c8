import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aLine, anOrder, aShippingLine, tax } from '#test/an-order.ts'
import { composeInvoice, type ComposeFacts } from './compose-invoice.ts'
import { bani } from './money.ts'
import type { Order, OrderLine, Refund, TaxLine } from './order.ts'
import { defaultInvoicePreferences, defaultWarehousePreferences } from './settings.ts'
import { lineAmount, portion, predictTotals, vatOf } from './vat.ts'

const ordersMeasured = 10_000
const seed = 20_261_123

type Drawn = {
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
const drawn: fc.Arbitrary<Drawn> = fc.record({
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

function order(draw: Drawn): Order {
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

function facts(one: Order, discounts: 'line' | 'price'): ComposeFacts {
  return {
    order: one,
    preferences: { useStock: true, unboundLines: 'wait', hiddenBuyer: 'wait' },
    service: {
      invoice: { ...defaultInvoicePreferences, series: 'SHOP', discounts, vat: [{ percent: 0, name: 'SDD' }] },
      warehouse: { ...defaultWarehousePreferences, use: true, name: 'Depozit Online' },
    },
    configuration: {
      vatPayer: true,
      vatRates: [
        { name: 'Normala', percent: 21 },
        { name: 'Redusa', percent: 11 },
        { name: 'SDD', percent: 0 },
      ],
    },
    limits: { linesMax: 400, currencies: ['RON'], vatRounding: ['perLine', 'perRate'] },
    bindings: new Map(one.lines.map((line) => [line.id, { is: 'bound', code: line.sku ?? '', name: line.name, unit: 'buc' }])),
    warehouses: new Map(),
    typedBuyer: null,
    mark: 'M4RK',
    day: '2026-11-23',
  }
}

test('of 10,000 random orders at least 99.9 % compose, and each composed one comes to its total under either VAT rounding', () => {
  const orders = fc.sample(drawn, { numRuns: ordersMeasured, seed }).map(order)
  const waiting: string[] = []

  for (const [place, one] of orders.entries()) {
    const result = composeInvoice(facts(one, place % 2 === 0 ? 'line' : 'price'))
    if (result.do === 'wait') {
      waiting.push(JSON.stringify(result.reason))
      continue
    }
    const { lines, total } = result.invoice
    const expected = one.total - one.refunds.reduce((sum, each) => sum + each.total, 0)
    assert.equal(total, expected)
    assert.deepEqual(
      (['perLine', 'perRate'] as const).map((rounding) => predictTotals(lines, rounding).total),
      [expected, expected],
    )
    assert.deepEqual(unitsDischarged(result.invoice.lines), unitsStanding(one))
    assert.ok(lines.every((line) => line.kind !== 'discount' || line.amount > 0))
    assert.ok(everyDiscountFitsItsLine(lines))
  }

  assert.ok(waiting.length <= ordersMeasured / 1_000, `${waiting.length} of ${ordersMeasured} wait: ${waiting.slice(0, 5).join(' ')}`)
})

test('a random order whose total is off by some bani waits with exactly that difference', () => {
  const off = fc.tuple(
    drawn,
    fc.integer({ min: -50, max: 50 }).filter((bans) => bans !== 0),
  )

  for (const [draw, bans] of fc.sample(off, { numRuns: 500, seed })) {
    const right = order({ ...draw, tip: 0, refundedInPart: false })
    const result = composeInvoice(facts({ ...right, total: bani(right.total + bans) }, 'line'))

    assert.deepEqual(result.do === 'wait' && result.reason, {
      why: 'sumDiffers',
      composed: right.total,
      total: right.total + bans,
      difference: bans,
    })
  }
})

type Lines = Parameters<typeof predictTotals>[0]

function unitsDischarged(lines: Lines): Record<string, number> {
  const found: Record<string, number> = {}
  for (const line of lines) if (line.kind === 'product') found[line.source] = (found[line.source] ?? 0) + line.quantity
  return found
}

function unitsStanding(one: Order): Record<string, number> {
  const products = one.lines.filter((line) => line.variantId !== null && !line.giftCard && line.currentQuantity > 0)
  return Object.fromEntries(products.map((line) => [line.id, line.currentQuantity]))
}

function everyDiscountFitsItsLine(lines: Lines): boolean {
  return lines.every((line, place) => {
    const above = lines[place - 1]
    return line.kind !== 'discount' || (above !== undefined && lineAmount(above) >= line.amount)
  })
}
