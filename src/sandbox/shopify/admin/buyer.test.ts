import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aWorld, type TestWorld } from '#sandbox/shopify/test-world.ts'
import type { ShopFile } from '#sandbox/shopify/shop-file.ts'

const BUYER = `query Buyer { orders(first: 1) { nodes {
  email
  customAttributes { key value }
  customer { id firstName lastName }
  billingAddress { name company city provinceCode countryCodeV2 }
} } }`
const customer = {
  name: 'Ana Maria Ionescu',
  company: 'Exemplu SRL',
  cui: 'RO123',
  county: 'timis',
  city: 'Timișoara',
  address: 'Str. Lungă 1',
  country: 'RO',
}

async function buyer(
  piiAccess: NonNullable<ShopFile['piiAccess']>,
): Promise<{ node: Record<string, unknown>; errors: readonly { path: unknown; message: string }[] }> {
  const shop: TestWorld = aWorld({ piiAccess })
  await shop.control('POST', '/orders', { lines: [{ sku: 'TEE-S', quantity: 1 }], customer })
  const { body } = await shop.admin(BUYER)
  const { data, errors = [] } = body as {
    data: { orders: { nodes: Record<string, unknown>[] } }
    errors?: { path: unknown; message: string }[]
  }
  return { node: data.orders.nodes[0] ?? {}, errors }
}

test('an approved app sees who buys, and the fiscal code among the cart attributes', async () => {
  const { node, errors } = await buyer('full')

  assert.deepEqual(errors, [])
  assert.deepEqual(node.customAttributes, [{ key: 'CUI', value: 'RO123' }])
  assert.deepEqual(node.billingAddress, {
    name: 'Ana Maria Ionescu',
    company: 'Exemplu SRL',
    city: 'Timișoara',
    provinceCode: 'TM',
    countryCodeV2: 'RO',
  })
})

test('without approval the customer is null, and of the address only country and county are left', async () => {
  const { node, errors } = await buyer('none')

  assert.equal(node.customer, null)
  assert.deepEqual(node.billingAddress, { name: null, company: null, city: null, provinceCode: 'TM', countryCodeV2: 'RO' })
  assert.match(
    errors.find(({ path }) => String(path).endsWith('customer'))?.message ?? '',
    /^This app is not approved to access the Customer object\./,
  )
})

test('without approval of single fields each is null, with an error that names it', async () => {
  const { node, errors } = await buyer('perField')

  assert.partialDeepStrictEqual(node.customer, { firstName: null, lastName: null })
  assert.deepEqual(errors.map(({ path }) => String(path)).toSorted(), [
    'orders,nodes,0,billingAddress,city',
    'orders,nodes,0,billingAddress,company',
    'orders,nodes,0,billingAddress,name',
    'orders,nodes,0,customer,firstName',
    'orders,nodes,0,customer,lastName',
    'orders,nodes,0,email',
  ])
})
