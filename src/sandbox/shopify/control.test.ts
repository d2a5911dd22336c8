import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aWorld } from './test-world.ts'

test('an order is found by its name, its number, its id and its global id', async () => {
  const shop = aWorld()
  const { body } = await shop.control('POST', '/orders', { lines: [{ sku: 'TEE-S', quantity: 1 }] })
  const { id, name } = body as { id: string; name: string }

  for (const text of [id, name, name.slice(1), id.split('/').at(-1) ?? '']) {
    const found = await shop.control('GET', `/orders/${encodeURIComponent(text)}`)
    assert.equal((found.body as { id: string }).id, id, text)
  }
})

test('an order shows its lines, what became of them, and its metafields', async () => {
  const shop = aWorld()
  await shop.control('POST', '/orders', { lines: [{ sku: 'TEE-S', quantity: 3 }], paid: true })
  const id = `gid://shopify/Order/${[...shop.shop.orders.keys()][0]}`
  const value = '[{"service":"smartbill"}]'
  await shop.admin('mutation M($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { userErrors { message } } }', {
    m: [{ ownerId: id, namespace: 'punte', key: 'documents', type: 'json', value }],
  })
  await shop.control('POST', '/orders/%231001/fulfil', { lines: [{ sku: 'TEE-S', quantity: 2 }] })

  const { body } = await shop.control('GET', '/orders/%231001')

  assert.deepEqual(body, {
    id,
    name: '#1001',
    paid: true,
    fulfilled: false,
    cancelled: false,
    lines: [{ sku: 'TEE-S', title: 'Tricou', quantity: 3, current: 3, fulfilled: 2, open: 1 }],
    metafields: [{ namespace: 'punte', key: 'documents', type: 'json', value }],
  })
})

test('a person sets the figure of a level', async () => {
  const shop = aWorld()

  const { body } = await shop.control('POST', '/levels', { sku: 'TEE-S', location: 'Depozit', available: 4 })

  const rest = { committed: 0, on_hand: 4, incoming: 0, reserved: 0, damaged: 0, safety_stock: 0, quality_control: 0, isActive: true }
  assert.deepEqual(body, { sku: 'TEE-S', location: 'Depozit', available: 4, ...rest })
})

test('a variant gets another SKU, and is found under it', async () => {
  const shop = aWorld()

  const changed = await shop.control('PATCH', '/variants/TEE-S', { sku: 'TEE-SMALL', barcode: null, title: 'Mic', tracked: false })
  const before = await shop.control('GET', '/levels?sku=TEE-S')
  const after = await shop.control('GET', '/levels?sku=TEE-SMALL')

  assert.equal(changed.status, 200)
  assert.equal(before.status, 404)
  assert.equal(after.status, 200)
})

test('several orders at once are answered with every name', async () => {
  const shop = aWorld()

  const { body } = await shop.control('POST', '/orders', { lines: [{ sku: 'TEE-S', quantity: 1 }], count: 2 })

  assert.deepEqual(
    (body as { orders: { name: string }[] }).orders.map(({ name }) => name),
    ['#1001', '#1002'],
  )
})

const mistakes: readonly {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly body?: unknown
  readonly status: number
  readonly pointer?: string
}[] = [
  { name: 'an order that is not there', method: 'GET', path: '/orders/%239', status: 404 },
  { name: 'a variant that is not there', method: 'PATCH', path: '/variants/NOPE', body: {}, status: 404 },
  { name: 'an order without lines', method: 'POST', path: '/orders', body: { lines: [] }, status: 422, pointer: '/lines' },
  {
    name: 'an unknown key',
    method: 'POST',
    path: '/orders',
    body: { lines: [{ sku: 'TEE-S', quantity: 1 }], colour: 'red' },
    status: 422,
    pointer: '/colour',
  },
  {
    name: 'a SKU that nobody sells',
    method: 'POST',
    path: '/orders',
    body: { lines: [{ sku: 'NOPE', quantity: 1 }] },
    status: 422,
    pointer: '/lines/0/sku',
  },
  {
    name: 'a discount above the price',
    method: 'POST',
    path: '/orders',
    body: { lines: [{ sku: 'TEE-S', quantity: 1, discount: '61.00' }] },
    status: 422,
    pointer: '/lines/0/discount',
  },
  {
    name: 'a level where nothing is stocked',
    method: 'POST',
    path: '/levels',
    body: { sku: 'TEE-S', location: 'Magazin', available: 1 },
    status: 422,
    pointer: '/location',
  },
  {
    name: 'a level of a quantity that is no whole number',
    method: 'POST',
    path: '/levels',
    body: { sku: 'TEE-S', location: 'Depozit', available: 1.5 },
    status: 422,
    pointer: '/available',
  },
]

for (const { name, method, path, body, status, pointer } of mistakes) {
  test(`${name} is a problem that says where`, async () => {
    const answer = await aWorld().control(method, path, body)

    assert.equal(answer.status, status)
    assert.equal((answer.body as { pointer?: string }).pointer, pointer)
  })
}
