import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { allocate, bani, currentTotals, orderedTotals, shortDecimals, sum, twoDecimals } from './order-money.ts'
import type { OrderFile } from './shop-file.ts'
import type { Order } from './state.ts'
import { aWorld, type TestWorld } from './test-world.ts'

async function anOrder(file: OrderFile, shop: TestWorld = aWorld()): Promise<Order> {
  const { status, body } = await shop.control('POST', '/orders', file)
  assert.equal(status, 201, JSON.stringify(body))
  const order = [...shop.shop.orders.values()].at(-1)
  assert.ok(order)
  return order
}

const cases: readonly { readonly name: string; readonly file: OrderFile; readonly total: string; readonly tax: string }[] = [
  { name: 'a price that contains 21 % holds its tax', file: { lines: [{ sku: 'TEE-S', quantity: 2 }] }, total: '121.00', tax: '21.00' },
  {
    name: 'a price without tax gets it on top',
    file: { lines: [{ sku: 'TEE-S', quantity: 2 }], taxesIncluded: false },
    total: '146.41',
    tax: '25.41',
  },
  {
    name: 'tax is rounded line by line',
    file: {
      lines: [
        { sku: 'SUB', quantity: 1 },
        { sku: 'SUB', quantity: 1 },
      ],
    },
    total: '19.98',
    tax: '3.46',
  },
  {
    name: 'a line discount lowers the tax',
    file: { lines: [{ sku: 'TEE-S', quantity: 2, discount: '21.00' }] },
    total: '100.00',
    tax: '17.36',
  },
  { name: 'a share of the order is off', file: { lines: [{ sku: 'TEE-S', quantity: 2 }], discount: '10%' }, total: '108.90', tax: '18.90' },
  {
    name: 'shipping has its own tax',
    file: { lines: [{ sku: 'TEE-S', quantity: 1 }], shipping: { title: 'Curier', price: '12.10' } },
    total: '72.60',
    tax: '12.60',
  },
]

for (const { name, file, total, tax } of cases) {
  test(name, async () => {
    const totals = orderedTotals(await anOrder(file))

    assert.deepEqual({ total: twoDecimals(totals.total), tax: twoDecimals(totals.tax) }, { total, tax })
  })
}

test('a line that is not taxed has no tax line', async () => {
  const shop = aWorld({ products: [{ title: 'Card', variants: [{ sku: 'CARD', price: '50.00', taxable: false }] }] })

  const { body } = await shop
    .control('POST', '/orders', { lines: [{ sku: 'CARD', quantity: 1 }] })
    .then(() =>
      shop.admin(
        '{ orders(first: 1) { nodes { totalTaxSet { shopMoney { amount } } lineItems(first: 1) { nodes { taxable taxLines { rate } } } } } }',
      ),
    )

  const nodes = [{ totalTaxSet: { shopMoney: { amount: '0.0' } }, lineItems: { nodes: [{ taxable: false, taxLines: [] }] } }]
  assert.deepEqual(body.data, { orders: { nodes } })
})

test('a variant may have a rate of its own', async () => {
  const shop = aWorld({ products: [{ title: 'Carte', variants: [{ sku: 'BOOK', price: '111.00', vat: 11 }] }] })

  const order = await anOrder({ lines: [{ sku: 'BOOK', quantity: 1 }] }, shop)

  assert.equal(orderedTotals(order).tax, 1_100)
})

test('parts of an amount always sum to the amount', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.array(fc.nat(10_000_000), { minLength: 1, maxLength: 20 }), (amount, weights) => {
      fc.pre(sum(weights) > 0)
      const parts = allocate(amount, weights)
      assert.equal(sum(parts), amount)
      assert.ok(parts.every((part, index) => part >= 0 && (weights[index] !== 0 || part === 0)))
    }),
  )
})

test('units taken away one by one take away all the money', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 900 }), async (quantity, discount) => {
      const shop = aWorld()
      const order = await anOrder(
        { lines: [{ sku: 'SUB', quantity, discount: twoDecimals(Math.min(discount, quantity * 999)) }], paid: true },
        shop,
      )
      const { total } = orderedTotals(order)
      for (let unit = 0; unit < quantity; unit += 1) {
        await shop.control('POST', `/orders/${order.id}/refund`, { lines: [{ sku: 'SUB', quantity: 1, restock: 'cancel' }] })
      }
      assert.equal(currentTotals(order).total, 0)
      assert.equal(sum(order.refunds.flatMap(({ lines }) => lines.map(({ subtotal }) => subtotal))), total)
    }),
    { numRuns: 25 },
  )
})

test('money is written as each side writes it', () => {
  assert.deepEqual([2_000, 6_050, 1, -150].map(shortDecimals), ['20.0', '60.5', '0.01', '-1.5'])
  assert.deepEqual([2_000, 6_050, 1, -150].map(twoDecimals), ['20.00', '60.50', '0.01', '-1.50'])
  assert.deepEqual(['60.50', '7', '0.5'].map(bani), [6_050, 700, 50])
})
