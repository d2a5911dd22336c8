import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aWorld, type TestWorld } from './test-world.ts'

type Figures = { readonly available: number; readonly committed: number; readonly on_hand: number }

async function figures(shop: TestWorld, sku: string, location = 'Depozit'): Promise<Figures> {
  const { body } = await shop.control('GET', `/levels?sku=${sku}`)
  assert.ok(Array.isArray(body))
  const { available, committed, on_hand } = body.find((level) => level.location === location)
  return { available, committed, on_hand }
}

async function placed(shop: TestWorld, more: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await shop.control('POST', '/orders', { lines: [{ sku: 'TEE-S', quantity: 4 }], paid: true, ...more })
  assert.equal(status, 201)
  return encodeURIComponent((body as { name: string }).name)
}

type Row = {
  readonly name: string
  readonly events: readonly (readonly [path: string, body?: unknown])[]
  readonly after: readonly [number, number, number]
}

/** From 10 / 0 / 10 and an order of four units: available, committed, on hand. */
const rows: readonly Row[] = [
  { name: 'an order commits its units and takes them off sale', events: [], after: [6, 4, 10] },
  { name: 'fulfilment takes committed and on hand down together', events: [['fulfil']], after: [6, 0, 6] },
  {
    name: 'a part is fulfilled for as many units as left',
    events: [['fulfil', { lines: [{ sku: 'TEE-S', quantity: 3 }] }]],
    after: [6, 1, 7],
  },
  { name: 'a cancellation with restock puts the units back on sale', events: [['cancel', { restock: true }]], after: [10, 0, 10] },
  { name: 'a cancellation without restock takes the units off the shelf', events: [['cancel', { restock: false }]], after: [6, 0, 6] },
  {
    name: 'a refund of units that never left frees them',
    events: [['refund', { lines: [{ sku: 'TEE-S', quantity: 3, restock: 'cancel' }] }]],
    after: [9, 1, 10],
  },
  {
    name: 'a refund of returned units puts them back on the shelf',
    events: [['fulfil'], ['refund', { lines: [{ sku: 'TEE-S', quantity: 2, restock: 'return' }] }]],
    after: [8, 0, 8],
  },
  {
    name: 'a refund without restock of shipped units moves nothing',
    events: [['fulfil'], ['refund', { lines: [{ sku: 'TEE-S', quantity: 2, restock: 'none' }] }]],
    after: [6, 0, 6],
  },
  {
    name: 'a refund without restock of units that never left takes them off the shelf',
    events: [['refund', { lines: [{ sku: 'TEE-S', quantity: 1, restock: 'none' }] }]],
    after: [6, 3, 9],
  },
  { name: 'an edit that adds units commits them', events: [['edit', { sku: 'TEE-S', delta: 2 }]], after: [4, 6, 10] },
  { name: 'an edit that removes units restocks them', events: [['edit', { sku: 'TEE-S', delta: -1 }]], after: [7, 3, 10] },
  { name: 'a refund of money alone moves no stock', events: [['refund', { lines: [], amount: '10.00' }]], after: [6, 4, 10] },
]

for (const { name, events, after } of rows) {
  test(name, async () => {
    const shop = aWorld()
    const order = await placed(shop)
    for (const [path, body] of events) assert.equal((await shop.control('POST', `/orders/${order}/${path}`, body)).status, 200)

    assert.deepEqual(Object.values(await figures(shop, 'TEE-S')), after)
  })
}

test('units cancelled without restock stay on hand when the switch says so', async () => {
  const shop = aWorld({ switches: { withoutRestock: 'keepOnHand' } })
  const order = await placed(shop)

  await shop.control('POST', `/orders/${order}/cancel`, { restock: false })

  assert.deepEqual(await figures(shop, 'TEE-S'), { available: 10, committed: 0, on_hand: 10 })
})

test('orders do not move an item that is not tracked', async () => {
  const shop = aWorld()
  const order = await placed(shop, { lines: [{ sku: 'SUB', quantity: 3 }] })

  await shop.control('POST', `/orders/${order}/fulfil`)

  assert.deepEqual(await figures(shop, 'SUB'), { available: 0, committed: 0, on_hand: 0 })
})

test('an order goes to the location that has enough', async () => {
  const shop = aWorld()

  await placed(shop, { lines: [{ sku: 'TEE-M', quantity: 5 }] })

  assert.deepEqual(await figures(shop, 'TEE-M', 'Depozit'), { available: 3, committed: 0, on_hand: 3 })
  assert.deepEqual(await figures(shop, 'TEE-M', 'Magazin'), { available: 0, committed: 5, on_hand: 5 })
})

test('a buyer may take more than there is, and available falls below zero', async () => {
  const shop = aWorld()

  await placed(shop, { lines: [{ sku: 'TEE-S', quantity: 12 }] })

  assert.deepEqual(await figures(shop, 'TEE-S'), { available: -2, committed: 12, on_hand: 10 })
})

test('what cannot be is refused and changes nothing', async () => {
  const shop = aWorld()
  const order = await placed(shop)
  const mistakes: readonly (readonly [string, unknown?])[] = [
    ['pay'],
    ['fulfil', { lines: [{ sku: 'TEE-S', quantity: 5 }] }],
    ['fulfil', { lines: [{ sku: 'TEE-M', quantity: 1 }] }],
    ['refund', { lines: [{ sku: 'TEE-S', quantity: 1, restock: 'return' }] }],
    ['refund', { lines: [], amount: '999.00' }],
    ['edit', { sku: 'TEE-S', delta: -5 }],
    ['edit', { sku: 'TEE-S', delta: 0 }],
  ]

  for (const [path, body] of mistakes) assert.equal((await shop.control('POST', `/orders/${order}/${path}`, body)).status, 422, path)

  assert.deepEqual(await figures(shop, 'TEE-S'), { available: 6, committed: 4, on_hand: 10 })
})

test('a shipped order cannot be cancelled, nor a cancelled one be cancelled again', async () => {
  const shop = aWorld()
  const shipped = await placed(shop, { lines: [{ sku: 'TEE-S', quantity: 1 }] })
  const cancelled = await placed(shop, { lines: [{ sku: 'TEE-S', quantity: 1 }] })
  await shop.control('POST', `/orders/${shipped}/fulfil`)
  await shop.control('POST', `/orders/${cancelled}/cancel`, { restock: true })

  for (const order of [shipped, cancelled])
    assert.equal((await shop.control('POST', `/orders/${order}/cancel`, { restock: true })).status, 422)
})
