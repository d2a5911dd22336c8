import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { checkLevels, levelsOf, openUnits } from './levels.ts'
import { aWorld, variantOf, type TestWorld } from './test-world.ts'

type Deed = { readonly path: string; readonly body?: unknown }

const quantity = fc.integer({ min: 1, max: 3 })
const sku = fc.constantFrom('TEE-S', 'TEE-M', 'SUB')
const lines = fc.array(fc.record({ sku, quantity }), { minLength: 1, maxLength: 3 })
const order = fc.integer({ min: 1, max: 3 }).map((number) => `/orders/${1_000 + number}`)
const restock = fc.constantFrom('cancel', 'return', 'none')

const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ path: fc.constant('/orders'), body: fc.record({ lines, paid: fc.boolean() }) }),
  order.map((path) => ({ path: `${path}/pay` })),
  order.map((path) => ({ path: `${path}/fulfil` })),
  fc
    .tuple(order, sku, quantity)
    .map(([path, code, units]) => ({ path: `${path}/fulfil`, body: { lines: [{ sku: code, quantity: units }] } })),
  fc.tuple(order, fc.boolean()).map(([path, back]) => ({ path: `${path}/cancel`, body: { restock: back } })),
  fc
    .tuple(order, sku, quantity, restock)
    .map(([path, code, units, how]) => ({ path: `${path}/refund`, body: { lines: [{ sku: code, quantity: units, restock: how }] } })),
  fc.tuple(order, sku, fc.constantFrom(-2, -1, 1, 2)).map(([path, code, delta]) => ({ path: `${path}/edit`, body: { sku: code, delta } })),
)

test('whatever happens to orders, committed is what open orders hold, and no unit goes below zero in a line', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { maxLength: 25 }), async (deeds) => {
      const shop = aWorld({ webhooks: null })
      for (const { path, body } of deeds) {
        const { status } = await shop.control('POST', path, body)
        assert.ok([200, 201, 404, 422].includes(status), `${path} answered ${status}`)
        holdsTogether(shop)
      }
    }),
    { numRuns: 60 },
  )
})

test('an order that is placed and cancelled with restock leaves the shelf as it was', async () => {
  await fc.assert(
    fc.asyncProperty(lines, fc.boolean(), async (wanted, paid) => {
      const shop = aWorld({ webhooks: null })
      const before = figures(shop)
      await shop.control('POST', '/orders', { lines: wanted, paid })
      await shop.control('POST', '/orders/1001/cancel', { restock: true })
      assert.deepEqual(figures(shop), before)
    }),
    { numRuns: 30 },
  )
})

function holdsTogether({ shop }: TestWorld): void {
  for (const levels of shop.levels.byLocation.values()) checkLevels(levels)
  for (const order of shop.orders.values()) {
    for (const line of order.lines)
      assert.ok(
        line.currentQuantity >= 0 && line.currentQuantity <= line.quantity,
        `${order.name} has ${line.currentQuantity} of ${line.quantity}`,
      )
    const open = order.fulfilmentOrders.flatMap((each) => each.lines.map((held) => held.remaining))
    assert.ok(open.every((units) => units >= 0))
  }
  for (const level of levelsOf(shop, variantOf(shop, 'SUB').item.id)) assert.equal(openUnits(level), 0)
}

function figures({ shop }: TestWorld): unknown {
  return [...shop.levels.byLocation.values()].flat().map(({ counters }) => ({ ...counters }))
}
