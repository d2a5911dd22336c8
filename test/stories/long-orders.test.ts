import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { listLagMs } from '#core/stock-settings.ts'
import { tenantByDomain } from '#db/tenants.ts'
import { importOrders } from '#jobs/import-due-orders.ts'
import { idOf } from '#shopify/gid.ts'
import { openStory, type Story } from '#test/story.ts'
import { actOnOrder, anOrder, askFor, book, callsOf, documents, level, orderShown, ordersPath, problems, stock } from '#test/story-facts.ts'

const quarterMs = 15 * 60_000
const codes = ['TEE-S', 'MUG-W']

type Placing = { readonly shopifyPlan?: string; readonly products?: readonly string[] }
type Long = Story & { readonly orderId: string }

/** A shop with plenty of both products, and an order of so many lines of one unit. */
async function placed(lines: number, { shopifyPlan = 'plus', products = codes }: Placing = {}): Promise<Long> {
  const story = await openStory({
    world: {
      shop: {
        shopifyPlan,
        products: products.map((sku) => ({ title: sku, variants: [{ sku, price: '10.00', stock: { Depozit: { available: 20_000 } } }] })),
      },
      smartbill: { stock: products.map((code) => ({ warehouse: 'Depozit Online', code, name: code, unit: 'buc', quantity: 20_000 })) },
    },
  })
  const { id } = await anOrder(story, {
    lines: Array.from({ length: lines }, (_, line) => ({ sku: products[line % products.length], quantity: 1 })),
    paid: true,
  })
  return { ...story, orderId: idOf(id) }
}

for (const lines of [60, 400]) {
  test(`an order of ${lines} lines is invoiced with all of them, and stock is right on both sides`, async () => {
    await using story = await placed(lines)

    await story.settle()
    await story.advance(quarterMs)

    const [invoice, ...others] = await documents(story)
    assert.deepEqual([invoice?.lines.length, others.length], [lines, 0])
    assert.equal((await orderShown(story, '#1001')).state, 'issued')
    for (const code of codes) {
      assert.equal(await stock(story, code), 20_000 - lines / 2)
      assert.deepEqual(await level(story, code), { available: 20_000 - lines / 2, committed: lines / 2, onHand: 20_000 })
    }
  })
}

for (const lines of [401, 10_000]) {
  test(`an order of ${lines} lines holds its units and waits, and the reason names the limit of SmartBill and what to do`, async () => {
    await using story = await placed(lines)

    await story.settle()
    await story.advance(2 * quarterMs)

    assert.deepEqual(await orderShown(story, '#1001'), {
      state: 'waiting',
      say: 'reason.tooManyLines',
      reason: `The invoice would have ${lines} lines, and the billing service takes 400 at most. Invoice it by hand in parts, then mark it as invoiced elsewhere.`,
    })
    assert.deepEqual(await problems(story), [{ kind: 'orderWaits', name: '#1001' }])
    assert.deepEqual(await documents(story), [])
    assert.deepEqual(await sweepEnded(story), 'all orders are known')
    const sold = { 'TEE-S': Math.ceil(lines / 2), 'MUG-W': Math.floor(lines / 2) }
    for (const [code, units] of Object.entries(sold)) {
      assert.equal(await stock(story, code), 20_000)
      assert.equal((await level(story, code)).available, 20_000 - units)
    }

    for (const [code, units] of Object.entries(sold)) await book(story, 'adjust', { code, quantity: -units })
    assert.equal(await askFor(story, '#1001', 'settle'), 200)
    await story.advance(quarterMs)
    assert.equal((await orderShown(story, '#1001')).state, 'issued')
    assert.equal((await level(story, 'TEE-S')).available, 20_000 - sold['TEE-S'])
    assert.deepEqual(await problems(story), [])
  })
}

test('the lines of a long order that were shipped and came back are all read', async () => {
  const many = Array.from({ length: 60 }, (_, place) => `TEE-${place}`)
  await using story = await placed(60, { products: many })
  await story.settle()

  await actOnOrder(story, '#1001', 'fulfil')
  await actOnOrder(story, '#1001', 'refund', { lines: many.map((sku) => ({ sku, quantity: 1, restock: 'return' })) })
  await story.settle()

  const { lines } = await orderLines(story)
  assert.deepEqual([lines.length, unitsOf(lines, 'fulfilled'), unitsOf(lines, 'released')], [60, 0, 60])
})

test('a page that Shopify throttles is waited for, and the order is not begun again', async () => {
  await using story = await placed(60)
  await story.world('POST', '/faults', { service: 'shopify', kind: 'throttle', times: 3, match: { field: 'order' } })

  await story.settle()

  assert.equal((await orderShown(story, '#1001')).state, 'issued')
})

test('an order that costs more points than the bucket of a Basic shop holds is read to its end', async () => {
  await using story = await placed(10_000, { shopifyPlan: 'basic' })
  const { io } = story.context
  let waits = 0
  async function until(at: Date): Promise<void> {
    waits += 1
    await story.sandbox.world.clock.advanceTo(at.getTime())
  }
  const context = { ...story.context, io: { ...io, clock: { now: () => io.clock.now(), until } } }
  const tenant = await tenantByDomain(context.db, story.shop.domain)
  assert.ok(tenant !== undefined)

  const unread = await importOrders(context, tenant.tenantId, [story.orderId])

  assert.deepEqual([...unread], [])
  assert.ok(waits > 10, `${waits} waits`)
  assert.equal((await orderLines(story)).lines.length, 10_000)
})

test('an order that cannot be read whole is a problem by its name, keeps no other from its invoice, and is read again by itself', async () => {
  await using story = await placed(1)
  await writeDocuments(story, '"what no Punte has written"')
  await anOrder(story, { lines: [{ sku: 'MUG-W', quantity: 3 }], paid: true })

  await story.settle()
  await story.advance(quarterMs)

  assert.deepEqual(await problems(story), [{ kind: 'orderUnread', name: '#1001' }])
  assert.equal((await orderShown(story, '#1002')).state, 'issued')
  assert.equal((await level(story, 'MUG-W')).available, 20_000 - 3)
  assert.equal((await level(story, 'TEE-S')).available, 20_000 - 1)
  assert.equal(await sweepEnded(story), 'orders are missing')

  await writeDocuments(story, '[]')
  await story.advance(2 * quarterMs)

  assert.deepEqual(await problems(story), [])
  assert.equal((await orderShown(story, '#1001')).state, 'issued')
  assert.equal(await sweepEnded(story), 'all orders are known')
})

test('orders that cannot be read together are read each by itself', async () => {
  await using story = await placed(1)
  const other = await anOrder(story, { lines: [{ sku: 'MUG-W', quantity: 3 }], paid: true })
  const tenant = await tenantByDomain(story.context.db, story.shop.domain)
  assert.ok(tenant !== undefined)
  await story.world('POST', '/faults', { service: 'shopify', kind: 'http', status: 502, body: 'html', match: { field: 'nodes' } })

  const unread = await importOrders(story.context, tenant.tenantId, [story.orderId, idOf(other.id)])

  assert.equal(unread.size, 0)
  assert.equal(callsOf(story, 'shopify').filter((body) => body.includes('query Orders(')).length, 3)
})

test('while Shopify is away its orders are no problems, and are read once it is back', async () => {
  await using story = await placed(1)
  await story.world('POST', '/faults', { service: 'shopify', kind: 'http', status: 502, body: 'html', times: 30 })

  await story.settle()
  assert.deepEqual(await problems(story), [])
  await story.world('DELETE', '/faults')
  await story.advance(2 * quarterMs)

  assert.deepEqual(await problems(story), [])
  assert.equal((await orderShown(story, '#1001')).state, 'issued')
})

/** Whether the last sweep ended with every changed order known: only then is a lowered figure a person's edit. */
async function sweepEnded(story: Story): Promise<string> {
  const { swept_to: known, began_at: began } = await story.database.db.selectFrom('sweeps').selectAll().executeTakeFirstOrThrow()
  return known !== null && began !== null && began.getTime() - known.getTime() <= listLagMs ? 'all orders are known' : 'orders are missing'
}

type Line = { readonly fulfilled: number; readonly released: number }

async function orderLines(story: Story): Promise<{ lines: Line[] }> {
  const { body } = await story.api('GET', `${ordersPath}/%231001`)
  return z.object({ lines: z.array(z.object({ fulfilled: z.number(), released: z.number() })) }).parse(body)
}

function unitsOf(lines: readonly Line[], of: keyof Line): number {
  return lines.reduce((sum, line) => sum + line[of], 0)
}

/** Another app writes to the order's field in which installations of Punte name their documents. */
async function writeDocuments(story: Long, value: string): Promise<void> {
  const query = 'mutation Write($metafields: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $metafields) { userErrors { message } } }'
  const ownerId = `gid://shopify/Order/${story.orderId}`
  const variables = { metafields: [{ ownerId, namespace: 'punte', key: 'documents', type: 'json', value }] }
  const answer = await story.sandbox.fetch(
    new Request('http://sandbox.test/shopify/demo.myshopify.com/admin/api/2026-10/graphql.json', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-shopify-access-token': 'shpat_demo' },
      body: JSON.stringify({ query, variables }),
    }),
  )
  assert.match(await answer.text(), /"userErrors":\[\]/)
}
