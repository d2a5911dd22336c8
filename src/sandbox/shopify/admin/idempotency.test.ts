import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aWorld, idsOf, variantOf, type TestWorld } from '#sandbox/shopify/test-world.ts'
import type { ShopFile } from '#sandbox/shopify/shop-file.ts'
import { levelsOf } from '#sandbox/shopify/levels.ts'

const SET = `mutation Set($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) { inventoryAdjustmentGroup { id } userErrors { code message } }
}`
const day = 24 * 3_600_000

type Result = {
  readonly inventoryAdjustmentGroup: { readonly id: string } | null
  readonly userErrors: readonly { readonly code: string }[]
}

async function set(shop: TestWorld, key: string, change: { quantity?: number; changeFromQuantity?: number | null } = {}): Promise<Result> {
  const { item, location } = idsOf(shop, 'TEE-S')
  const row = { inventoryItemId: item, locationId: location, quantity: 7, changeFromQuantity: 10, ...change }
  const { body } = await shop.admin(SET, { key, input: { name: 'available', reason: 'correction', quantities: [row] } })
  return (body as { data: { inventorySetQuantities: Result } }).data.inventorySetQuantities
}

function available({ shop }: TestWorld): number | undefined {
  return levelsOf(shop, variantOf(shop, 'TEE-S').item.id)[0]?.counters.available
}

test('a repeated key has no second effect and gets the first answer', async () => {
  const shop = aWorld()

  const first = await set(shop, 'k')
  await shop.control('POST', '/orders', { lines: [{ sku: 'TEE-S', quantity: 1 }] })
  const second = await set(shop, 'k')

  assert.notEqual(first.inventoryAdjustmentGroup, null)
  assert.deepEqual(second, first)
  assert.equal(available(shop), 6)
})

test('a repeated key after the stock has moved is stale when the switch says so', async () => {
  const shop = aWorld({ switches: { replay: 'freshStale' } satisfies ShopFile['switches'] })

  await set(shop, 'k')
  const second = await set(shop, 'k')

  assert.deepEqual(
    second.userErrors.map(({ code }) => code),
    ['CHANGE_FROM_QUANTITY_STALE'],
  )
})

test('a key belongs to its parameters', async () => {
  const shop = aWorld()

  await set(shop, 'k')
  const other = await set(shop, 'k', { quantity: 8 })

  assert.deepEqual(other, {
    inventoryAdjustmentGroup: null,
    userErrors: [
      {
        code: 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
        message: 'The same idempotency key cannot be used with different operation parameters.',
      },
    ],
  })
})

test('a second call while the first runs is told to come again, and only one has an effect', async () => {
  const shop = aWorld()

  const both = await Promise.all([set(shop, 'k'), set(shop, 'k')])

  assert.deepEqual(
    both.map(({ userErrors }) => userErrors.map(({ code }) => code)),
    [[], ['IDEMPOTENCY_CONCURRENT_REQUEST']],
  )
  assert.equal(available(shop), 7)
})

test('a failed attempt leaves its key free', async () => {
  const shop = aWorld()

  await set(shop, 'k', { changeFromQuantity: 9 })
  const second = await set(shop, 'k', { changeFromQuantity: 10 })

  assert.deepEqual(second.userErrors, [])
})

test('a key is forgotten after a day', async () => {
  const shop = aWorld()

  await set(shop, 'k')
  await shop.world.clock.advanceTo(shop.world.clock.now() + day)
  const second = await set(shop, 'k', { quantity: 8, changeFromQuantity: 7 })

  assert.deepEqual(second.userErrors, [])
})

test('one stale row keeps every row of the call from being written', async () => {
  const shop = aWorld()
  const rows = ['Depozit', 'Magazin'].map((name) => ({ name, ...idsOf(shop, 'TEE-M', name) }))
  const quantities = rows.map(({ item, location }) => ({ inventoryItemId: item, locationId: location, quantity: 9, changeFromQuantity: 3 }))

  const { body } = await shop.admin(SET, { key: 'k', input: { name: 'available', reason: 'correction', quantities } })

  assert.equal((body as { data: { inventorySetQuantities: Result } }).data.inventorySetQuantities.userErrors.length, 1)
  assert.deepEqual(
    levelsOf(shop.shop, variantOf(shop.shop, 'TEE-M').item.id).map(({ counters }) => counters.available),
    [3, 5],
  )
})

test('a sale between read and write makes the write stale', async () => {
  const shop = aWorld()
  shop.world.faults.plant({ service: 'shopify', kind: 'concurrentSale', sku: 'TEE-S', quantity: 2, times: 1, match: {} })

  const { userErrors } = await set(shop, 'k')

  assert.deepEqual(
    userErrors.map(({ code }) => code),
    ['CHANGE_FROM_QUANTITY_STALE'],
  )
  assert.equal(available(shop), 8)
})

const LEVEL = `query Level($id: ID!, $location: ID!) { inventoryItem(id: $id) { inventoryLevel(locationId: $location, includeInactive: true) { isActive quantities(names: ["available"]) { quantity } } } }`

for (const [setOnInactive, quantity] of [
  ['storesInactive', 7],
  ['noEffect', undefined],
] as const) {
  test(`a set where the item was never stocked ${quantity === undefined ? 'has no effect' : 'stores the figure on a level that is not active'} under ${setOnInactive}`, async () => {
    const shop = aWorld({ switches: { setOnInactive } })
    const { item, location } = idsOf(shop, 'TEE-S', 'Magazin')
    const row = { inventoryItemId: item, locationId: location, quantity: 7, changeFromQuantity: null }

    await shop.admin(SET, { key: 'k', input: { name: 'available', reason: 'correction', quantities: [row] } })
    const { body } = await shop.admin(LEVEL, { id: item, location })

    const level = quantity === undefined ? null : { isActive: false, quantities: [{ quantity }] }
    assert.deepEqual(body.data, { inventoryItem: { inventoryLevel: level } })
  })
}

test('a late read shows the figures of before', async () => {
  const shop = aWorld()
  const { item, location } = idsOf(shop, 'TEE-S')
  await shop.world.clock.advanceTo(shop.world.clock.now() + 60_000)
  await set(shop, 'k')
  shop.world.faults.plant({ service: 'shopify', kind: 'staleRead', ms: 1_000, times: 1, match: {} })

  const late = await shop.admin(LEVEL, { id: item, location })
  const fresh = await shop.admin(LEVEL, { id: item, location })

  assert.deepEqual(late.body.data, { inventoryItem: { inventoryLevel: { isActive: true, quantities: [{ quantity: 10 }] } } })
  assert.deepEqual(fresh.body.data, { inventoryItem: { inventoryLevel: { isActive: true, quantities: [{ quantity: 7 }] } } })
})
