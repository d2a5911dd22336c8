import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { NoDeprecatedCustomRule, parse, validate, validateSchema } from 'graphql'
import { adminSchema, adminVersions } from '#sandbox/shopify/admin-schema.ts'
import { gid } from '#sandbox/shopify/ids.ts'
import { aWorld, idsOf, type TestWorld } from '#sandbox/shopify/test-world.ts'

/** Documents that another part of the sandbox will answer; here they are refused loudly. */
const refusedLoudly = ['15', '16', '17', '18', '20', '21', '28']
/** The string that bulkOperationRunQuery takes: no request of its own. */
const bulkInner = '19'

for (const version of adminVersions) {
  test(`the vendored schema ${version} is sound`, () => {
    assert.deepEqual(validateSchema(adminSchema(version).schema), [])
  })

  for (const { name, text } of documents('documents')) {
    test(`${name} fits ${version}, and uses nothing that is deprecated`, () => {
      const { schema } = adminSchema(version)

      assert.deepEqual(validate(schema, parse(text)), [])
      assert.deepEqual(validate(schema, parse(text), [NoDeprecatedCustomRule]), [])
    })
  }

  for (const { name, text } of documents('documents-bad')) {
    test(`${name} is refused by ${version} with errors and nothing else`, async () => {
      const { status, body } = await aWorld().admin(text, {}, { version })

      assert.equal(status, 200)
      assert.deepEqual(Object.keys(body), ['errors'])
    })
  }

  for (const { name, text } of documents('documents').filter((document) => !document.name.startsWith(bulkInner))) {
    const loud = refusedLoudly.some((number) => name.startsWith(number))
    test(`${name} ${loud ? 'is a loud 501' : 'is answered without an error'} by ${version}`, async () => {
      const shop = aWorld()
      await shop.control('POST', '/orders', { lines: [{ sku: 'TEE-S', quantity: 2 }], paid: true })
      await shop.control('POST', '/orders/%231001/refund', { lines: [{ sku: 'TEE-S', quantity: 1, restock: 'cancel' }] })

      const { status, body } = await shop.admin(text, variables(shop)[name.slice(0, 2)], { version })

      assert.equal(status, loud ? 501 : 200)
      if (!loud) assert.equal(body.errors, undefined, JSON.stringify(body.errors))
    })
  }
}

function documents(folder: 'documents' | 'documents-bad'): { name: string; text: string }[] {
  const base = new URL(`${folder}/`, import.meta.url)
  return readdirSync(base).map((name) => ({ name, text: readFileSync(new URL(name, base), 'utf8') }))
}

function variables(test: TestWorld): Record<string, Record<string, unknown>> {
  const { item, location } = idsOf(test, 'TEE-S')
  const order = gid('Order', [...test.shop.orders.keys()][0] ?? 0)
  const refund = gid('Refund', [...test.shop.refunds.keys()][0] ?? 0)
  const place = { inventoryItemId: item, locationId: location, changeFromQuantity: null }
  return {
    '02': { first: 5 },
    '03': { first: 10, levels: 5 },
    '04': { id: location, first: 10 },
    '05': { ids: [item], locationId: location },
    '06': { query: 'sku:TEE-S', first: 5 },
    '07': { key: 'k', input: { name: 'on_hand', reason: 'correction', quantities: [{ ...place, quantity: 12 }] } },
    '08': { key: 'k', input: { name: 'available', reason: 'correction', changes: [{ ...place, delta: 1 }] } },
    '09': { key: 'k', inventoryItemId: item, locationId: location },
    '10': { id: item },
    '12': { id: order, lines: 50 },
    '13': { id: refund, lines: 50 },
    '14': { first: 10, query: "updated_at:>='2026-11-22T00:00:00Z'" },
    '15': { query: '{ shop { id } }' },
    '16': { id: 'gid://shopify/BulkOperation/1' },
    '17': { query: 'status:running' },
    '18': { id: 'gid://shopify/BulkOperation/1' },
    '20': { input: [] },
    '21': { mutation: 'mutation', path: 'path' },
    '22': { topic: 'ORDERS_PAID', sub: { uri: 'https://app.example.test/hook' } },
    '23': { first: 5 },
    '24': { id: 'gid://shopify/WebhookSubscription/1' },
    '25': { id: order },
    '26': { id: order, reason: 'CUSTOMER', restock: true },
    '27': { metafields: [{ ownerId: order, namespace: 'punte', key: 'documents', type: 'json', value: '[]' }] },
    '28': { name: 'Advanced', returnUrl: 'https://app.example.test', lineItems: [] },
  }
}
