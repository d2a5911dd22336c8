import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, test } from 'node:test'
import { openStory } from '#test/story.ts'
import { demoShopSettings } from '#test/story-world.ts'
import { anOrder, book, companyPath, documents, level, orderShown, stock, stockWrites } from '#test/story-facts.ts'

const mebibyte = 1024 * 1024
const quarterMs = 15 * 60_000
const code = 'TEE-S'
const domain = 'demo.myshopify.com'

const story = await openStory()
after(() => story[Symbol.asyncDispose]())

type Delivery = {
  readonly name: string
  readonly body: string | Uint8Array
  readonly headers?: Record<string, string>
  readonly status: number
}

const refusedDeliveries: readonly Delivery[] = [
  { name: 'a bad signature', body: '{"id":1}', headers: { 'x-shopify-hmac-sha256': signature('{"id":2}') }, status: 401 },
  { name: 'no signature', body: '{"id":1}', headers: { 'x-shopify-hmac-sha256': '' }, status: 401 },
  { name: 'a signature that is no base64', body: '{"id":1}', headers: { 'x-shopify-hmac-sha256': '%%%' }, status: 401 },
  { name: 'an unknown shop', body: '{"id":1}', headers: { 'x-shopify-shop-domain': 'other.myshopify.com' }, status: 401 },
  { name: 'a shop of 10,000 letters', body: '{"id":1}', headers: { 'x-shopify-shop-domain': 'x'.repeat(10_000) }, status: 401 },
  { name: 'more than 1 MiB', body: 'x'.repeat(mebibyte + 1), status: 413 },
  { name: 'no webhook id', body: '{"id":1}', headers: { 'x-shopify-webhook-id': '' }, status: 400 },
  { name: 'a topic of 10,000 letters', body: '{"id":1}', headers: { 'x-shopify-topic': 'x'.repeat(10_000) }, status: 400 },
]

for (const { name, body, headers = {}, status } of refusedDeliveries) {
  test(`a delivery with ${name} is answered ${status} and not stored`, async () => {
    const before = await stored()

    const answer = await deliver(body, headers)

    assert.equal(answer.status, status)
    assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/)
    assert.equal(await stored(), before)
  })
}

const strangeDeliveries: readonly (Omit<Delivery, 'status'> & { readonly topic?: string })[] = [
  { name: 'an empty body', body: '' },
  { name: 'broken JSON', body: '{"id":' },
  { name: 'JSON a quarter of a million deep', body: '['.repeat(250_000) + ']'.repeat(250_000) },
  { name: 'an id that is no number', body: '{"id":"one"}' },
  { name: 'an id beyond every number', body: '{"id":99999999999999999999999999}' },
  { name: 'a negative id', body: '{"id":-1}' },
  { name: 'bytes that are no text', body: new Uint8Array([0xff, 0xfe, 0x00, 0x01]) },
  { name: 'a list in the place of an order', body: '[1,2,3]' },
  { name: 'an order that does not exist', body: '{"id":123456789}' },
  { name: 'an unknown topic', body: '{"id":1}', topic: 'carts/flown_away' },
  {
    name: 'a quantity that is no number',
    body: '{"inventory_item_id":1,"location_id":1,"available":"many"}',
    topic: 'inventory_levels/update',
  },
  { name: 'a product with null in every field', body: '{"id":null,"title":null}', topic: 'products/delete' },
]

for (const { name, body, topic = 'orders/create' } of strangeDeliveries) {
  test(`a signed delivery with ${name} is answered 200, and the deliveries after it are handled`, async () => {
    const answer = await deliver(body, { 'x-shopify-topic': topic })
    await story.settle()

    assert.equal(answer.status, 200)
    const waiting = await story.database.db.selectFrom('inbox').select('webhook_id').where('handled_at', 'is', null).execute()
    assert.deepEqual(waiting, [])
  })
}

test('a delivery that is replayed a hundred times is stored once', async () => {
  const before = await stored()
  const body = '{"id":77}'

  for (let time = 0; time < 100; time += 1) assert.equal((await deliver(body, { 'x-shopify-webhook-id': 'the same' })).status, 200)

  assert.equal(await stored(), before + 1)
})

const pushes: readonly { readonly name: string; readonly body: string; readonly status: number }[] = [
  { name: 'no body', body: '', status: 400 },
  { name: 'broken JSON', body: '{"products":[', status: 400 },
  { name: 'JSON a quarter of a million deep', body: '['.repeat(250_000) + ']'.repeat(250_000), status: 400 },
  { name: 'another shape', body: '{"stock":5}', status: 400 },
  { name: 'a code that is a number', body: '{"products":[{"productCode":5}]}', status: 400 },
  { name: 'more than 1 MiB', body: `[${' '.repeat(mebibyte)}]`, status: 413 },
  { name: 'more products than there can be', body: JSON.stringify(Array(10_001).fill({})), status: 400 },
  { name: 'no products', body: '{"products":[]}', status: 200 },
  { name: 'a quantity that is no number', body: `[{"productCode":"${code}","quantity":"many"}]`, status: 200 },
  { name: 'a code of 500 characters', body: JSON.stringify([{ productCode: 'X'.repeat(500) }]), status: 200 },
  { name: 'a code with a NUL', body: '[{"productCode":"\\u0000"}]', status: 200 },
  { name: 'half a character', body: '[{"productCode":"\\ud800"}]', status: 200 },
  { name: 'emoji and text from right to left', body: '[{"productCode":"😀\\u202eTEE\\u200b"}]', status: 200 },
]

for (const { name, body, status } of pushes) {
  test(`a push of SmartBill with ${name} is answered ${status} and writes nothing`, async () => {
    const { hook_token: token } = await story.database.db.selectFrom('connections').select('hook_token').executeTakeFirstOrThrow()
    const answer = await story.server.request(`/hooks/smartbill/${token}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body,
    })
    await story.settle()

    assert.equal(answer.status, status)
    assert.equal(stockWrites(story), 0)
  })
}

const names = [
  { kind: 'from right to left', text: 'עגלה \u202Eשל\u202C אנה' },
  { kind: 'with emoji', text: '😀👩‍👩‍👧 Ana' },
  { kind: 'with letters of no width', text: 'A\u200Bn\u200Da\uFEFF' },
  { kind: 'with HTML', text: '<img src=x onerror=alert(1)> & "Ana"' },
  { kind: 'with every Romanian letter', text: 'Ștefăniță Țîrlea-Bâldea' },
]

for (const { kind, text } of names) {
  test(`a buyer and a product named ${kind} are invoiced as they are written`, async () => {
    await using other = await openStory({
      settings: demoShopSettings({ warehouse: { useWarehouseName: false } }),
      world: { shop: { products: [{ title: text, variants: [{ sku: code, price: '60.50', stock: { Depozit: { available: 9 } } }] }] } },
    })
    const customer = { name: text, county: 'Cluj', city: 'Cluj-Napoca', address: text, country: 'Romania' }

    await anOrder(other, { lines: [{ sku: code, quantity: 1 }], paid: true, customer, note: text, attributes: { [text]: text } })
    await other.settle()

    const [invoice] = await documents(other)
    assert.equal(invoice?.lines[0]?.name.trim(), text.trim())
    assert.equal((await orderShown(other, '#1001')).state, 'issued')
  })
}

test('a stock of a thousand million is carried as it is', async () => {
  await using other = await openStory()

  await book(other, 'nir', { code, quantity: 999_999_000 })
  await other.advance(quarterMs)

  assert.equal((await level(other, code)).available, 1_000_000_000)
})

test('a stock below zero is carried as it is', async () => {
  await using other = await openStory({ world: { smartbill: { switches: { negativeStock: true } } } })
  const line = { code, name: 'Tricou S', quantity: 1001, price: 50, warehouse: 'Depozit Online' }

  await other.world('POST', `${companyPath}/invoice`, { series: 'SHOP', lines: [line], useStock: true })
  await other.advance(2 * quarterMs)

  assert.equal(await stock(other, code), -1)
  assert.equal((await level(other, code)).available, -1)
})

test('stock that SmartBill writes as text is read as the number it is', async () => {
  await using other = await openStory({ world: { smartbill: { switches: { quantityAsString: true } } } })

  await book(other, 'adjust', { code, quantity: 10.5 })
  await other.advance(quarterMs)

  assert.equal((await level(other, code)).available, 1010)
})

test('a refusal of SmartBill in HTML is shown as text, and the order waits with it', async () => {
  await using other = await openStory()
  const refused = { kind: 'http', status: 400, body: 'html', times: 50, match: { method: 'POST', path: '/invoice/v2' } }
  await other.world('POST', '/faults', { service: 'smartbill', ...refused })

  await anOrder(other, { lines: [{ sku: code, quantity: 1 }], paid: true })
  await other.settle()

  const { status, body } = await other.api('GET', `/shops/${domain}/orders/%231001`)
  assert.equal(status, 200)
  assert.notEqual((await orderShown(other, '#1001')).state, 'issued')
  assert.doesNotMatch(JSON.stringify(body), /<html|<body|<script/i)
  assert.equal(await stock(other, code), 1000)
})

function signature(body: string | Uint8Array): string {
  return createHmac('sha256', 'demo-secret').update(body).digest('base64')
}

async function deliver(body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Response> {
  return story.server.request('/webhooks/shopify', {
    method: 'POST',
    headers: {
      'x-shopify-shop-domain': domain,
      'x-shopify-hmac-sha256': signature(body),
      'x-shopify-webhook-id': crypto.randomUUID(),
      'x-shopify-topic': 'orders/create',
      ...headers,
    },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  })
}

async function stored(): Promise<number> {
  const rows = await story.database.db.selectFrom('inbox').select('webhook_id').execute()
  return rows.length
}
