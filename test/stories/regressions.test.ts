import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { openDb } from '#db/client.ts'
import { openProduct, openStory, type Story } from '#test/story.ts'
import { demoShopSettings } from '#test/story-world.ts'
import {
  actOnOrder,
  anOrder,
  book,
  callsOf,
  companyPath,
  documents,
  figuresWritten,
  hideOrders,
  level,
  orderShown,
  orderState,
  products,
  shopPath,
  stock,
  stockWrites,
} from '#test/story-facts.ts'

/** Bugs that other people's programs had, by the words of their list. */
const quarterMs = 15 * 60_000
const hourMs = 60 * 60_000
const code = 'TEE-S'
const two = { lines: [{ sku: code, quantity: 2 }], paid: true }
const shop = '/shops/demo.myshopify.com'

test('An unmatched product set to stock 0: it keeps its figure through every kind of run', async () => {
  const stock = [{ warehouse: 'Depozit Online', code: 'MUG-W', name: 'Cana alba', quantity: 40 }]
  await using story = await openStory({ world: { smartbill: { stock } } })

  await syncNow(story)
  await story.api('POST', `${shop}/services/smartbill/test`)
  await story.advance(2 * quarterMs)

  assert.equal((await level(story, code)).available, 1000)
  assert.equal((await level(story, 'MUG-W')).available, 40)
})

test('An empty feed that zeroes a shop: nothing is written while the list is empty', async () => {
  await using story = await openStory()
  await fault(story, 'smartbill', { kind: 'emptyList', times: 100 })

  await story.advance(4 * quarterMs)
  await syncNow(story)

  assert.equal(stockWrites(story), 0)
})

test('An order in flight re-sold by a stock push: units of an order that nobody has imported stay sold', async () => {
  await using story = await openStory()
  const { hook_token: token } = await story.database.db.selectFrom('connections').select('hook_token').executeTakeFirstOrThrow()
  await story.world('PATCH', `${companyPath}/settings`, { push: { url: `http://punte.test/hooks/smartbill/${token}`, token } })
  await hideOrders(story)
  await anOrder(story, two)
  await story.world('DELETE', '/faults')
  await story.world('POST', '/faults', { service: 'shopify', kind: 'http', status: 503, times: 50, match: { field: 'orders' } })

  await book(story, 'nir', { code, quantity: 10 })
  await story.settle()

  assert.equal((await level(story, code)).available, 1008)
})

test('reservations cached during a long pass: an order that comes between look and write is not sold again', async () => {
  await using story = await openStory()
  await fault(story, 'shopify', { kind: 'concurrentSale', sku: code, quantity: 3, match: { field: 'inventorySetQuantities' } })

  await book(story, 'nir', { code, quantity: 10 })
  await story.advance(2 * quarterMs)

  assert.deepEqual(await level(story, code), { available: 1007, committed: 3, onHand: 1010 })
  assert.deepEqual(figuresWritten(story), [1010, 1007])
})

test('Invoiced orders subtracted a second time: an invoice that waits for its parcel hides nothing', async () => {
  await using story = await openStory()

  await anOrder(story, two)
  await story.advance(4 * quarterMs)

  assert.equal(await stock(story, code), 998)
  assert.equal((await level(story, code)).available, 998)
  assert.equal(stockWrites(story), 0)
})

test('The first of duplicate SKUs wins: neither is taken, and both say so', async () => {
  const variants = [
    { id: 501, title: 'S', sku: code, price: '10.00', stock: { Depozit: { available: 5 } } },
    { id: 502, title: 'M', sku: code, price: '10.00', stock: { Depozit: { available: 6 } } },
  ]
  await using story = await openStory({ world: { shop: { products: [{ title: 'Tricou', variants }] } } })

  await anOrder(story, { lines: [{ variantId: 501, quantity: 1 }], paid: true })
  await story.advance(2 * quarterMs)

  assert.equal(stockWrites(story), 0)
  assert.deepEqual(await documents(story), [])
  assert.deepEqual(
    (await products(story, { code })).filter(({ onlyIn }) => onlyIn === null).map(({ binding }) => binding),
    ['ambiguous', 'ambiguous'],
  )
})

test('a changed SKU becomes a new product: nothing is created in SmartBill and no figure is lost', async () => {
  await using story = await openStory()
  await story.world('PATCH', `${shopPath}/variants/${code}`, { sku: 'TEE-NEW' })

  await anOrder(story, { ...two, lines: [{ sku: 'TEE-NEW', quantity: 2 }] })
  await story.advance(2 * quarterMs)

  assert.equal((await level(story, 'TEE-NEW')).available, 998)
  assert.deepEqual(await story.world('GET', `${companyPath}/stock?code=TEE-NEW`), [])
})

test('One bundle parent blocks hundreds of products: it is left out, and the others are written', async () => {
  const parent = { title: 'Set', sku: 'SET-1', price: '90.00', requiresComponents: true, stock: { Depozit: { available: 3 } } }
  const shirt = { title: 'S', sku: code, price: '60.50', stock: { Depozit: { available: 1000 } } }
  const rows = [code, 'SET-1'].map((each) => ({ warehouse: 'Depozit Online', code: each, name: each, quantity: 1200 }))
  await using story = await openStory({
    world: {
      shop: {
        products: [
          { title: 'Set', variants: [parent] },
          { title: 'Tricou', variants: [shirt] },
        ],
      },
      smartbill: { stock: rows },
    },
  })

  await story.advance(quarterMs)

  assert.equal((await level(story, code)).available, 1200)
  assert.equal((await level(story, 'SET-1')).available, 3)
})

test('One bundle parent blocks hundreds of products: one that became a bundle since it was read is refused alone', async () => {
  await using story = await openStory()
  await book(story, 'nir', { code, quantity: 10 })
  await book(story, 'nir', { code: 'MUG-W', quantity: 10 })
  story.meanwhile({
    at: 'call',
    of: 'inventorySetQuantities',
    happens: () => story.world('PATCH', `${shopPath}/variants/MUG-W`, { requiresComponents: true }),
  })

  await story.advance(quarterMs)

  assert.equal((await level(story, code)).available, 1010)
  assert.equal((await level(story, 'MUG-W')).available, 50)
})

test('Two calls a product: three hundred movements among seven hundred are carried with two writes and a handful of reads', async () => {
  const codes = Array.from({ length: 700 }, (_, index) => `P-${index}`)
  const variants = codes.map((sku) => ({ title: sku, sku, price: '10.00', stock: { Depozit: { available: 10 } } }))
  const rows = codes.map((each, index) => ({ warehouse: 'Depozit Online', code: each, name: each, quantity: index < 300 ? 11 : 10 }))
  await using story = await openStory({
    world: { shop: { products: variants.map((variant) => ({ title: variant.sku, variants: [variant] })) }, smartbill: { stock: rows } },
  })

  await story.advance(quarterMs)

  assert.equal((await level(story, 'P-299')).available, 11)
  assert.equal((await level(story, 'P-300')).available, 10)
  assert.equal(stockWrites(story), 2)
  const calls = callsOf(story, 'shopify').filter((call) => call.includes('graphql.json'))
  assert.ok(calls.length < 40, `${calls.length} calls`)
  assert.ok(callsOf(story, 'smartbill').length < 20)
})

test('`paid` arrives before `create` and the order is lost: the paid one alone is enough', async () => {
  await using story = await openStory()
  await fault(story, 'webhooks', { kind: 'drop', times: 10, match: { field: 'orders/create' } })

  await anOrder(story, two)
  await story.settle()

  assert.equal(await orderState(story, '#1001'), 'issued')
})

test('two events in one second, the newer dropped: placed and paid in the same second, the order is invoiced', async () => {
  await using story = await openStory()

  await anOrder(story, { ...two, paid: false })
  await actOnOrder(story, '#1001', 'pay')
  await story.settle()

  assert.equal(await orderState(story, '#1001'), 'issued')
})

test('a failed run counted as good: it says that it failed, and what it missed is carried as soon as SmartBill answers', async () => {
  await using story = await openStory()
  await book(story, 'nir', { code, quantity: 10 })
  await fault(story, 'smartbill', { kind: 'http', status: 503, body: 'html', times: 1000 })

  const { body } = await story.api('POST', `${shop}/runs`)
  await story.settle()
  const { id } = z.object({ id: z.string() }).parse(body)
  const run = z.object({ state: z.string() }).parse((await story.api('GET', `${shop}/runs/${id}`)).body)
  assert.equal(run.state, 'failed')

  await story.world('DELETE', '/faults')
  await story.advance(quarterMs)
  assert.equal((await level(story, code)).available, 1010)
})

test('A job thought queued but dropped: a cancellation that no delivery told of is found by the next reading', async () => {
  await using story = await openStory({ settings: demoShopSettings({ invoice: { trigger: 'manual' } }) })
  await anOrder(story, two)
  await story.settle()
  await fault(story, 'webhooks', { kind: 'drop', times: 100 })

  await actOnOrder(story, '#1001', 'cancel', { restock: true })
  await story.advance(quarterMs)

  assert.equal((await level(story, code)).available, 1000)
  assert.deepEqual([(await orderShown(story, '#1001')).say], ['reason.cancelled'])
})

test('a stock pass "done" though it crashed: a write that Shopify refuses is told as such and made again', async () => {
  await using story = await openStory()
  await fault(story, 'shopify', { kind: 'http', status: 500, body: 'html', times: 3, match: { field: 'inventorySetQuantities' } })

  await book(story, 'nir', { code, quantity: 10 })
  await story.advance(quarterMs)
  await story.advance(quarterMs)

  assert.equal((await level(story, code)).available, 1010)
  const Runs = z.object({ items: z.array(z.object({ id: z.string() })) })
  const runs = Runs.parse((await story.api('GET', `${shop}/runs`)).body).items
  const first = (await story.api('GET', `${shop}/runs/${runs.at(-1)?.id}`)).body
  assert.notEqual(z.object({ changes: z.array(z.object({ outcome: z.string() })) }).parse(first).changes[0]?.outcome, 'written')
})

test('a stock pass "done" though it crashed: the run of a worker that died in it is told as failed, and its products are looked at again', async () => {
  await using story = await openStory()
  const db = openDb(story.database.url)
  const dying = await openProduct({ ...story.database, db }, story.sandbox)
  dying.meanwhile({ at: 'answer', of: 'inventorySetQuantities', happens: () => db.destroy() })

  await book(story, 'nir', { code, quantity: 10 })
  await assert.rejects(dying.advance(quarterMs))
  await dying.context.locks[Symbol.asyncDispose]()
  await book(story, 'nir', { code, quantity: 5 })
  await story.advance(quarterMs)

  assert.equal((await level(story, code)).available, 1015)
  const Runs = z.object({ items: z.array(z.object({ state: z.string() })) })
  const { items } = Runs.parse((await story.api('GET', `${shop}/runs`)).body)
  assert.deepEqual(
    items.map(({ state }) => state),
    ['done', 'failed'],
  )
})

for (const service of ['smartbill', 'shopify']) {
  test(`an outage longer than the retry budget = abandoned: after hours without ${service} everything catches up by itself`, async () => {
    await using story = await openStory()
    await fault(story, service, { kind: 'dropBeforeCommit', times: 1_000_000 })
    await fault(story, 'webhooks', { kind: 'drop', times: 100 })
    await anOrder(story, two)
    await book(story, 'nir', { code, quantity: 10 })
    await story.advance(2 * hourMs)
    assert.deepEqual(await documents(story), [])

    await story.world('DELETE', '/faults')
    await story.advance(quarterMs + 60_000)

    assert.equal(await orderState(story, '#1001'), 'issued')
    assert.equal(await stock(story, code), 1008)
    assert.equal((await level(story, code)).available, 1008)
  })
}

for (const { name, act, body } of [
  { name: 'cancelled', act: 'cancel', body: { restock: true } },
  { name: 'refunded', act: 'refund', body: { lines: [{ sku: code, quantity: 2, restock: 'cancel' }] } },
]) {
  test(`a refund that arrives while its invoice is queued: nothing is invoiced of an order that was ${name}`, async () => {
    await using story = await openStory()
    await story.api('POST', `${shop}/pause`, { flow: 'A' })
    await anOrder(story, two)
    await story.settle()

    await actOnOrder(story, '#1001', act, body)
    await story.api('POST', `${shop}/resume`, { flow: 'A' })
    await story.advance(quarterMs)

    assert.deepEqual(await documents(story), [])
    assert.equal((await level(story, code)).available, 1000)
  })
}

test('A stored invoice re-issued because its GET failed on the network: it is read again, never issued again', async () => {
  await using story = await openStory()
  await fault(story, 'smartbill', { kind: 'dropBeforeCommit', times: 20, match: { path: '/invoice/paymentstatus' } })

  await anOrder(story, two)
  await story.advance(hourMs)

  assert.equal((await documents(story)).length, 1)
  assert.equal(await orderState(story, '#1001'), 'issued')
})

test('Decimal quantities truncated; `10.5` read as `105`: it is ten and a half, and ten are shown', async () => {
  const rows = [{ warehouse: 'Depozit Online', code, name: 'Tricou S', quantity: 12.5 }]
  const variant = { title: 'S', sku: code, price: '60.50', stock: { Depozit: { available: 12 } } }
  const world = {
    shop: { products: [{ title: 'Tricou', variants: [variant] }] },
    smartbill: { stock: rows, switches: { quantityAsString: true } },
  }
  await using story = await openStory({ world })

  await book(story, 'consume', { code, quantity: 2 })
  await story.advance(quarterMs)

  const Billing = z.array(z.object({ billing: z.array(z.object({ quantity: z.number() })) }))
  const [shown] = Billing.parse((await story.api('GET', `${shop}/products?code=${code}`)).body)
  assert.deepEqual(shown?.billing, [{ quantity: 10.5 }])
  assert.equal((await level(story, code)).available, 10)
})

test("A VAT of 19 % silently mapped to the account's 21 %: the order waits and names both the line and its rate", async () => {
  await using story = await openStory()

  await anOrder(story, { lines: [{ title: 'Gravură', price: '10.00', vat: 19, quantity: 1 }], paid: true })
  await story.settle()

  const { say, reason } = await orderShown(story, '#1001')
  assert.equal(say, 'reason.vatUnknown')
  assert.match(reason, /Gravură.*19/)
  assert.deepEqual(await documents(story), [])
})

test('an unknown SKU silently creates an article: the order waits, and SmartBill has no more products than before', async () => {
  const variant = { title: 'S', sku: 'NOWHERE', price: '10.00', stock: { Depozit: { available: 5 } } }
  await using story = await openStory({ world: { shop: { products: [{ title: 'Necunoscut', variants: [variant] }] } } })
  const before = await story.world('GET', `${companyPath}/stock`)

  await anOrder(story, { lines: [{ sku: 'NOWHERE', quantity: 1 }], paid: true })
  await story.advance(quarterMs)

  assert.equal((await orderShown(story, '#1001')).say, 'reason.productNotBound')
  assert.deepEqual(await story.world('GET', `${companyPath}/stock`), before)
})

test('Edits by staff overwritten unseen: what was put back is told with both figures', async () => {
  await using story = await openStory()

  await story.world('POST', `${shopPath}/levels`, { sku: code, location: 'Depozit', available: 1020 })
  await story.advance(quarterMs)

  assert.equal((await level(story, code)).available, 1000)
  const Explained = z.object({ items: z.array(z.object({ writes: z.array(z.object({ by: z.string(), to: z.number() })) })) })
  const { items } = Explained.parse((await story.api('GET', `${shop}/products/explain?code=${code}`)).body)
  assert.ok(
    items[0]?.writes.some(({ by, to }) => by === 'someoneElse' && to === 1020),
    JSON.stringify(items[0]?.writes),
  )
})

async function syncNow(story: Story): Promise<void> {
  await story.api('POST', `${shop}/runs`)
  await story.settle()
}

function fault(story: Story, service: string, what: object): Promise<unknown> {
  return story.world('POST', '/faults', { service, ...what })
}
