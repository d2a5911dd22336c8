import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStory, type Story } from '#test/story.ts'
import { demoShopSettings } from '#test/story-world.ts'
import { actOnOrder, anOrder, book, callsOf, companyPath, level, shopPath, stock, stockWrites } from '#test/story-facts.ts'

const quarterMs = 15 * 60_000
const code = 'TEE-S'

type Movement = { readonly name: string; readonly act: (story: Story) => Promise<unknown>; readonly available: number }

const movements: readonly Movement[] = [
  { name: 'a goods received note', act: (story) => book(story, 'nir', { code, quantity: 200 }), available: 1200 },
  {
    name: 'a goods received note dated last week',
    act: (story) => book(story, 'nir', { code, quantity: 30, date: '2026-11-16' }),
    available: 1030,
  },
  { name: 'an adjustment upwards', act: (story) => book(story, 'adjust', { code, quantity: 7 }), available: 1007 },
  { name: 'an adjustment downwards', act: (story) => book(story, 'adjust', { code, quantity: -7 }), available: 993 },
  { name: 'a consumption voucher', act: (story) => book(story, 'consume', { code, quantity: 3 }), available: 997 },
  {
    name: 'a transfer to another warehouse',
    act: (story) => story.world('POST', `${companyPath}/transfer`, { from: 'Depozit Online', to: 'Magazin', code, quantity: 40 }),
    available: 960,
  },
  {
    name: 'a sale that a person invoiced elsewhere',
    act: (story) => handInvoice(story, 5),
    available: 995,
  },
]

for (const { name, act, available } of movements) {
  test(`${name} in SmartBill is in Shopify after the next poll`, async () => {
    await using story = await openStory()

    await act(story)
    await story.advance(quarterMs)

    assert.equal((await level(story, code)).available, available)
  })
}

test('a person who cancels his own invoice in SmartBill brings its goods back to Shopify', async () => {
  await using story = await openStory()
  await handInvoice(story, 5)
  await story.advance(quarterMs)

  await story.world('POST', `${companyPath}/cancel`, { series: 'SHOP', number: '0001' })
  await story.advance(quarterMs)

  assert.equal((await level(story, code)).available, 1000)
})

test('nothing moved: a poll writes nothing and stores no run', async () => {
  await using story = await openStory()

  await story.advance(4 * quarterMs)

  assert.equal(stockWrites(story), 0)
  const runs = await story.database.db.selectFrom('runs').select('run_id').execute()
  assert.deepEqual(runs, [])
})

test('a push makes the products it names be looked at at once', async () => {
  await using story = await openStory()
  const { hook_token: token } = await story.database.db.selectFrom('connections').select('hook_token').executeTakeFirstOrThrow()
  await story.world('PATCH', `${companyPath}/settings`, { push: { url: `http://punte.test/hooks/smartbill/${token}`, token } })

  await book(story, 'nir', { code, quantity: 200 })
  await story.settle()

  assert.equal((await level(story, code)).available, 1200)
})

test('a push with a wrong token is refused and looked at by nobody', async () => {
  await using story = await openStory()
  const { hook_token: token } = await story.database.db.selectFrom('connections').select('hook_token').executeTakeFirstOrThrow()

  const answer = await story.server.request(`/hooks/smartbill/${token}`, {
    method: 'POST',
    headers: { authorization: 'Bearer other' },
    body: '{"products":[]}',
  })

  assert.equal(answer.status, 401)
})

test('Sync now and Test connection carry a movement at once', async () => {
  await using story = await openStory()

  await book(story, 'nir', { code, quantity: 100 })
  await story.api('POST', '/shops/demo.myshopify.com/runs')
  await story.settle()
  assert.equal((await level(story, code)).available, 1100)

  await book(story, 'nir', { code, quantity: 100 })
  await story.api('POST', '/shops/demo.myshopify.com/services/smartbill/test')
  await story.settle()
  assert.equal((await level(story, code)).available, 1200)
})

test('a dry run shows what it would change and writes nothing', async () => {
  await using story = await openStory()
  await book(story, 'nir', { code, quantity: 200 })

  const { body } = await story.api('POST', '/shops/demo.myshopify.com/runs', { dryRun: true })
  await story.settle()

  const { id } = body as { id: string }
  const run = (await story.api('GET', `/shops/demo.myshopify.com/runs/${id}`)).body as {
    state: string
    changes: { code: string; from: number; to: number }[]
  }
  assert.deepEqual(
    run.changes.map(({ code: changed, from, to }) => ({ changed, from, to })),
    [{ changed: code, from: 1000, to: 1200 }],
  )
  assert.equal(stockWrites(story), 0)
})

test('a sale between our look and our write makes that row be looked at again, and blocks no other', async () => {
  await using story = await openStory()
  await book(story, 'nir', { code, quantity: 200 })
  await book(story, 'nir', { code: 'MUG-W', quantity: 10 })
  await story.world('POST', '/faults', {
    service: 'shopify',
    kind: 'concurrentSale',
    sku: code,
    quantity: 3,
    match: { field: 'inventorySetQuantities' },
  })

  await story.advance(quarterMs)

  assert.deepEqual(await level(story, code), { available: 1197, committed: 3, onHand: 1200 })
  assert.equal((await level(story, 'MUG-W')).available, 60)
})

test('a decimal stock is rounded down', async () => {
  await using story = await openStory()

  await book(story, 'adjust', { code, quantity: 0.75 })
  await book(story, 'adjust', { code: 'MUG-W', quantity: -0.25 })
  await story.advance(quarterMs)

  assert.equal((await level(story, code)).available, 1000)
  assert.equal((await level(story, 'MUG-W')).available, 49)
})

test('goods received for a code that Shopify lacks create nothing', async () => {
  await using story = await openStory()

  await book(story, 'nir', { code: 'NEW-1', name: 'Produs nou', quantity: 5 })
  await story.advance(quarterMs)

  assert.equal(stockWrites(story), 0)
  assert.ok(callsOf(story, 'shopify').every((call) => !call.includes('productCreate')))
})

test('between import and invoice SmartBill is untouched and Shopify shows the ordered units less, whatever runs', async () => {
  await using story = await openStory({ settings: demoShopSettings({ invoice: { trigger: 'manual' } }) })

  await anOrder(story, { lines: [{ sku: code, quantity: 4 }], paid: true })
  await story.settle()
  await story.api('POST', '/shops/demo.myshopify.com/runs')
  await story.advance(3 * quarterMs)

  assert.equal(await stock(story, code), 1000)
  assert.deepEqual(await level(story, code), { available: 996, committed: 4, onHand: 1000 })
  assert.equal(stockWrites(story), 0)
})

test('flow A alone invoices with discharge and never writes to Shopify', async () => {
  await using story = await openStory({ settings: demoShopSettings({ warehouse: { sync: false } }) })

  await book(story, 'nir', { code, quantity: 200 })
  await anOrder(story, { lines: [{ sku: code, quantity: 4 }], paid: true })
  await story.settle()
  await story.advance(2 * quarterMs)

  assert.equal(await stock(story, code), 1196)
  assert.equal(stockWrites(story), 0)
})

test('with flow B alone, a hundred shipped orders that are invoiced by hand leave Shopify in step', async () => {
  const settings = demoShopSettings({ preferences: { useStock: false }, invoice: { trigger: 'manual' } })
  await using story = await openStory({
    settings,
    world: { shop: { orders: [{ lines: [{ sku: code, quantity: 1 }], paid: true, count: 100 }] } },
  })

  for (let order = 1001; order <= 1100; order += 1) await actOnOrder(story, `#${order}`, 'fulfil')
  for (let invoice = 0; invoice < 100; invoice += 1) await handInvoice(story, 1)
  await story.advance(2 * quarterMs)

  assert.equal(await stock(story, code), 900)
  assert.deepEqual(await level(story, code), { available: 900, committed: 0, onHand: 900 })
})

test('with flow B alone and a warehouse that books goods out when they ship, the exact rule holds what is sold and not what has left', async () => {
  const settings = demoShopSettings({ preferences: { useStock: false, bookedOutWhenShipped: true }, invoice: { trigger: 'manual' } })
  await using story = await openStory({ settings })

  await anOrder(story, { lines: [{ sku: code, quantity: 5 }], paid: true })
  await anOrder(story, { lines: [{ sku: code, quantity: 3 }], paid: true })
  await story.advance(quarterMs)
  assert.equal((await level(story, code)).available, 992)

  await actOnOrder(story, '#1001', 'fulfil')
  await handInvoice(story, 5)
  await story.advance(2 * quarterMs)

  assert.equal(await stock(story, code), 995)
  assert.deepEqual(await level(story, code), { available: 992, committed: 3, onHand: 995 })
  assert.equal(stockWrites(story), 0)
})

test('switched on in a shop with flow B alone, it counts what has shipped so far and writes nothing', async () => {
  const settings = demoShopSettings({ preferences: { useStock: false }, invoice: { trigger: 'manual' } })
  await using story = await openStory({
    settings,
    world: { shop: { orders: [{ lines: [{ sku: code, quantity: 1 }], paid: true, count: 20 }] } },
  })
  for (let order = 1001; order <= 1010; order += 1) await actOnOrder(story, `#${order}`, 'fulfil')
  await handInvoice(story, 10)
  await story.advance(quarterMs)
  const before = stockWrites(story)

  const path = '/shops/demo.myshopify.com/settings'
  assert.equal((await story.api('PUT', path, { preferences: { bookedOutWhenShipped: true } })).status, 200)
  await story.advance(2 * quarterMs)

  assert.deepEqual(await level(story, code), { available: 980, committed: 10, onHand: 990 })
  assert.equal(stockWrites(story), before)
})

test('a payment moves no unit: it starts no run and asks SmartBill for nothing', async () => {
  await using story = await openStory({ settings: demoShopSettings({ invoice: { trigger: 'manual' } }) })
  await anOrder(story, { lines: [{ sku: code, quantity: 2 }], paid: false })
  await story.advance(5 * 60_000)
  const before = callsOf(story, 'smartbill').length

  await actOnOrder(story, '#1001', 'pay')
  await story.advance(60_000)

  assert.equal(callsOf(story, 'smartbill').length, before)
})

for (const listZeroStockRows of [true, false]) {
  test(`a sold-out product is at 0 within two runs when SmartBill ${listZeroStockRows ? 'lists' : 'leaves out'} rows without stock`, async () => {
    await using story = await openStory({ world: { smartbill: { switches: { listZeroStockRows } } } })

    await book(story, 'consume', { code: 'MUG-W', quantity: 50 })
    await story.advance(2 * quarterMs)

    assert.equal((await level(story, 'MUG-W')).available, 0)
  })
}

const doubtful: readonly { readonly name: string; readonly act: (story: Story) => Promise<unknown> }[] = [
  { name: 'an empty list', act: (story) => fault(story, { kind: 'emptyList', times: 3 }) },
  { name: 'a list that has shrunk', act: (story) => fault(story, { kind: 'shortList', percent: 60, times: 3 }) },
  { name: 'a list that is cut off', act: (story) => fault(story, { kind: 'truncate', times: 3, match: { path: '/stocks' } }) },
  { name: 'a page of HTML', act: (story) => fault(story, { kind: 'html200', times: 3, match: { path: '/stocks' } }) },
  {
    name: 'a product whose code was changed in SmartBill',
    act: (story) => story.world('PATCH', `${companyPath}/article`, { code, newCode: 'TEE-S-2' }),
  },
]

for (const { name, act } of doubtful) {
  test(`${name} writes nothing`, async () => {
    await using story = await openStory()

    await act(story)
    await story.advance(2 * quarterMs)

    assert.equal(stockWrites(story), 0)
    assert.equal((await level(story, code)).available, 1000)
  })
}

test('a product renamed in SmartBill stays bound by its code', async () => {
  await using story = await openStory()

  await story.world('PATCH', `${companyPath}/article`, { code, name: 'Tricou bumbac S' })
  await book(story, 'nir', { code, quantity: 10 })
  await story.advance(quarterMs)

  assert.equal((await level(story, code)).available, 1010)
})

test('a figure that a person raises in Shopify is put back by the next run, and a lowered one two minutes after it was seen', async () => {
  await using story = await openStory()

  await story.world('POST', `${shopPath}/levels`, { sku: code, location: 'Depozit', available: 1020 })
  await story.settle()
  assert.equal((await level(story, code)).available, 1000)

  await story.world('POST', `${shopPath}/levels`, { sku: code, location: 'Depozit', available: 990 })
  await story.settle()
  assert.equal((await level(story, code)).available, 990)
  await story.advance(5 * 60_000)
  assert.equal((await level(story, code)).available, 1000)
})

function fault(story: Story, what: object): Promise<unknown> {
  return story.world('POST', '/faults', { service: 'smartbill', ...what })
}

function handInvoice(story: Story, quantity: number): Promise<unknown> {
  const line = { code, name: 'Tricou S', quantity, price: 50, warehouse: 'Depozit Online' }
  return story.world('POST', `${companyPath}/invoice`, { series: 'SHOP', lines: [line], useStock: true })
}
