import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { z } from 'zod'
import { openStory, type Story } from '#test/story.ts'
import { demoShopSettings } from '#test/story-world.ts'
import {
  actOnOrder,
  anOrder,
  askFor,
  callsOf,
  companyPath,
  documents,
  orderShown,
  ordersPath,
  problems,
  stock,
  testConnection,
} from '#test/story-facts.ts'

const quarterMs = 15 * 60_000
const code = 'TEE-S'
const line = { sku: code, quantity: 2 }
const client = {
  name: 'Ana Popescu',
  county: 'Cluj',
  city: 'Cluj-Napoca',
  address: 'Str. Memorandumului 1',
  country: 'Romania',
}

type Trigger = {
  readonly trigger: 'manual' | 'created' | 'paid' | 'fulfilled'
  readonly order: object
  readonly waits: string | null
  readonly act: (story: Story) => Promise<unknown>
}

const triggers: readonly Trigger[] = [
  { trigger: 'created', order: {}, waits: null, act: () => Promise.resolve() },
  { trigger: 'paid', order: {}, waits: 'reason.notPaid', act: (story) => actOnOrder(story, '#1001', 'pay') },
  { trigger: 'fulfilled', order: { paid: true }, waits: 'reason.notFulfilled', act: (story) => actOnOrder(story, '#1001', 'fulfil') },
  { trigger: 'manual', order: { paid: true, fulfilled: true }, waits: 'reason.manual', act: (story) => askFor(story, '#1001', 'invoice') },
]

for (const { trigger, order, waits, act } of triggers) {
  test(`with the trigger "${trigger}" an order is invoiced then and not before`, async () => {
    await using story = await openStory({ settings: demoShopSettings({ invoice: { trigger } }) })

    await anOrder(story, { lines: [line], ...order })
    await story.advance(quarterMs)
    if (waits !== null) {
      assert.deepEqual(await documents(story), [])
      const { state, say } = await orderShown(story, '#1001')
      assert.deepEqual({ state, say }, { state: 'waiting', say: waits })
    }

    await act(story)
    await story.settle()
    assert.equal((await documents(story)).length, 1)
    assert.equal((await orderShown(story, '#1001')).state, 'issued')
  })
}

test('many orders are invoiced at once by hand, each by itself, and asking twice makes no second invoice', async () => {
  await using story = await openStory({ settings: demoShopSettings({ invoice: { trigger: 'manual' } }) })
  const placed = [await anOrder(story, { lines: [line], paid: true }), await anOrder(story, { lines: [line] })]
  const untrue = await anOrder(story, { lines: [line], test: true })
  await story.settle()

  const ids = [...placed, untrue].map(({ id }) => id)
  const { body } = await story.api('POST', `${ordersPath}/bulk`, { action: 'invoice', ids })
  await story.settle()
  await story.api('POST', `${ordersPath}/bulk`, { action: 'invoice', ids })
  await story.advance(quarterMs)

  const { results } = z.object({ results: z.array(z.object({ name: z.string(), ok: z.boolean() })) }).parse(body)
  assert.deepEqual(
    results.map(({ name, ok }) => [name, ok]),
    [
      ['#1001', true],
      ['#1002', true],
      ['#1003', false],
    ],
  )
  assert.equal((await documents(story)).length, 2)
  assert.equal(await stock(story, code), 996)
})

test('each payment method has its own trigger: the card when paid, cash on delivery when fulfilled', async () => {
  const cash = 'Cash on Delivery (COD)'
  const methods = [{ gateway: cash.toLowerCase(), trigger: 'fulfilled' as const, record: null }]
  await using story = await openStory({ settings: demoShopSettings({ invoice: { trigger: 'paid', methods } }) })

  await anOrder(story, { lines: [line], paid: true, gateway: 'shopify_payments' })
  await anOrder(story, { lines: [line], paid: true, gateway: cash })
  await story.settle()
  assert.equal((await orderShown(story, '#1001')).state, 'issued')
  assert.equal((await orderShown(story, '#1002')).say, 'reason.notFulfilled')

  await actOnOrder(story, '#1002', 'fulfil')
  await story.settle()
  assert.equal((await orderShown(story, '#1002')).state, 'issued')
})

const never = [
  { what: 'a test order', order: { test: true }, say: 'reason.test' },
  { what: 'an order whose total is zero', order: { discount: '100%' }, say: 'reason.zeroTotal' },
  { what: 'an order from before the cut-over', order: { at: '2026-11-22T08:00:00Z' }, say: 'reason.beforeCutOver' },
] as const

for (const { what, order, say } of never) {
  test(`${what} is never invoiced by itself, and says why`, async () => {
    await using story = await openStory({ settings: demoShopSettings({ preferences: { cutOver: '2026-11-23T00:00:00Z' } }) })

    await anOrder(story, { lines: [line], paid: true, ...order })
    await story.advance(2 * quarterMs)

    assert.deepEqual(await documents(story), [])
    const shown = await orderShown(story, '#1001')
    assert.deepEqual([shown.state, shown.say], ['never', say])
    assert.ok(shown.reason.length > 0)
  })
}

test('a test order is not invoiced when a person asks for it either', async () => {
  await using story = await openStory()
  await anOrder(story, { lines: [line], paid: true, test: true })
  await story.settle()

  const status = await askFor(story, '#1001', 'invoice')

  assert.equal(status, 409)
  assert.deepEqual(await documents(story), [])
})

test('an order from before the cut-over is invoiced when a person has said yes to it', async () => {
  await using story = await openStory({ settings: demoShopSettings({ preferences: { cutOver: '2026-11-23T00:00:00Z' } }) })
  await anOrder(story, { lines: [line], paid: true, at: '2026-11-22T08:00:00Z' })
  await story.settle()

  await askFor(story, '#1001', 'invoice', { answers: ['beforeCutOver'] })

  assert.equal((await documents(story)).length, 1)
})

test('zero totals are invoiced where the merchant chose so', async () => {
  await using story = await openStory({ settings: demoShopSettings({ preferences: { zeroTotal: 'invoice' } }) })

  await anOrder(story, { lines: [line], paid: true, discount: '100%' })
  await story.advance(quarterMs)

  assert.deepEqual(
    (await documents(story)).map(({ total }) => total),
    [0],
  )
})

for (const piiAccess of ['none', 'perField']) {
  test(`a buyer hidden by Shopify (${piiAccess}) is said and never invented; as final consumer only where chosen`, async () => {
    await using story = await openStory({ world: { shop: { piiAccess } } })

    await anOrder(story, { lines: [line], paid: true, customer: client })
    await story.advance(quarterMs)
    const shown = await orderShown(story, '#1001')
    assert.deepEqual([shown.state, shown.say], ['waiting', 'reason.buyerHidden'])
    assert.match(shown.reason, /hidden by Shopify's permissions/)
    assert.deepEqual(await documents(story), [])

    await story.api('PUT', '/shops/demo.myshopify.com/settings', { preferences: { hiddenBuyer: 'finalConsumer' } })
    await story.settle()
    assert.equal((await orderShown(story, '#1001')).state, 'issued')
  })
}

test('a hidden buyer is typed by hand: a wrong fiscal code is refused, a right one is invoiced and not kept beside the invoice', async () => {
  await using story = await openStory({ world: { shop: { piiAccess: 'none' } } })
  await anOrder(story, { lines: [line], paid: true, customer: client })
  await story.settle()
  const buyer = { name: 'Exemplu SRL', vatCode: 'RO10203041', address: 'Strada Lungă 1', city: 'Brașov', county: 'Brasov' }

  const refused = await story.api('POST', `${ordersPath}/%231001/invoice`, { buyer })
  assert.equal(refused.status, 422)
  assert.match(JSON.stringify(refused.body), /RO10203041 is no Romanian fiscal code/)
  assert.equal(await askFor(story, '#1001', 'invoice', { buyer: { ...buyer, vatCode: 'RO14399840' } }), 202)

  assert.equal((await orderShown(story, '#1001')).state, 'issued')
  const [posted] = callsOf(story, 'smartbill').filter((call) => call.startsWith('POST') && call.includes('/invoice/v2'))
  assert.match((posted ?? '').replaceAll('\\', ''), /"name":"Exemplu SRL","vatCode":"RO14399840","isTaxPayer":true/)
  const { rows } = await sql`select typed_buyer from orders where typed_buyer is not null`.execute(story.database.db)
  assert.deepEqual(rows, [])
})

test('a VAT rate that SmartBill lacks makes the order wait, and the invoice goes by itself once SmartBill has it', async () => {
  await using story = await openStory({
    world: {
      shop: { products: [{ title: 'Carte', variants: [{ sku: code, price: '50.00', vat: 11, stock: { Depozit: { available: 1000 } } }] }] },
    },
  })
  await anOrder(story, { lines: [line], paid: true })
  await story.advance(quarterMs)
  const shown = await orderShown(story, '#1001')
  assert.deepEqual([shown.state, shown.say], ['waiting', 'reason.vatUnknown'])
  assert.match(shown.reason, /11/)
  assert.deepEqual(await documents(story), [])

  const taxes = [
    { name: 'Normala', percentage: 21 },
    { name: 'Redusa', percentage: 11 },
  ]
  await story.world('PATCH', `${companyPath}/settings`, { taxes })
  await testConnection(story)

  assert.deepEqual(
    (await documents(story)).map(({ total }) => total),
    [100],
  )
})

test('a total that SmartBill reports otherwise than it was sent is a problem on the order, never silence', async () => {
  await using story = await openStory()
  const unread = { kind: 'http', status: 503, body: 'empty', times: 100, match: { path: '/invoice/paymentstatus' } }
  await story.world('POST', '/faults', { service: 'smartbill', ...unread })
  await anOrder(story, { lines: [line], paid: true })
  await story.settle()
  assert.deepEqual(await problems(story), [])

  const document = story.sandbox.world.smartbill.get('RO10203040')?.documents[0]
  assert.ok(document !== undefined)
  Object.assign(document.totals, { total: document.totals.total.plus('0.01') })
  await story.world('DELETE', '/faults')
  await story.advance(quarterMs)

  assert.deepEqual(await problems(story), [{ kind: 'totalDiffers', name: '#1001' }])
})
