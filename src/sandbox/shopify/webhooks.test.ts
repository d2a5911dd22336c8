import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { aWorld, idsOf, type Received, type TestWorld } from './test-world.ts'

const minute = 60_000
const schemaFolder = new URL('.', `file://${createRequire(import.meta.url).resolve('shopify-webhook-schemas/package.json')}`)

/**
 * The schemas are inferred from one example each: a list that is empty there may hold nothing, a tax rate that is whole there may have no
 * fraction, and a product has a picture. These are looked away from; what the lists hold is checked against the topics of their own.
 */
function schemaOf(topic: string): object {
  const text = readFileSync(new URL(`schemas/2026-07/${topic}.json`, schemaFolder), 'utf8')
  return JSON.parse(text, (key: string, value: unknown) => {
    if (key === 'items' && value === false) return true
    if (key === 'image') return {}
    return key === 'rate' ? { type: 'number' } : value
  })
}

function problems(topic: string, text: string): unknown {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true })
  const validate = ajv.compile(schemaOf(topic))
  return validate(JSON.parse(text)) ? [] : validate.errors?.map(({ instancePath, message }) => `${instancePath} ${message}`)
}

async function aBusyDay(shop: TestWorld): Promise<void> {
  const buyer = {
    name: 'Ion Pop',
    company: 'Exemplu SRL',
    cui: 'RO123',
    county: 'Cluj',
    city: 'Cluj-Napoca',
    address: 'Str. Lungă 1',
    country: 'RO',
  }
  const order = {
    lines: [{ sku: 'TEE-S', quantity: 3, discount: '10%' }],
    discount: '5.00',
    shipping: { title: 'Curier', price: '15.00' },
    customer: buyer,
  }
  for (const name of ['#1', '#2']) await shop.control('POST', '/orders', { ...order, name, paid: false })
  await shop.control('POST', '/orders/%231/pay')
  await shop.control('POST', '/orders/%231/edit', { sku: 'TEE-S', delta: -1 })
  await shop.control('POST', '/orders/%231/fulfil', { lines: [{ sku: 'TEE-S', quantity: 1 }] })
  await shop.control('POST', '/orders/%231/fulfil')
  await shop.control('POST', '/orders/%231/refund', { lines: [{ sku: 'TEE-S', quantity: 1, restock: 'return' }], amount: '40.00' })
  await shop.control('POST', '/orders/%232/cancel', { restock: true })
  await shop.control('PATCH', '/variants/TEE-S', { barcode: '594' })
  const { item, location } = idsOf(shop, 'TEE-S', 'Magazin')
  await shop.admin(
    'mutation A($i: ID!, $l: ID!) { inventoryActivate(inventoryItemId: $i, locationId: $l) @idempotent(key: "k") { userErrors { message } } }',
    { i: item, l: location },
  )
  await shop.quiet()
}

const subscribed = ['ORDERS_PAID', 'ORDERS_PARTIALLY_FULFILLED', 'FULFILLMENTS_CREATE']
const SUBSCRIBE =
  'mutation S($t: WebhookSubscriptionTopic!, $u: String!) { webhookSubscriptionCreate(topic: $t, webhookSubscription: { uri: $u }) { userErrors { message } } }'

async function subscribe(shop: TestWorld, topic: string): Promise<void> {
  await shop.admin(SUBSCRIBE, { t: topic, u: 'https://app.example.test/hook' })
}

const topics = [
  'orders/create',
  'orders/updated',
  'orders/paid',
  'orders/edited',
  'orders/partially_fulfilled',
  'orders/fulfilled',
  'orders/cancelled',
  'refunds/create',
  'fulfillments/create',
  'inventory_levels/update',
  'inventory_levels/connect',
  'inventory_items/update',
  'products/update',
]

for (const topic of topics) {
  test(`${topic} fits the schema of its topic`, async () => {
    const shop = aWorld()
    for (const each of subscribed) await subscribe(shop, each)

    await aBusyDay(shop)

    const sent = shop.received.filter((delivery) => delivery.topic === topic)
    assert.ok(sent.length > 0, `${topic} was sent`)
    for (const { text } of sent) assert.deepEqual(problems(topic, text), [])
  })
}

test('what an order holds of fulfilments and refunds fits the schemas of their own topics', async () => {
  const shop = aWorld()

  await aBusyDay(shop)

  const last = shop.received.findLast(({ topic, text }) => topic === 'orders/updated' && text.includes('"refund_line_items"'))
  const order = JSON.parse(last?.text ?? '{}')
  assert.deepEqual(problems('refunds/create', JSON.stringify(order.refunds[0])), [])
  assert.equal(order.fulfillments.length, 2)
})

test('every header that Shopify sends is there, and the signature covers the exact bytes', async () => {
  const shop = aWorld()

  await shop.control('POST', '/orders', { lines: [{ sku: 'TEE-S', quantity: 1 }] })
  await shop.quiet()

  const [first, ...others] = shop.received
  assert.ok(first)
  assert.equal(first.headers.get('x-shopify-shop-domain'), 'demo.myshopify.com')
  assert.equal(first.headers.get('x-shopify-api-version'), '2026-10')
  assert.equal(first.headers.get('x-shopify-triggered-at'), '2026-11-23T08:00:00Z')
  assert.match(first.headers.get('x-shopify-webhook-id') ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.equal(first.headers.get('x-shopify-hmac-sha256'), createHmac('sha256', 'demo-secret').update(first.text).digest('base64'))
  assert.deepEqual(
    others.map((each) => each.headers.get('x-shopify-event-id')),
    others.map(() => first.headers.get('x-shopify-event-id')),
  )
  assert.equal(new Set(shop.received.map((each) => each.headers.get('x-shopify-webhook-id'))).size, shop.received.length)
})

test('a level that is sold from tells its new figure, and the product tells too', async () => {
  const shop = aWorld()

  await shop.control('POST', '/orders', { lines: [{ sku: 'TEE-S', quantity: 4 }] })
  await shop.quiet()

  assert.deepEqual(
    shop.received.map(({ topic }) => topic),
    ['orders/create', 'inventory_levels/update', 'products/update'],
  )
  assert.equal(JSON.parse(shop.received[1]?.text ?? '{}').available, 6)
})

test('fulfilment alone is no change of available, unless the switch says that it tells', async () => {
  for (const [levelWebhookOnCommitted, count] of [
    [false, 0],
    [true, 1],
  ] as const) {
    const shop = aWorld({ switches: { levelWebhookOnCommitted } })
    await shop.control('POST', '/orders', { lines: [{ sku: 'TEE-S', quantity: 1 }] })
    await shop.quiet()
    shop.received.length = 0

    await shop.control('POST', '/orders/%231001/fulfil')
    await shop.quiet()

    assert.equal(shop.received.filter(({ topic }) => topic === 'inventory_levels/update').length, count)
  }
})

function ofTopic(shop: TestWorld, topic: string): Received[] {
  return shop.received.filter((delivery) => delivery.topic === topic)
}

async function sell(shop: TestWorld): Promise<void> {
  await shop.control('POST', '/orders', { lines: [{ sku: 'TEE-S', quantity: 1 }] })
  await shop.quiet()
}

test('a refused delivery is tried eight times more within four hours, with the same ids and bytes', async () => {
  const shop = aWorld()
  shop.endpoint = ({ topic }) => (topic === 'orders/create' ? 500 : 200)
  await sell(shop)
  await shop.control('POST', '/orders/%231001/pay')

  await shop.world.clock.advanceTo(shop.world.clock.now() + 240 * minute)
  await shop.quiet()

  const tries = ofTopic(shop, 'orders/create')
  assert.equal(tries.length, 9)
  assert.equal(new Set(tries.map(({ text }) => text)).size, 1)
  assert.equal(new Set(tries.map(({ headers }) => headers.get('x-shopify-webhook-id'))).size, 1)
})

test('a delivery that is taken at the second try is not sent a third time', async () => {
  const shop = aWorld()
  let tries = 0
  shop.endpoint = ({ topic }) => (topic === 'orders/create' && ++tries === 1 ? 503 : 200)
  await sell(shop)

  await shop.world.clock.advanceTo(shop.world.clock.now() + 240 * minute)
  await shop.quiet()

  assert.equal(ofTopic(shop, 'orders/create').length, 2)
})

test('a subscription of the API is taken away after eight failures in a row', async () => {
  const shop = aWorld({ webhooks: null })
  await subscribe(shop, 'ORDERS_CREATE')
  shop.endpoint = () => 404
  await sell(shop)

  await shop.world.clock.advanceTo(shop.world.clock.now() + 240 * minute)
  await shop.quiet()

  assert.equal(shop.shop.subscriptions.size, 0)
  assert.equal(shop.received.length, 8)
})

const faults: readonly { readonly name: string; readonly kind: 'drop' | 'duplicate' | 'badHmac'; readonly sent: number }[] = [
  { name: 'a dropped delivery never comes', kind: 'drop', sent: 0 },
  { name: 'a duplicated delivery comes twice', kind: 'duplicate', sent: 2 },
  { name: 'a forged delivery comes once', kind: 'badHmac', sent: 1 },
]

for (const { name, kind, sent } of faults) {
  test(name, async () => {
    const shop = aWorld()
    shop.world.faults.plant({ service: 'webhooks', kind, times: 1, match: { field: 'orders/create' } })

    await sell(shop)

    const tries = ofTopic(shop, 'orders/create')
    assert.equal(tries.length, sent)
    const signed = tries.every(
      ({ headers, text }) => headers.get('x-shopify-hmac-sha256') === createHmac('sha256', 'demo-secret').update(text).digest('base64'),
    )
    assert.equal(signed, kind !== 'badHmac')
  })
}

test('a delayed delivery comes when its time has come, and shows what is true then', async () => {
  const shop = aWorld()
  shop.world.faults.plant({ service: 'webhooks', kind: 'delay', ms: 5 * minute, times: 1, match: { field: 'inventory_levels/update' } })
  await sell(shop)
  assert.equal(ofTopic(shop, 'inventory_levels/update').length, 0)
  await sell(shop)

  await shop.world.clock.advanceTo(shop.world.clock.now() + 5 * minute)
  await shop.quiet()

  assert.deepEqual(
    ofTopic(shop, 'inventory_levels/update').map(({ text }) => JSON.parse(text).available),
    [8, 8],
  )
})

test('shuffled deliveries come out of order, and all of them', async () => {
  const shop = aWorld()
  shop.world.faults.plant({ service: 'webhooks', kind: 'shuffle', times: 1, match: { field: 'orders/create' } })

  await sell(shop)

  assert.notEqual(shop.received[0]?.topic, 'orders/create')
  assert.equal(shop.received.length, 3)
})

test('a shop whose buyers are hidden sends no name and no street', async () => {
  const shop = aWorld({ piiAccess: 'none' })
  const customer = { name: 'Ion Ascuns', county: 'Cluj', city: 'Cluj-Napoca', address: 'Str. Tainică 1', country: 'RO' }

  await shop.control('POST', '/orders', { lines: [{ sku: 'TEE-S', quantity: 1 }], customer })
  await shop.quiet()

  assert.doesNotMatch(shop.received.map(({ text }) => text).join(), /Ascuns|Tainică/)
})
