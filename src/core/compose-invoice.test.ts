import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aLine, aShippingLine, nobody, tax } from '#test/an-order.ts'
import { bound, composeFacts } from '#test/compose-facts.ts'
import { composeInvoice, type ComposedInvoice } from './compose-invoice.ts'
import type { LineBinding } from './invoice-product.ts'
import type { InvoiceLine, ServiceInvoice } from './invoice.ts'
import { bani } from './money.ts'
import { defaultInvoicePreferences, defaultWarehousePreferences, type InvoicePreferences } from './settings.ts'

function composed(result: ComposedInvoice): ServiceInvoice {
  return result.do === 'invoice' ? result.invoice : assert.fail(JSON.stringify(result))
}

function show(line: InvoiceLine): string {
  const vat = line.vat === null ? 'no VAT' : `${line.vat.percent}%`
  if (line.kind === 'discount') return `discount -${line.amount} ${vat}`
  const where = line.warehouse === null ? '' : ` from ${line.warehouse}`
  return `${line.kind} ${line.code ?? '-'} ${line.quantity} x ${line.unitPrice} ${line.taxIncluded ? 'gross' : 'net'} ${vat}${where}`
}

const chosenZero: Partial<InvoicePreferences> = { vat: [{ percent: 0, name: 'SDD' }] }

const written = [
  {
    name: 'a line is its original unit price times its quantity',
    order: { lines: [aLine({ quantity: 2 })] },
    lines: ['product TEE-S 2 x 12100 gross 21% from Depozit Online'],
  },
  {
    name: 'a discount stands beneath its line with exactly the bani that Shopify allocated',
    order: { lines: [aLine({ quantity: 3, discounts: [bani(1_000), bani(1)], taxLines: [tax(21, 6_126)] })] },
    lines: ['product TEE-S 3 x 12100 gross 21% from Depozit Online', 'discount -1001 21%'],
  },
  {
    name: 'a discount in the price splits the quantity into two lines that differ by one ban',
    order: { lines: [aLine({ quantity: 3, discounts: [bani(1_000)], taxLines: [tax(21, 6_126)] })] },
    invoice: { discounts: 'price' },
    lines: ['product TEE-S 1 x 11766 gross 21% from Depozit Online', 'product TEE-S 2 x 11767 gross 21% from Depozit Online'],
  },
  {
    name: 'shipping is a service line and its discount stands beneath it',
    order: { shippingLines: [aShippingLine({ discounted: bani(815), taxLines: [tax(21, 141)] })] },
    lines: ['product TEE-S 1 x 12100 gross 21% from Depozit Online', 'service TRANSPORT 1 x 1815 gross 21%', 'discount -1000 21%'],
  },
  {
    name: 'free shipping and removed shipping print nothing',
    order: {
      shippingLines: [
        aShippingLine({ id: 's1', price: bani(0), discounted: bani(0), taxLines: [] }),
        aShippingLine({ id: 's2', removed: true }),
      ],
      total: bani(12_100),
    },
    lines: ['product TEE-S 1 x 12100 gross 21% from Depozit Online'],
  },
  {
    name: 'a bundle is its component lines with the prices that Shopify allocated to each',
    order: {
      lines: [
        aLine({ quantity: 2, discounts: [bani(334)], taxLines: [tax(21, 4_142)] }),
        aLine({ id: 'component', sku: 'COF-1', unitPrice: bani(1_111), discounts: [bani(166)], taxLines: [tax(11, 94)] }),
      ],
    },
    change: {
      bindings: new Map<string, LineBinding>([...bound, ['component', { is: 'bound', code: 'COF-1', name: 'Cafea', unit: 'kg' }]]),
    },
    lines: [
      'product TEE-S 2 x 12100 gross 21% from Depozit Online',
      'discount -334 21%',
      'product COF-1 1 x 1111 gross 11% from Depozit Online',
      'discount -166 11%',
    ],
  },
  {
    name: 'tip, fee, gift card and custom item are services that need no binding',
    order: {
      lines: [
        aLine({ id: 'card', giftCard: true, sku: null, unitPrice: bani(5_000), taxLines: [] }),
        aLine({ id: 'custom', variantId: null, itemId: null, sku: null, unitPrice: bani(1_210), taxLines: [tax(21, 210)] }),
      ],
      fees: [{ id: 'fee', name: 'Ramburs', price: bani(121), taxLines: [tax(21, 21)] }],
      tip: bani(300),
    },
    invoice: chosenZero,
    lines: [
      'service CARD-CADOU 1 x 5000 gross 0%',
      'service DIVERSE 1 x 1210 gross 21%',
      'service TAXA 1 x 121 gross 21%',
      'service BACSIS 1 x 300 gross 0%',
    ],
  },
  {
    name: 'a tip that already stands among the lines is not charged twice',
    order: {
      lines: [aLine(), aLine({ id: 'tip', variantId: null, sku: null, unitPrice: bani(300), taxLines: [] })],
      tip: bani(300),
      total: bani(12_400),
    },
    invoice: chosenZero,
    lines: ['product TEE-S 1 x 12100 gross 21% from Depozit Online', 'service DIVERSE 1 x 300 gross 0%'],
  },
  {
    name: 'prices without tax are written without tax when the service rounds to the same total',
    order: { taxesIncluded: false, lines: [aLine({ unitPrice: bani(10_000), taxLines: [tax(21, 2_100)] })] },
    lines: ['product TEE-S 1 x 10000 net 21% from Depozit Online'],
  },
  {
    name: 'a discount on prices without tax goes into the price when its own VAT line would be rounded otherwise',
    order: {
      taxesIncluded: false,
      lines: [aLine({ unitPrice: bani(1_001), quantity: 3, discounts: [bani(1)], taxLines: [tax(21, 630)] })],
    },
    lines: ['product TEE-S 1 x 1000 net 21% from Depozit Online', 'product TEE-S 2 x 1001 net 21% from Depozit Online'],
  },
  {
    name: 'prices without tax are written with the tax of Shopify inside when the service would round otherwise',
    order: {
      taxesIncluded: false,
      lines: [
        aLine({ unitPrice: bani(102), taxLines: [tax(21, 21)] }),
        aLine({ id: 'custom', variantId: null, sku: null, quantity: 2, unitPrice: bani(51), taxLines: [tax(21, 21)] }),
      ],
    },
    lines: ['product TEE-S 1 x 123 gross 21% from Depozit Online', 'service DIVERSE 1 x 61 gross 21%', 'service DIVERSE 1 x 62 gross 21%'],
  },
  {
    name: 'units refunded before the invoice are left out, with their share of the discount',
    order: {
      lines: [aLine({ quantity: 3, currentQuantity: 2, discounts: [bani(1_000)], taxLines: [tax(21, 6_126)] })],
      total: bani(35_300),
      refunds: [{ id: 'r', createdAt: new Date(0), returnId: null, total: bani(11_767), lines: [] }],
    },
    lines: ['product TEE-S 2 x 12100 gross 21% from Depozit Online', 'discount -667 21%'],
  },
  {
    name: 'units removed by an edit of an unpaid order are left out when what is owed proves it',
    order: {
      lines: [aLine(), aLine({ id: 'gone', currentQuantity: 0 })],
      total: bani(24_200),
      received: bani(0),
      outstanding: bani(12_100),
      financialStatus: 'PENDING',
    },
    lines: ['product TEE-S 1 x 12100 gross 21% from Depozit Online'],
  },
  {
    name: 'units of one line that ship from two locations are discharged in the warehouse of each',
    order: {
      lines: [aLine({ quantity: 3 })],
      fulfilmentOrders: [
        {
          id: 'f1',
          status: 'OPEN',
          locationId: 'L1',
          lines: [{ lineId: 'gid://shopify/LineItem/1', itemId: null, total: 2, remaining: 2 }],
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
    lines: ['product TEE-S 2 x 12100 gross 21% from Depozit Online', 'product TEE-S 1 x 12100 gross 21% from Magazin'],
  },
  {
    name: 'a discount on units that ship from two locations lies in the price',
    order: {
      lines: [aLine({ quantity: 3, discounts: [bani(1_000)], taxLines: [tax(21, 6_126)] })],
      fulfilmentOrders: [
        {
          id: 'f1',
          status: 'OPEN',
          locationId: 'L1',
          lines: [{ lineId: 'gid://shopify/LineItem/1', itemId: null, total: 2, remaining: 2 }],
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
    lines: ['product TEE-S 2 x 11767 gross 21% from Depozit Online', 'product TEE-S 1 x 11766 gross 21% from Magazin'],
  },
  {
    name: 'a product that is not bound becomes a service without discharge when the merchant chose that',
    order: {},
    change: { bindings: new Map(), preferences: { useStock: true, unboundLines: 'service', hiddenBuyer: 'wait' } },
    lines: ['service TEE-S 1 x 12100 gross 21%'],
  },
  {
    name: 'without use stock a product needs no binding and discharges nothing',
    order: {},
    change: { bindings: new Map(), preferences: { useStock: false, unboundLines: 'wait', hiddenBuyer: 'wait' } },
    lines: ['product TEE-S 1 x 12100 gross 21%'],
  },
  {
    name: 'a company that pays no VAT sends no VAT',
    order: { lines: [aLine({ taxLines: [] })] },
    change: { configuration: { vatPayer: false, vatRates: [] } },
    lines: ['product TEE-S 1 x 12100 gross no VAT from Depozit Online'],
  },
] as const

for (const { name, order, lines, ...rest } of written) {
  test(name, () => {
    const change = 'change' in rest ? rest.change : {}
    const result = composeInvoice(composeFacts(order, change, 'invoice' in rest ? rest.invoice : {}))

    assert.deepEqual(composed(result).lines.map(show), lines)
  })
}

test('the invoice names the order and carries the mark of its attempt', () => {
  const plain = composed(composeInvoice(composeFacts({})))
  const dollars = composed(composeInvoice(composeFacts({ name: "$'1001$&" })))
  const ownWords = composed(composeInvoice(composeFacts({}, {}, { mentions: 'Multumim!', dueDays: 10 })))

  assert.equal(plain.mentions, 'Comanda Shopify #1001 [P7K2M9]')
  assert.equal(dollars.mentions, "Comanda Shopify $'1001$& [P7K2M9]")
  assert.equal(ownWords.mentions, 'Multumim! #1001 [P7K2M9]')
  assert.equal(ownWords.dueDay, '2026-12-03')
})

test('a payment is recorded by method and only when all the money has arrived', () => {
  const rules: Partial<InvoicePreferences> = {
    record: 'cardOnline',
    methods: [{ gateway: 'Cash on Delivery', trigger: 'fulfilled', record: 'cashOnDelivery' }],
  }
  const byCard = composed(composeInvoice(composeFacts({}, {}, rules)))
  const onDelivery = composed(composeInvoice(composeFacts({ gateways: ['cash on delivery'] }, {}, rules)))
  const unpaid = composed(composeInvoice(composeFacts({ received: bani(0), outstanding: bani(12_100) }, {}, rules)))

  assert.deepEqual(byCard.payment, { type: 'cardOnline', value: 12_100 })
  assert.deepEqual(onDelivery.payment, { type: 'cashOnDelivery', value: 12_100 })
  assert.equal(unpaid.payment, null)
})

test('by name the billing name is printed and the code is left out', () => {
  const byName = new Map([['gid://shopify/LineItem/1', { is: 'bound', code: '', name: 'Tricou S', unit: 'buc' } as const]])
  const service = {
    invoice: { ...defaultInvoicePreferences, series: 'SHOP' },
    warehouse: { ...defaultWarehousePreferences, name: 'Depozit Online', codeType: 'name' },
  } as const
  const [line] = composed(composeInvoice(composeFacts({}, { bindings: byName, service }))).lines

  assert.deepEqual(line?.kind === 'product' && [line.name, line.code, line.useServiceName], ['Tricou S', null, false])
})

test('a buyer typed by a person stands in place of a hidden one', () => {
  const client = {
    name: 'Ana',
    vatCode: null,
    isTaxPayer: false,
    address: '-',
    city: 'Cluj-Napoca',
    county: 'Cluj',
    country: 'Romania',
    email: null,
    phone: null,
  }
  const result = composeInvoice(composeFacts({ buyer: nobody, hidden: ['customer'] }, { typedBuyer: client }))

  assert.deepEqual(composed(result).client, client)
})
