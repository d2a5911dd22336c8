import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aLine, nobody, tax } from '#test/an-order.ts'
import { composeFacts } from '#test/compose-facts.ts'
import { composeInvoice } from './compose-invoice.ts'
import { bani } from './money.ts'
import { defaultInvoicePreferences, defaultWarehousePreferences } from './settings.ts'

const unboundLine = { id: 'gid://shopify/LineItem/1', name: 'Tricou - S' }

const waiting = [
  { name: 'an order waits until a series is chosen', order: {}, invoice: { series: null }, reason: { why: 'seriesNotChosen' } },
  {
    name: 'an order waits until a warehouse is chosen',
    order: {},
    change: {
      service: { invoice: { ...defaultInvoicePreferences, series: 'SHOP' }, warehouse: { ...defaultWarehousePreferences, use: true } },
    },
    reason: { why: 'warehouseNotChosen' },
  },
  {
    name: 'an order with a product that is not bound waits and names the product',
    order: {},
    change: {
      bindings: new Map([[unboundLine.id, { is: 'unbound', reason: 'unmatched', key: 'TEE-S', suggestions: ['tee-s'] } as const]]),
    },
    reason: {
      why: 'productNotBound',
      lines: [{ ...unboundLine, sku: 'TEE-S', reason: 'unmatched', key: 'TEE-S', suggestions: ['tee-s'] }],
    },
  },
  {
    name: 'an order paid in another currency than the shop waits',
    order: { presentmentCurrency: 'EUR' },
    reason: { why: 'currencyDiffers', shop: 'RON', paidIn: 'EUR' },
  },
  {
    name: 'a currency that the service does not offer waits',
    order: { currency: 'BGN', presentmentCurrency: 'BGN' },
    reason: { why: 'currencyNotOffered', currency: 'BGN' },
  },
  {
    name: 'a VAT of 19 % is never mapped to the 21 % of the account',
    order: { lines: [aLine({ taxLines: [tax(19, 1_932)] })] },
    reason: { why: 'vatUnknown', line: unboundLine, percent: 19 },
  },
  {
    name: '0 % waits until the merchant has chosen its name',
    order: { lines: [aLine({ taxLines: [] })] },
    reason: { why: 'vatNameNotChosen', line: unboundLine, percent: 0, names: ['SDD', 'Taxare inversa'] },
  },
  {
    name: 'a chosen VAT name that the service no longer has waits',
    order: {},
    invoice: { vat: [{ percent: 21, name: 'Standard' }] },
    reason: { why: 'vatNameGone', line: unboundLine, percent: 21, name: 'Standard' },
  },
  {
    name: 'two taxes on one line wait',
    order: { lines: [aLine({ taxLines: [tax(21, 2_100), tax(2, 50)] })] },
    reason: { why: 'severalTaxes', line: unboundLine },
  },
  {
    name: 'a tax that a marketplace remits waits',
    order: { lines: [aLine({ taxLines: [{ ...tax(21, 2_100), channelLiable: true }] })] },
    reason: { why: 'marketplaceTax', line: unboundLine },
  },
  {
    name: 'a tax that is not the rate of its amount waits with the difference',
    order: { lines: [aLine({ taxLines: [tax(21, 1_900)] })] },
    reason: { why: 'taxNotByRate', line: unboundLine, difference: -200 },
  },
  {
    name: 'VAT charged in Shopify by a company that pays none waits',
    order: {},
    change: { configuration: { vatPayer: false, vatRates: [] } },
    reason: { why: 'taxedButNotVatPayer', line: unboundLine, difference: 2_100 },
  },
  {
    name: 'lines that do not add up to the total wait with the difference and get no balancing line',
    order: { total: bani(12_101) },
    reason: { why: 'sumDiffers', composed: 12_100, total: 12_101, difference: 1 },
  },
  {
    name: 'what was paid does not stand in for a total that differs from the lines',
    order: { total: bani(12_101), received: bani(12_100) },
    reason: { why: 'sumDiffers', composed: 12_100, total: 12_101, difference: 1 },
  },
  {
    name: 'money given back without lines before the invoice waits with the difference',
    order: { refunds: [{ id: 'r', createdAt: new Date(0), returnId: null, total: bani(1_000), lines: [] }] },
    reason: { why: 'refundNotExplained', composed: 12_100, refunded: 1_000, difference: -1_000 },
  },
  {
    name: 'an order of which nothing stands waits',
    order: { lines: [aLine({ currentQuantity: 0 })] },
    reason: { why: 'nothingStands' },
  },
  {
    name: 'a discount above the price of its line waits with the difference',
    order: { lines: [aLine({ discounts: [bani(12_101)] })] },
    reason: { why: 'discountAboveLine', line: unboundLine, difference: 1 },
  },
  {
    name: 'a line without a name waits',
    order: { lines: [aLine({ name: ' ' })] },
    change: { preferences: { useStock: false, unboundLines: 'wait', hiddenBuyer: 'wait' }, bindings: new Map() },
    reason: { why: 'nameMissing', line: { ...unboundLine, name: ' ' } },
  },
  {
    name: 'an amount that no integer holds waits',
    order: { lines: [aLine({ unitPrice: bani(9_000_000_000_000), quantity: 1_000_000, taxLines: [] })], total: bani(1) },
    reason: { why: 'amountTooLarge', line: unboundLine },
  },
  {
    name: 'more lines than the service takes wait',
    order: { lines: Array.from({ length: 401 }, (_, place) => aLine({ id: `L${place}`, variantId: null, sku: null })) },
    reason: { why: 'tooManyLines', lines: 401, max: 400 },
  },
  {
    name: 'units spread over locations that do not sum to the line wait',
    order: {
      lines: [aLine({ quantity: 3 })],
      fulfilmentOrders: [
        {
          id: 'f1',
          status: 'OPEN',
          locationId: 'L1',
          lines: [{ lineId: 'gid://shopify/LineItem/1', itemId: null, total: 1, remaining: 1 }],
        },
        {
          id: 'f2',
          status: 'OPEN',
          locationId: 'L2',
          lines: [{ lineId: 'gid://shopify/LineItem/1', itemId: null, total: 1, remaining: 1 }],
        },
      ],
    },
    change: {
      warehouses: new Map([
        ['L1', 'Depozit Online'],
        ['L2', 'Magazin'],
      ]),
    },
    reason: { why: 'locationsUnclear', line: unboundLine },
  },
  {
    name: 'a buyer hidden by Shopify is said to be hidden, never to have no name',
    order: { buyer: nobody, hidden: ['customer.firstName', 'billingAddress'] },
    reason: { why: 'buyerHidden', fields: ['customer.firstName', 'billingAddress'] },
  },
] as const

for (const { name, order, reason, ...rest } of waiting) {
  test(name, () => {
    const change = 'change' in rest ? rest.change : {}
    const result = composeInvoice(composeFacts(order, change, 'invoice' in rest ? rest.invoice : {}))

    assert.deepEqual(result, { do: 'wait', reason })
  })
}
