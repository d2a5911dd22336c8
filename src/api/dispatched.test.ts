import assert from 'node:assert/strict'
import { test } from 'node:test'
import { doToOrder as act, postOrder as post, problemKinds as kinds, readOrder as read, shopApi } from '#test/api-calls.ts'
import { openStory, type Story } from '#test/story.ts'
import { demoShopSettings } from '#test/story-world.ts'
import { actOnOrder, anOrder, book, callsOf, companyPath, documents, level } from '#test/story-facts.ts'
import { Overview } from './contract.ts'

const unpaid = { lines: [{ sku: 'TEE-S', quantity: 3 }], paid: false }

test('an order that holds three shirts is Dispatched from the shelf: Shopify cancels it and shows them again, and nothing is written', async () => {
  await using story = await openStory()
  const { name } = await placed(story)
  assert.equal((await level(story, 'TEE-S')).available, 997)

  const order = await act(story, name, 'dispatched')
  await story.settle()

  assert.equal(order.state, 'never')
  assert.notEqual(order.dispatchedAt, null)
  assert.notEqual((await read(story, name)).cancelledAt, null)
  assert.deepEqual(await level(story, 'TEE-S'), { available: 1000, committed: 0, onHand: 1000 })
  await story.advance(15 * 60_000)
  assert.equal((await level(story, 'TEE-S')).available, 1000)
})

test('Dispatched from the shelf with the order left open releases its units and the next run raises Shopify', async () => {
  await using story = await openStory()
  const { name } = await placed(story)

  const order = await act(story, name, 'dispatched', { goods: 'onShelf', shopify: 'leave' })
  assert.deepEqual(
    order.lines.map(({ sold, released, owed }) => ({ sold, released, owed })),
    [{ sold: 3, released: 3, owed: 0 }],
  )
  await story.advance(5_000)

  assert.deepEqual(await level(story, 'TEE-S'), { available: 1000, committed: 3, onHand: 1003 })
})

test('Dispatched with goods that another document booked out holds them no second time, and Shopify is told that they left', async () => {
  await using story = await openStory()
  const { name } = await placed(story)
  await book(story, 'consume', { code: 'TEE-S', quantity: 3 })

  await act(story, name, 'dispatched', { goods: 'bookedOut', shopify: 'fulfil' })
  await story.advance(16 * 60_000)

  assert.equal((await read(story, name)).fulfilment, 'FULFILLED')
  assert.deepEqual(await level(story, 'TEE-S'), { available: 997, committed: 0, onHand: 997 })
})

test('Dispatched with goods that are gone and still in the book keeps them held and says so until somebody books them out', async () => {
  await using story = await openStory()
  const { name } = await placed(story)

  await act(story, name, 'dispatched', { goods: 'gone' })
  await story.advance(16 * 60_000)

  assert.deepEqual(await level(story, 'TEE-S'), { available: 997, committed: 0, onHand: 997 })
  assert.deepEqual(await kinds(story), ['goodsLeft'])
  const order = await act(story, name, 'settle')
  assert.equal(order.state, 'issued')
  assert.deepEqual(await kinds(story), [])
})

test('a dispatched order asks before it is invoiced, and with a yes it is invoiced once', async () => {
  await using story = await openStory()
  const { name } = await placed(story)
  await act(story, name, 'dispatched', { goods: 'onShelf', shopify: 'leave' })

  const refused = await post(story, name, 'invoice')
  assert.equal(refused.status, 409)
  assert.equal((await documents(story)).length, 0)
  assert.deepEqual((await read(story, name)).actions.invoice.asks, ['dispatched'])

  await act(story, name, 'invoice', { answers: ['dispatched'] })
  await story.settle()
  assert.equal((await documents(story)).length, 1)
})

test('Dispatched is undone while the order is not invoiced: its units are held again and it may be invoiced without a question', async () => {
  await using story = await openStory()
  const { name } = await placed(story)
  await act(story, name, 'dispatched', { goods: 'onShelf', shopify: 'leave' })
  await story.advance(5_000)

  const order = await act(story, name, 'undispatch')
  await story.advance(5_000)

  assert.equal(order.dispatchedAt, null)
  assert.equal(order.state, 'waiting')
  assert.deepEqual(order.actions.invoice.asks, [])
  assert.equal((await level(story, 'TEE-S')).available, 997)
  assert.equal((await post(story, name, 'undispatch')).status, 409)
})

test('an invoiced order cannot be dispatched, and an order cannot be dispatched twice', async () => {
  await using story = await openStory()
  const paid = await anOrder(story, { ...unpaid, paid: true })
  const { name } = await placed(story)

  assert.equal((await post(story, paid.name, 'dispatched')).status, 409)
  await act(story, name, 'dispatched', { goods: 'onShelf', shopify: 'leave' })
  assert.equal((await post(story, name, 'dispatched')).status, 409)
})

test('what is said of the goods and what Shopify is to be told may not contradict each other', async () => {
  await using story = await openStory()
  const { name } = await placed(story)

  for (const body of [
    { goods: 'onShelf', shopify: 'fulfil' },
    { goods: 'bookedOut', shopify: 'cancel' },
    { goods: 'gone', shopify: 'leave' },
    { goods: 'gone', shopify: 'cancel' },
  ]) {
    assert.equal((await post(story, name, 'dispatched', body)).status, 422)
  }
  assert.equal((await read(story, name)).dispatchedAt, null)
})

test('when Shopify refuses to cancel, Dispatched is taken back and its words are told', async () => {
  await using story = await openStory()
  const { name } = await placed(story)
  await actOnOrder(story, name, 'fulfil')
  await story.settle()

  const { status, body } = await post(story, name, 'dispatched')

  assert.equal(status, 409)
  assert.match(JSON.stringify(body), /fulfilled line items/)
  const order = await read(story, name)
  assert.equal(order.dispatchedAt, null)
  assert.equal(order.lines[0]?.owed, 3)
})

test('a cancellation whose answer is lost is looked up in the order and told only once', async () => {
  await using story = await openStory()
  const { name } = await placed(story)
  await story.world('POST', '/faults', { service: 'shopify', kind: 'dropAfterCommit', match: { field: 'orderCancel' } })

  const order = await act(story, name, 'dispatched')
  await story.settle()

  assert.notEqual(order.cancelledAt, null)
  assert.deepEqual(await kinds(story), [])
  assert.equal(callsOf(story, 'shopify').filter((call) => call.includes('orderCancel')).length, 1)
  assert.equal((await level(story, 'TEE-S')).available, 1000)
})

test('a cancellation that never arrived is told again only after a minute', async () => {
  await using story = await openStory()
  const { name } = await placed(story)
  await story.world('POST', '/faults', { service: 'shopify', kind: 'dropBeforeCommit', match: { field: 'orderCancel' } })

  assert.equal((await post(story, name, 'dispatched')).status, 502)
  assert.deepEqual(await kinds(story), ['shopifySilent'])
  await act(story, name, 'undispatch')
  assert.equal((await post(story, name, 'dispatched')).status, 409)
  await story.advance(61_000)
  const order = await act(story, name, 'dispatched')

  assert.notEqual(order.cancelledAt, null)
  assert.deepEqual(await kinds(story), [])
})

for (const { name: what, shopify, goods, act: byHand, body } of [
  { name: 'cancellation', shopify: 'cancel', goods: 'onShelf', act: 'cancel', body: { restock: true } },
  { name: 'shipment', shopify: 'fulfil', goods: 'gone', act: 'fulfil', body: {} },
]) {
  test(`a ${what} that never arrived is no problem any more once a person has made it in Shopify`, async () => {
    await using story = await openStory()
    const { name } = await placed(story)
    const field = shopify === 'cancel' ? 'orderCancel' : 'fulfillmentCreate'
    await story.world('POST', '/faults', { service: 'shopify', kind: 'dropBeforeCommit', match: { field } })
    assert.equal((await post(story, name, 'dispatched', { goods, shopify })).status, 502)
    const before = await kinds(story)
    await story.advance(10 * 60_000)
    assert.deepEqual(await kinds(story), before)

    await actOnOrder(story, name, byHand, body)
    await story.settle()

    assert.ok(before.includes('shopifySilent'))
    assert.deepEqual(
      await kinds(story),
      before.filter((kind) => kind !== 'shopifySilent'),
    )
    const told = await story.database.db.selectFrom('intents').select('outcome').where('kind', '=', `${shopify}-order`).execute()
    assert.deepEqual(told, [{ outcome: 'done' }])
  })
}

test('many orders are dispatched at once, each by itself', async () => {
  await using story = await openStory()
  const paid = await anOrder(story, { ...unpaid, paid: true })
  const one = await anOrder(story, unpaid)
  const two = await anOrder(story, unpaid)
  await story.settle()

  const { status, body } = await story.api('POST', `${shopApi}/orders/bulk`, {
    action: 'dispatched',
    ids: [one.name, paid.name, two.name, '#9999'],
  })
  await story.settle()

  assert.equal(status, 200)
  assert.deepEqual(
    (body as { results: { ok: boolean }[] }).results.map(({ ok }) => ok),
    [true, false, true, false],
  )
  assert.deepEqual(await level(story, 'TEE-S'), { available: 997, committed: 3, onHand: 1000 })
  assert.equal(Overview.parse((await story.api('GET', `${shopApi}/overview`)).body).orders.waiting, 0)
})

async function placed(story: Story): Promise<{ readonly name: string }> {
  const order = await anOrder(story, unpaid)
  await story.settle()
  return order
}

test('an order cancelled without restock is asked about, holds its units, and is released by the answer that they are on the shelf', async () => {
  await using story = await openStory()
  const { name } = await placed(story)
  await actOnOrder(story, name, 'cancel', { restock: false })
  await story.advance(31 * 60_000)
  assert.deepEqual(await kinds(story), ['onShelfOrGone'])
  assert.equal((await level(story, 'TEE-S')).available, 997)

  await act(story, name, 'dispatched')
  await story.advance(5_000)

  assert.deepEqual(await kinds(story), [])
  assert.equal((await level(story, 'TEE-S')).available, 1000)
})

test('an invoiced order that is cancelled and restocked asks for the reversal until somebody says that it is made', async () => {
  await using story = await openStory()
  const { name } = await placed(story)
  await act(story, name, 'invoice')
  await story.settle()
  assert.equal((await read(story, name)).actions.reversed.can, false)
  await actOnOrder(story, name, 'cancel', { restock: true })
  await story.advance(16 * 60_000)
  assert.deepEqual(await kinds(story), ['reversalDue'])
  assert.equal((await level(story, 'TEE-S')).available, 997)

  await story.world('POST', `${companyPath}/storno`, { series: 'SHOP', number: '0001' })
  await act(story, name, 'reversed')
  await story.advance(16 * 60_000)

  assert.deepEqual(await kinds(story), [])
  assert.equal((await level(story, 'TEE-S')).available, 1000)
  assert.equal((await post(story, name, 'reversed')).status, 409)
})

for (const { preferences, act: what, name } of [
  {
    name: 'a shop that leaves the invoices of cancelled orders is asked for no reversal',
    preferences: { onCancelled: 'leave' },
    act: 'reversal',
  },
  {
    name: 'a shop that releases what was cancelled without restock is asked for no shelf',
    preferences: { cancelledWithoutRestock: 'release' },
    act: 'shelf',
  },
] as const) {
  test(name, async () => {
    await using story = await openStory({ settings: demoShopSettings({ preferences, invoice: { trigger: 'manual' } }) })
    const { name: order } = await placed(story)
    if (what === 'reversal') await act(story, order, 'invoice')
    await story.settle()
    await actOnOrder(story, order, 'cancel', { restock: what === 'reversal' })
    await story.advance(31 * 60_000)

    assert.deepEqual(await kinds(story), [])
    assert.equal((await level(story, 'TEE-S')).available, what === 'reversal' ? 997 : 1000)
  })
}
