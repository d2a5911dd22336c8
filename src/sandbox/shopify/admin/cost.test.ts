import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { Kind, parse } from 'graphql'
import { adminSchema } from '#sandbox/shopify/admin-schema.ts'
import { aWorld } from '#sandbox/shopify/test-world.ts'
import { requestedCost, type Asked } from './cost.ts'

function asked(text: string, variables: Record<string, unknown>): Asked {
  const document = parse(text)
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)
  assert.ok(operation)
  return { schema: adminSchema('2026-10').schema, document, operation, variables }
}

/** Figures of live calls. */
const rows: readonly (readonly [document: string, variables: Record<string, unknown>, cost: number])[] = [
  ['03-variants-with-levels', { first: 250, levels: 1 }, 90],
  ['03-variants-with-levels', { first: 250, levels: 5 }, 156],
  ['03-variants-with-levels', { first: 250, levels: 10 }, 189],
  ['03-variants-with-levels', { first: 250, levels: 50 }, 288],
  ['04-levels-by-location', { first: 250 }, 36],
  ['05-levels-by-items', {}, 3],
  ['07-set-quantities', {}, 13],
  ['12-order-for-invoice', { lines: 10 }, 75],
  ['12-order-for-invoice', { lines: 50 }, 99],
  ['12-order-for-invoice', { lines: 250 }, 131],
  ['14-orders-changed', { first: 250 }, 13],
]

for (const [document, variables, cost] of rows) {
  test(`${document} with ${JSON.stringify(variables)} asks for ${cost} points`, () => {
    const text = readFileSync(new URL(`documents/${document}.graphql`, import.meta.url), 'utf8')

    assert.equal(requestedCost(asked(text, variables)), cost)
  })
}

test('a set that asks for its errors alone costs ten points', () => {
  const text =
    'mutation M($input: InventorySetQuantitiesInput!) { inventorySetQuantities(input: $input) @idempotent(key: "k") { userErrors { code } } }'

  assert.equal(requestedCost(asked(text, {})), 10)
})

test('a page that comes back half empty gives its points back', async () => {
  const shop = aWorld()

  const { body } = await shop.admin('{ productVariants(first: 250) { nodes { id product { id } } } }')

  assert.deepEqual(body.extensions, {
    // Six variants came back: 2 + 3 x 2.
    cost: {
      requestedQueryCost: 24,
      actualQueryCost: 8,
      throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 1992, restoreRate: 100 },
    },
  })
})

test('an empty bucket refuses, and time fills it again', async () => {
  const shop = aWorld()
  const dear = '{ orders(first: 250) { nodes { lineItems(first: 250) { nodes { variant { id } product { id } } } } } }'
  shop.shop.bucket.points = 3

  const refused = await shop.admin(dear)
  await shop.world.clock.advanceTo(shop.world.clock.now() + 10_000)
  const served = await shop.admin(dear)

  assert.deepEqual(refused.body.errors, [
    { message: 'Throttled', extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' } },
  ])
  assert.equal(served.body.errors, undefined)
})
