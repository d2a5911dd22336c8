import assert from 'node:assert/strict'
import { test } from 'node:test'
import { connectShop } from '#jobs/connect-shop.ts'
import { drains } from '#jobs/drains.ts'
import { serve } from '#jobs/serve.ts'
import { whatIsDue } from '#db/due.ts'
import { openProduct, openStory, type Story } from '#test/story.ts'
import { actOnOrder, anOrder, askFor, companyPath, documents, level, orderShown, orderState, problems, stock } from '#test/story-facts.ts'

/** Everything else that Punte asks for. */
const withoutWriteOrders = [
  'read_products',
  'read_inventory',
  'write_inventory',
  'read_locations',
  'read_orders',
  'read_customers',
  'read_merchant_managed_fulfillment_orders',
]
const paid = { lines: [{ sku: 'TEE-S', quantity: 2 }], paid: true }
/** What the service may take to do something whose answer was lost, and then some. */
const settleMs = 5 * 60_000

/** A fault of SmartBill, the next time an invoice is posted. */
function onInvoice(story: Story, fault: object): Promise<unknown> {
  return story.world('POST', '/faults', { service: 'smartbill', match: { method: 'POST', path: '/invoice/v2' }, ...fault })
}

async function oneInvoice(story: Story): Promise<void> {
  const issued = await documents(story)
  assert.deepEqual(
    issued.map(({ kind, status, total }) => ({ kind, status, total })),
    [{ kind: 'invoice', status: 'issued', total: 121 }],
  )
  assert.equal(await stock(story, 'TEE-S'), 998)
  assert.deepEqual(await level(story, 'TEE-S'), { available: 998, committed: 2, onHand: 1000 })
}

const lostAnswers = [
  { name: 'the connection dies after SmartBill has issued it', fault: { kind: 'dropAfterCommit' } },
  { name: 'SmartBill issues it and answers 502 with HTML', fault: { kind: 'httpAfterCommit', status: 502, body: 'html' } },
  { name: 'SmartBill issues it and the answer is cut off', fault: { kind: 'truncate' } },
  { name: 'SmartBill issues it and a page of HTML comes with status 200', fault: { kind: 'html200' } },
  { name: 'the connection dies before SmartBill has done anything', fault: { kind: 'dropBeforeCommit' } },
  { name: 'SmartBill answers 503', fault: { kind: 'http', status: 503, body: 'empty' } },
  { name: 'SmartBill says that the call limit is reached', fault: { kind: 'block' } },
]

for (const { name, fault } of lostAnswers) {
  test(`an order is invoiced once when ${name}`, async () => {
    await using story = await openStory()
    await onInvoice(story, fault)

    await anOrder(story, paid)
    await story.settle()
    await story.advance(settleMs + 15 * 60_000)

    await oneInvoice(story)
    assert.equal(await orderState(story, '#1001'), 'issued')
  })
}

test('a person who issues in the same series between our calls is not taken for our invoice', async () => {
  await using story = await openStory()
  await onInvoice(story, { kind: 'humanInvoice', series: 'SHOP' })
  await onInvoice(story, { kind: 'dropAfterCommit' })

  await anOrder(story, paid)
  await story.settle()
  await story.advance(settleMs)

  const ours = (await documents(story)).filter(({ mentions }) => mentions.includes('#1001'))
  assert.equal(ours.length, 1)
  assert.equal(await orderState(story, '#1001'), 'issued')
})

for (const status of [404, 500]) {
  test(`when SmartBill answers ${status} for hours instead of the document that would tell, a person is asked and the other orders go on`, async () => {
    await using story = await openStory()
    await onInvoice(story, { kind: 'dropAfterCommit' })
    const noPdf = { service: 'smartbill', kind: 'http', status, body: 'json', times: 1000, match: { path: '/invoice/pdf' } }
    await story.world('POST', '/faults', noPdf)

    await anOrder(story, paid)
    await story.settle()
    await anOrder(story, paid)
    await story.advance(3 * 60 * 60_000)

    assert.deepEqual(await problems(story), [{ kind: 'unknownOutcome', name: '#1001' }])
    assert.deepEqual([await orderState(story, '#1001'), await orderState(story, '#1002')], ['unknown-outcome', 'issued'])
    assert.equal((await documents(story)).length, 2)
  })
}

test('doubled, late and reordered deliveries make one invoice', async () => {
  await using story = await openStory()
  for (const kind of ['duplicate', 'shuffle', 'delay']) {
    await story.world('POST', '/faults', { service: 'shopify', kind, times: 4, ...(kind === 'delay' ? { ms: 40 } : {}) })
  }

  await anOrder(story, paid)
  await story.settle()
  await story.advance(10 * 60_000)

  await oneInvoice(story)
})

test('an order whose deliveries are all lost is found and invoiced once', async () => {
  await using story = await openStory()
  await story.world('POST', '/faults', { service: 'shopify', kind: 'drop', times: 100 })

  await anOrder(story, paid)
  await story.settle()
  await story.advance(15 * 60_000)

  await oneInvoice(story)
})

test('two workers at the same time issue one invoice', async () => {
  await using story = await openStory()
  const other = await openProduct(story.database, story.sandbox)
  await using _locks = other.context.locks

  await anOrder(story, paid)
  for (let round = 0; round < 20; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    const due = await whatIsDue(story.database.db, story.context.io.clock.now())
    await Promise.all(due.flatMap((wakeUp) => [serve(story.context, drains, wakeUp), serve(other.context, drains, wakeUp)]))
  }
  await story.settle()

  await oneInvoice(story)
})

test('a second installation adopts the invoice of the first instead of issuing its own', async () => {
  await using story = await openStory()
  await anOrder(story, paid)
  await story.settle()

  await using second = await openStory({ beside: story })
  await second.settle()
  await second.advance(15 * 60_000)

  await oneInvoice(story)
  assert.equal(await orderState(second, '#1001'), 'issued')
})

test('two installations that invoice an order in the same second issue one invoice: the second waits and adopts the document of the first', async () => {
  await using story = await openStory()
  await using second = await openStory({ beside: story })
  await anOrder(story, { ...paid, paid: false })
  await second.advance(16 * 60_000)
  await story.settle()
  story.meanwhile({ at: 'call', of: '/series', happens: () => askFor(second, '#1001', 'invoice') })

  await actOnOrder(story, '#1001', 'pay')
  await story.settle()
  await oneInvoice(story)

  await story.advance(60_000)
  await second.advance(30 * 60_000)
  await oneInvoice(story)
  assert.equal(await orderState(second, '#1001'), 'issued')
})

test('an order that another installation has claimed and left is shown after ten minutes, and invoiced here when a person says so', async () => {
  await using story = await openStory()
  {
    await using second = await openStory({ beside: story })
    await anOrder(story, { ...paid, paid: false })
    await second.advance(16 * 60_000)
    await story.world('POST', '/faults', {
      service: 'smartbill',
      kind: 'http',
      status: 503,
      body: 'html',
      times: 2,
      match: { path: '/series' },
    })
    await askFor(second, '#1001', 'invoice')
  }
  await story.world('DELETE', '/faults')
  await actOnOrder(story, '#1001', 'pay')
  await story.settle()
  assert.deepEqual(await orderShown(story, '#1001'), {
    state: 'waiting',
    say: 'reason.claimed',
    reason: 'Another installation of Punte is invoicing it now.',
  })
  assert.deepEqual(await problems(story), [])

  await story.advance(11 * 60_000)
  assert.deepEqual(await problems(story), [{ kind: 'orderWaits', name: '#1001' }])
  assert.equal(await askFor(story, '#1001', 'invoice'), 409)
  assert.equal(await askFor(story, '#1001', 'invoice', { answers: ['claimed'] }), 202)
  await oneInvoice(story)
})

test('without the scope to write orders nothing is invoiced, and the order says why', async () => {
  await using story = await openStory({ world: { shop: { scopes: withoutWriteOrders } } })
  await anOrder(story, paid)
  await story.settle()

  assert.deepEqual(await documents(story), [])
  assert.equal((await orderShown(story, '#1001')).say, 'reason.notClaimable')
})

test('an order is not invoiced again after its invoice was refused for lack of stock, and goes by itself when stock allows', async () => {
  await using story = await openStory()
  await story.world('POST', `${companyPath}/adjust`, { warehouse: 'Depozit Online', code: 'TEE-S', quantity: -999 })

  await anOrder(story, paid)
  await story.settle()
  assert.equal(await orderState(story, '#1001'), 'waiting')
  await story.world('POST', `${companyPath}/nir`, { warehouse: 'Depozit Online', code: 'TEE-S', quantity: 10 })
  await story.advance(16 * 60_000)

  assert.equal((await documents(story)).length, 1)
  assert.equal(await stock(story, 'TEE-S'), 9)
})

test('connecting the shop again changes nothing that was saved', async () => {
  await using story = await openStory()
  const before = await story.api('GET', '/shops/demo.myshopify.com/settings')

  await connectShop(story.context, story.shop)

  assert.deepEqual(await story.api('GET', '/shops/demo.myshopify.com/settings'), before)
})
