import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aWorld, idsOf } from './test-world.ts'

const path = '/admin/api/2026-10/graphql.json'
const body = JSON.stringify({ query: '{ shop { myshopifyDomain } }' })

test('an answer says which version served it, and has a request id', async () => {
  const shop = aWorld()

  const current = await shop.admin('{ shop { id } }')
  const older = await shop.admin('{ shop { id } }', {}, { version: '2026-07' })
  const retired = await shop.admin('{ shop { id } }', {}, { version: '2025-01' })

  assert.deepEqual(
    [current, older, retired].map(({ headers }) => headers.get('x-shopify-api-version')),
    ['2026-10', '2026-07', '2026-07'],
  )
  assert.equal(current.headers.get('content-type'), 'application/json; charset=utf-8')
  assert.notEqual(current.headers.get('x-request-id'), older.headers.get('x-request-id'))
})

test('the shop is named by the path or by a header', async () => {
  const { face } = aWorld()
  const headers = { 'x-shopify-access-token': 'shpat_demo' }

  const byHeader = await face.request(path, { method: 'POST', headers: { ...headers, 'x-sim-shop': 'demo.myshopify.com' }, body })
  const byPath = await face.request(`/demo.myshopify.com${path}`, { method: 'POST', headers, body })

  assert.deepEqual([byHeader.status, byPath.status], [200, 200])
})

const nowhere: readonly (readonly [name: string, path: string, method: string])[] = [
  ['a shop that is not there', `/other.myshopify.com${path}`, 'POST'],
  ['a read of the GraphQL address', `/demo.myshopify.com${path}`, 'GET'],
  ['an address of the REST API', '/demo.myshopify.com/admin/api/2026-10/products.json', 'GET'],
]

for (const [name, address, method] of nowhere) {
  test(`${name} is a 404`, async () => {
    const answer = await aWorld().face.request(address, { method, headers: { 'x-shopify-access-token': 'shpat_demo' } })

    assert.equal(answer.status, 404)
    assert.deepEqual(await answer.json(), { errors: 'Not Found' })
  })
}

test('a body that is no request is a 400', async () => {
  const { face } = aWorld()

  const answer = await face.request(`/demo.myshopify.com${path}`, {
    method: 'POST',
    headers: { 'x-shopify-access-token': 'shpat_demo' },
    body: 'shop',
  })

  assert.equal(answer.status, 400)
})

test('a fault that names what nobody sells is refused loudly instead of being forgotten', async () => {
  const shop = aWorld()
  const { item, location } = idsOf(shop, 'TEE-S')
  shop.world.faults.plant({ service: 'shopify', kind: 'concurrentSale', sku: 'NOPE', quantity: 1, times: 1, match: {} })

  const { status, body: said } = await shop.admin(
    'mutation S($r: [InventoryQuantityInput!]!) { inventorySetQuantities(input: { name: "available", reason: "correction", quantities: $r }) @idempotent(key: "k") { userErrors { code } } }',
    { r: [{ inventoryItemId: item, locationId: location, quantity: 1, changeFromQuantity: 10 }] },
  )

  assert.equal(status, 501)
  assert.match(String(said.errors), /NOPE/)
})

test('each delivery stands in the journal with the status of its answer', async () => {
  const shop = aWorld()
  shop.endpoint = ({ topic }) => (topic === 'orders/create' ? 500 : 200)

  await shop.control('POST', '/orders', { lines: [{ sku: 'TEE-S', quantity: 1 }] })
  await shop.quiet()

  const entries = shop.world.journal
    .list()
    .map(({ direction, path: where, headers, status }) => [direction, where, headers['x-shopify-topic'], status])
  assert.deepEqual(
    entries.toSorted((a, b) => String(a[2]).localeCompare(String(b[2]))),
    [
      ['out', '/webhooks/shopify', 'inventory_levels/update', 200],
      ['out', '/webhooks/shopify', 'orders/create', 500],
      ['out', '/webhooks/shopify', 'products/update', 200],
    ],
  )
})
