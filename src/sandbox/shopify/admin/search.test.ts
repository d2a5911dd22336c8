import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aWorld, variantOf, type TestWorld } from '#sandbox/shopify/test-world.ts'

async function skus(shop: TestWorld, query: string): Promise<unknown> {
  const { body } = await shop.admin('query Q($q: String) { productVariants(first: 50, query: $q) { nodes { sku } } }', { q: query })
  return (body as { data: { productVariants: { nodes: { sku: string }[] } } }).data.productVariants.nodes.map(({ sku }) => sku)
}

const rows: readonly (readonly [query: string, skus: readonly string[]])[] = [
  ['sku:TEE-S', ['TEE-S']],
  ['sku:tee', ['TEE-S', 'TEE-M']],
  ['barcode:5941234567890', ['TEE-S']],
  ['barcode:594', []],
  ["barcode:'5941234567890' OR sku:SUB", ['TEE-S', 'SUB']],
  ['sku:TEE-S AND barcode:0', []],
  ['sku:tee -sku:TEE-M', ['TEE-S']],
  ['(sku:SUB OR sku:SET) AND NOT sku:SUB', ['SET']],
  ['requires_components:true', ['SET']],
  ['inventory_quantity:>=8', ['TEE-S', 'TEE-M']],
  ["updated_at:>='2026-10-24T08:00:00Z'", ['TEE-S', 'TEE-M', 'SUB', 'SET', 'TWIN', 'TWIN']],
  ["updated_at:>'2026-10-24T08:00:00Z'", []],
  ['Tricou', ['TEE-S', 'TEE-M']],
]

for (const [query, expected] of rows) {
  test(`${query} finds ${expected.length === 0 ? 'nothing' : expected.join(', ')}`, async () => {
    assert.deepEqual(await skus(aWorld(), query), expected)
  })
}

test('id finds by number, above and below', async () => {
  const shop = aWorld()
  const { id } = variantOf(shop.shop, 'TEE-M')

  assert.deepEqual(await skus(shop, `id:${id}`), ['TEE-M'])
  assert.deepEqual(await skus(shop, `id:<${id}`), ['TEE-S'])
})

const ORDERS =
  'query Q($q: String, $first: Int!, $after: String) { orders(first: $first, after: $after, query: $q, sortKey: UPDATED_AT) { nodes { name } pageInfo { hasNextPage endCursor } } }'

type Page = {
  readonly nodes: readonly { readonly name: string }[]
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null }
}

async function orders(shop: TestWorld, variables: Record<string, unknown>): Promise<Page> {
  const { body } = await shop.admin(ORDERS, { first: 50, ...variables })
  return (body as { data: { orders: Page } }).data.orders
}

async function threeOrders(): Promise<TestWorld> {
  const shop = aWorld()
  for (const paid of [true, false, true]) {
    await shop.control('POST', '/orders', { lines: [{ sku: 'TEE-S', quantity: 1 }], paid })
    await shop.world.clock.advanceTo(shop.world.clock.now() + 60_000)
  }
  await shop.control('POST', '/orders/%231001/fulfil')
  return shop
}

const orderRows: readonly (readonly [query: string, names: readonly string[]])[] = [
  ['', ['#1002', '#1003', '#1001']],
  ["updated_at:>='2026-11-23T08:02:00Z'", ['#1003', '#1001']],
  ["created_at:<'2026-11-23T08:01:00Z'", ['#1001']],
  ['name:#1002', ['#1002']],
  ['name:1002', ['#1002']],
  ['financial_status:pending', ['#1002']],
  ['fulfillment_status:shipped', ['#1001']],
  ['fulfillment_status:unfulfilled AND financial_status:paid', ['#1003']],
  ['status:cancelled', []],
  ['status:open', ['#1002', '#1003', '#1001']],
]

for (const [query, names] of orderRows) {
  test(`orders by "${query}" are ${names.length === 0 ? 'none' : names.join(', ')}`, async () => {
    assert.deepEqual(
      (await orders(await threeOrders(), { q: query })).nodes.map(({ name }) => name),
      names,
    )
  })
}

test('pages follow each other without a gap, and an order that moves to the end comes again', async () => {
  const shop = await threeOrders()

  const first = await orders(shop, { first: 2 })
  await shop.world.clock.advanceTo(shop.world.clock.now() + 60_000)
  await shop.control('POST', '/orders/%231003/fulfil')
  const second = await orders(shop, { first: 2, after: first.pageInfo.endCursor })

  assert.deepEqual(
    first.nodes.map(({ name }) => name),
    ['#1002', '#1003'],
  )
  assert.equal(first.pageInfo.hasNextPage, true)
  assert.deepEqual(
    second.nodes.map(({ name }) => name),
    ['#1001', '#1003'],
  )
})

test('orders older than sixty days need a scope of their own', async () => {
  const shop = aWorld({
    scopes: ['read_orders'],
    orders: [
      { name: '#1', at: '2026-09-01T00:00:00Z', lines: [{ sku: 'TEE-S', quantity: 1 }] },
      { name: '#2', lines: [{ sku: 'TEE-S', quantity: 1 }] },
    ],
  })

  assert.deepEqual((await orders(shop, {})).nodes, [{ name: '#2' }])
})
