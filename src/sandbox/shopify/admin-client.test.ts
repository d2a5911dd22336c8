import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createAdminApiClient } from '@shopify/admin-api-client'
import { aWorld, idsOf, type TestWorld } from './test-world.ts'

type CustomFetch = NonNullable<Parameters<typeof createAdminApiClient>[0]['customFetchApi']>

/** Shopify's own client, whose network is the simulated face. */
function client({ face }: TestWorld, accessToken = 'shpat_demo'): ReturnType<typeof createAdminApiClient> {
  return createAdminApiClient({ storeDomain: 'demo.myshopify.com', apiVersion: '2026-10', accessToken, customFetchApi })

  async function customFetchApi(...[input, init]: Parameters<CustomFetch>): Promise<Response> {
    const url = new URL(input)
    const headers = new Headers(Object.entries(init?.headers ?? {}).map(([name, value]) => [name, String(value)]))
    headers.set('x-sim-shop', url.hostname)
    return face.request(url.pathname + url.search, { method: init?.method ?? 'GET', headers, body: init?.body ?? null })
  }
}

test("Shopify's own client reads levels from the sandbox", async () => {
  const shop = aWorld()
  const { item, location } = idsOf(shop, 'TEE-S')

  const { data, errors } = await client(shop).request(
    'query L($ids: [ID!]!, $at: ID!) { nodes(ids: $ids) { ... on InventoryItem { sku inventoryLevel(locationId: $at) { quantities(names: ["available"]) { quantity } } } } }',
    { variables: { ids: [item], at: location } },
  )

  assert.equal(errors, undefined)
  assert.deepEqual(data, { nodes: [{ sku: 'TEE-S', inventoryLevel: { quantities: [{ quantity: 10 }] } }] })
})

test("Shopify's own client writes stock and sees the cost", async () => {
  const shop = aWorld()
  const { item, location } = idsOf(shop, 'TEE-S')
  const quantities = [{ inventoryItemId: item, locationId: location, quantity: 4, changeFromQuantity: 10 }]

  const { data, extensions } = await client(shop).request(
    'mutation S($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) @idempotent(key: "k") { inventoryAdjustmentGroup { changes { name delta } } userErrors { code } } }',
    { variables: { input: { name: 'available', reason: 'correction', quantities } } },
  )

  const changes = ['available', 'on_hand'].map((name) => ({ name, delta: -6 }))
  assert.deepEqual(data, { inventorySetQuantities: { inventoryAdjustmentGroup: { changes }, userErrors: [] } })
  assert.equal(extensions?.cost?.requestedQueryCost, 11)
})

test("Shopify's own client tells a GraphQL refusal from a refused token", async () => {
  const shop = aWorld()

  const unknownField = await client(shop).request('{ shop { colour } }')
  const wrongToken = await client(shop, 'shpat_other').request('{ shop { id } }')

  assert.equal(unknownField.errors?.graphQLErrors?.[0]?.message, "Field 'colour' doesn't exist on type 'Shop'")
  assert.equal(wrongToken.errors?.networkStatusCode, 401)
})
