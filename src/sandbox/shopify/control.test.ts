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

test('an order moved to another location is committed and shipped there, and its own time stays', async () => {
  const { control, shop, world } = aWorld()
  await control('POST', '/orders', { lines: [{ sku: 'TEE-M', quantity: 2 }] })
  const [order] = shop.orders.values()
  const before = order?.updatedAt
  await world.clock.advanceTo(world.clock.now() + 60_000)

  const there = await control('POST', '/orders/%231001/move', { location: 'Magazin' })
  const nothing = await control('POST', '/orders/%231001/move', { location: 'Magazin' })
  const { body } = await control('GET', '/levels?sku=TEE-M')

  assert.deepEqual([there.status, nothing.status], [200, 422])
  assert.deepEqual((body as unknown[]).map(figures), [
    { available: 3, committed: 0, reserved: 0 },
    { available: 3, committed: 2, reserved: 0 },
  ])
  assert.equal(order?.updatedAt, before)
  await control('POST', '/orders/%231001/fulfil')
  assert.equal(order?.fulfilments[0]?.location.name, 'Magazin')
})

test('a draft reserves units and gives them back, no more than it has', async () => {
  const { control } = aWorld()
  const level = { sku: 'TEE-S', location: 'Depozit' }
  const [before] = (await control('GET', '/levels?sku=TEE-S')).body as { available: number }[]
  const available = before?.available ?? 0

  const reserved = await control('POST', '/reserve', { ...level, quantity: 3 })
  const refused = await control('POST', '/reserve', { ...level, quantity: -4 })
  const back = await control('POST', '/reserve', { ...level, quantity: -3 })

  assert.deepEqual(figures(reserved.body), { available: available - 3, committed: 0, reserved: 3 })
  assert.equal(refused.status, 422)
  assert.deepEqual(figures(back.body), { available, committed: 0, reserved: 0 })
})

test('returned goods are put where the refund says', async () => {
  const { control } = aWorld()
  await control('POST', '/orders', { lines: [{ sku: 'TEE-M', quantity: 1 }], paid: true })
  await control('POST', '/orders/%231001/fulfil')
  const line = { sku: 'TEE-M', quantity: 1, restock: 'return', location: 'Magazin' }

  const { status } = await control('POST', '/orders/%231001/refund', { lines: [line] })
  const { body } = await control('GET', '/levels?sku=TEE-M')

  assert.equal(status, 200)
  assert.deepEqual(
    (body as { available: number }[]).map(({ available }) => available),
    [2, 6],
  )
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

function figures(level: unknown): unknown {
  const { available, committed, reserved } = level as Record<string, number>
  return { available, committed, reserved }
}
