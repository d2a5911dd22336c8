import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStory, type Story } from '#test/story.ts'
import { anOrder, book, callsOf, documents, level, metricsOf, orderState, products, stockWrites } from '#test/story-facts.ts'

/** Answers and data of the services that are not as they should be. */
const minuteMs = 60_000
const quarterMs = 15 * minuteMs
const code = 'TEE-S'
const two = { lines: [{ sku: code, quantity: 2 }], paid: true }

const brokenAnswers = [
  { what: 'a page of HTML in the place of JSON', fault: { kind: 'html200' } },
  { what: 'an error in HTML', fault: { kind: 'http', status: 500, body: 'html' } },
  { what: 'half a body', fault: { kind: 'truncate' } },
]

for (const { what, fault } of brokenAnswers) {
  test(`while Shopify answers ${what} nothing is invoiced and no figure is lost, and afterwards all of it is made good`, async () => {
    await using story = await openStory()
    await story.world('POST', '/faults', { service: 'shopify', times: 1_000_000, ...fault })
    await anOrder(story, two)
    await book(story, 'nir', { code, quantity: 10 })
    await story.api('POST', '/shops/demo.myshopify.com/runs')
    await story.advance(minuteMs)
    assert.deepEqual(await documents(story), [])
    assert.equal((await level(story, code)).available, 998)

    await story.world('DELETE', '/faults')
    await story.advance(2 * quarterMs)

    assert.equal(await orderState(story, '#1001'), 'issued')
    assert.equal((await documents(story)).length, 1)
    assert.equal((await level(story, code)).available, 1008)
  })
}

test('a Retry-After of a year is not believed: an hour later Shopify has been asked again', async () => {
  await using story = await openStory()
  await story.advance(quarterMs - 1)
  const year = { kind: 'http', status: 429, retryAfter: 31_536_000, times: 1_000, match: { path: 'graphql' } }
  await story.world('POST', '/faults', { service: 'shopify', ...year })
  await story.advance(1)
  await story.world('DELETE', '/faults')

  await book(story, 'nir', { code, quantity: 10 })
  await story.advance(60 * minuteMs)

  assert.equal((await level(story, code)).available, 1010)
})

const longCodes = [
  { what: '500 characters', long: 'X'.repeat(500) },
  { what: '500 emoji', long: '😀'.repeat(500) },
]

for (const { what, long } of longCodes) {
  test(`a product of SmartBill with a code of ${what} is listed as it is, and keeps no other from being in step`, async () => {
    const rows = [long, code].map((each) => ({ warehouse: 'Depozit Online', code: each, name: 'Tricou', quantity: 1000 }))
    await using story = await openStory({ world: { smartbill: { stock: rows } } })

    await book(story, 'nir', { code, quantity: 10 })
    await story.advance(quarterMs)

    assert.equal((await level(story, code)).available, 1010)
    assert.deepEqual(
      (await products(story, { q: long.slice(0, 20) })).map(({ code: shown }) => shown),
      [long],
    )
  })
}

test('a product without a code on both sides is not bound for that', async () => {
  const variants = [{ title: 'S', sku: '', price: '60.50', stock: { Depozit: { available: 7 } } }]
  const rows = [{ warehouse: 'Depozit Online', code: '', name: 'Altceva', quantity: 1000 }]
  await using story = await openStory({ world: { shop: { products: [{ title: 'Tricou', variants }] }, smartbill: { stock: rows } } })

  await story.advance(2 * quarterMs)

  assert.equal(stockWrites(story), 0)
  assert.ok(callsOf(story, 'smartbill').length > 0)
})

const addresses = ['products?code=', 'products?q=', 'products/explain?code=', 'orders?name=', 'orders/', 'runs/', 'runs?cursor=']
const texts = [
  'X'.repeat(500),
  'X'.repeat(10_000),
  encodeURIComponent('😀\u202Eעגלה\u200B'),
  encodeURIComponent("'; drop table orders --"),
  '%',
  '%FF',
]

test('whatever stands in an address of the API, the answer is no failure of ours', async () => {
  await using story = await openStory()

  for (const address of addresses) {
    for (const text of texts) {
      const { status } = await asked(story, `${address}${text}`)
      assert.ok(status < 500, `${address}${text.slice(0, 30)} was answered ${status}`)
    }
  }
})

test('a delivery whose signature is bad is counted', async () => {
  await using story = await openStory()
  const headers = { 'x-shopify-shop-domain': 'demo.myshopify.com', 'x-shopify-hmac-sha256': 'AAAA', 'x-shopify-topic': 'orders/create' }
  const before = await metricsOf(story)

  await story.server.request('/webhooks/shopify', { method: 'POST', headers, body: '{}' })

  assert.match(before, /^punte_deliveries_refused_total 0$/m)
  assert.match(await metricsOf(story), /^punte_deliveries_refused_total 1$/m)
})

function asked(story: Story, address: string): Promise<Response> {
  const headers = { authorization: 'Bearer the-admin-token-of-a-story' }
  return Promise.resolve(story.server.request(`/api/v1/shops/demo.myshopify.com/${address}`, { headers }))
}
