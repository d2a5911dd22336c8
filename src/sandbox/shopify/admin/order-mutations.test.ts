import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { aWorld, type TestWorld } from '#sandbox/shopify/test-world.ts'

const READ = `query Order($id: ID!) { order(id: $id) {
  closed cancelledAt displayFinancialStatus displayFulfillmentStatus
  currentTotalPriceSet { shopMoney { amount } } totalReceivedSet { shopMoney { amount } } totalRefundedSet { shopMoney { amount } }
  lineItems(first: 5) { nodes { quantity currentQuantity unfulfilledQuantity } }
  refunds { refundLineItems(first: 5) { nodes { quantity restockType restocked location { name } lineItem { sku } } } }
  fulfillmentOrders(first: 5) { nodes { id status assignedLocation { location { name } } lineItems(first: 5) { nodes { id totalQuantity remainingQuantity } } } }
  fulfillments { status location { name } fulfillmentLineItems(first: 5) { nodes { quantity lineItem { sku } } } }
} }`

async function paidOrder(shop: TestWorld): Promise<string> {
  await shop.control('POST', '/orders', { lines: [{ sku: 'TEE-S', quantity: 3 }], paid: true })
  return `gid://shopify/Order/${[...shop.shop.orders.keys()].at(-1)}`
}

async function read(shop: TestWorld, id: string): Promise<Record<string, never>> {
  const { body } = await shop.admin(READ, { id })
  assert.equal(body.errors, undefined)
  return (body as { data: { order: Record<string, never> } }).data.order
}

const Held = z.object({
  fulfillmentOrders: z.object({
    nodes: z.array(z.object({ id: z.string(), lineItems: z.object({ nodes: z.array(z.object({ id: z.string() })) }) })),
  }),
})

/** The order's first fulfilment order. */
async function heldBy(shop: TestWorld, id: string): Promise<z.infer<typeof Held>['fulfillmentOrders']['nodes'][number] | undefined> {
  return Held.parse(await read(shop, id)).fulfillmentOrders.nodes[0]
}

const CANCEL = `mutation C($id: ID!, $refund: Boolean!) {
  orderCancel(orderId: $id, reason: OTHER, restock: true, refundMethod: { originalPaymentMethodsRefund: $refund }, notifyCustomer: false) { job { id done } orderCancelUserErrors { code message } }
}`

test('a cancelled order is closed, its current total is 0 and what was received stays', async () => {
  const shop = aWorld()
  const id = await paidOrder(shop)

  const { body } = await shop.admin(CANCEL, { id, refund: false })
  const order = await read(shop, id)

  assert.partialDeepStrictEqual(body.data, { orderCancel: { job: { done: false }, orderCancelUserErrors: [] } })
  assert.partialDeepStrictEqual(order, {
    closed: true,
    displayFinancialStatus: 'PAID',
    displayFulfillmentStatus: 'UNFULFILLED',
    currentTotalPriceSet: { shopMoney: { amount: '0.0' } },
    totalReceivedSet: { shopMoney: { amount: '181.5' } },
    lineItems: { nodes: [{ quantity: 3, currentQuantity: 0, unfulfilledQuantity: 0 }] },
    refunds: [],
  })
  assert.partialDeepStrictEqual(order, {
    fulfillmentOrders: { nodes: [{ status: 'CLOSED', lineItems: { nodes: [{ totalQuantity: 0, remainingQuantity: 0 }] } }] },
  })
})

test('the job of a cancellation is done when it is asked for', async () => {
  const shop = aWorld()
  const id = await paidOrder(shop)
  const { body } = await shop.admin(CANCEL, { id, refund: false })
  const job = (body as { data: { orderCancel: { job: { id: string } } } }).data.orderCancel.job.id

  const answer = await shop.admin('query J($id: ID!) { job(id: $id) { done } }', { id: job })

  assert.deepEqual(answer.body.data, { job: { done: true } })
})

test('a cancellation that gives the money back has a refund with restocked lines', async () => {
  const shop = aWorld()
  const id = await paidOrder(shop)

  await shop.admin(CANCEL, { id, refund: true })

  const nodes = [{ quantity: 3, restockType: 'CANCEL', restocked: true, location: { name: 'Depozit' }, lineItem: { sku: 'TEE-S' } }]
  assert.partialDeepStrictEqual(await read(shop, id), { displayFinancialStatus: 'REFUNDED', refunds: [{ refundLineItems: { nodes } }] })
})

const FULFIL =
  'mutation F($f: FulfillmentInput!) { fulfillmentCreate(fulfillment: $f) { fulfillment { status totalQuantity } userErrors { field message } } }'

test('a fulfilment of named lines leaves the rest open', async () => {
  const shop = aWorld()
  const id = await paidOrder(shop)
  const held = await heldBy(shop, id)
  const lines = [{ id: held?.lineItems.nodes[0]?.id, quantity: 2 }]

  const { body } = await shop.admin(FULFIL, {
    f: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: held?.id, fulfillmentOrderLineItems: lines }] },
  })

  assert.deepEqual(body.data, { fulfillmentCreate: { fulfillment: { status: 'SUCCESS', totalQuantity: 2 }, userErrors: [] } })
  assert.partialDeepStrictEqual(await read(shop, id), {
    displayFulfillmentStatus: 'PARTIALLY_FULFILLED',
    fulfillmentOrders: { nodes: [{ status: 'IN_PROGRESS', lineItems: { nodes: [{ totalQuantity: 3, remainingQuantity: 1 }] } }] },
    fulfillments: [
      { status: 'SUCCESS', location: { name: 'Depozit' }, fulfillmentLineItems: { nodes: [{ quantity: 2, lineItem: { sku: 'TEE-S' } }] } },
    ],
  })
})

test('a whole fulfilment order is fulfilled once', async () => {
  const shop = aWorld()
  const id = await paidOrder(shop)
  const input = { f: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: (await heldBy(shop, id))?.id }] } }

  await shop.admin(FULFIL, input)
  const again = await shop.admin(FULFIL, input)

  assert.partialDeepStrictEqual(await read(shop, id), { displayFulfillmentStatus: 'FULFILLED' })
  assert.partialDeepStrictEqual(again.body.data, { fulfillmentCreate: { fulfillment: null, userErrors: [{ field: ['fulfillment'] }] } })
})

test('a metafield that is written again keeps its id', async () => {
  const shop = aWorld()
  const ownerId = await paidOrder(shop)
  const SET =
    'mutation M($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { metafields { id value } userErrors { code field message } } }'
  const values = ['[1]', '[2]', '[']

  const answers = []
  for (const value of values)
    answers.push((await shop.admin(SET, { m: [{ ownerId, namespace: 'punte', key: 'documents', type: 'json', value }] })).body.data)

  const [first, second, broken] = answers as {
    metafieldsSet: { metafields: { id: string; value: string }[] | null; userErrors: { code: string }[] }
  }[]
  assert.equal(first?.metafieldsSet.metafields?.[0]?.id, second?.metafieldsSet.metafields?.[0]?.id)
  assert.equal(second?.metafieldsSet.metafields?.[0]?.value, '[2]')
  assert.equal(broken?.metafieldsSet.userErrors[0]?.code, 'INVALID_VALUE')
})

test('a metafield is written over what the writer knows: nothing, or the value whose digest it names', async () => {
  const shop = aWorld()
  const ownerId = await paidOrder(shop)
  const SET =
    'mutation M($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { metafields { value compareDigest } userErrors { code field } } }'
  async function set(value: string, compare: { compareDigest?: string | null }): Promise<unknown> {
    const metafield = { ownerId, namespace: 'punte', key: 'invoicing', type: 'json', value, ...compare }
    return (await shop.admin(SET, { m: [metafield] })).body.data
  }

  const first = (await set('1', { compareDigest: null })) as { metafieldsSet: { metafields: { compareDigest: string }[] } }
  const stale = { metafieldsSet: { metafields: null, userErrors: [{ code: 'STALE_OBJECT', field: ['metafields', '0'] }] } }
  assert.deepEqual(await set('2', { compareDigest: null }), stale)
  assert.deepEqual(await set('2', { compareDigest: 'of something else' }), stale)
  assert.partialDeepStrictEqual(await set('2', { compareDigest: first.metafieldsSet.metafields[0]?.compareDigest ?? '' }), {
    metafieldsSet: { metafields: [{ value: '2' }], userErrors: [] },
  })
  assert.partialDeepStrictEqual(await set('3', {}), { metafieldsSet: { metafields: [{ value: '3' }] } })
})
