import assert from 'node:assert/strict'
import { test } from 'node:test'
import { doToOrder, postOrder, problemKinds, readOrder, shopApi } from '#test/api-calls.ts'
import { openStory, type Story } from '#test/story.ts'
import { anOrder, book, companyPath, documents, level } from '#test/story-facts.ts'
import { demoShopSettings } from '#test/story-world.ts'

const unpaid = { lines: [{ sku: 'TEE-S', quantity: 3 }], paid: false }
const paid = { ...unpaid, paid: true }

test('an order invoiced by hand is settled: what it held is discharged, no invoice follows, and Shopify stays in step', async () => {
  await using story = await openStory()
  const { name } = await anOrder(story, unpaid)
  await story.settle()
  await byHand(story)

  const order = await doToOrder(story, name, 'settle')
  await story.advance(20 * 60_000)

  assert.equal(order.state, 'issued')
  assert.equal(order.elsewhere, true)
  assert.deepEqual(
    order.lines.map(({ sold, discharged, owed }) => ({ sold, discharged, owed })),
    [{ sold: 3, discharged: 3, owed: 0 }],
  )
  assert.equal((await level(story, 'TEE-S')).available, 997)
  assert.equal((await documents(story)).length, 1)
  assert.equal((await postOrder(story, name, 'invoice')).status, 409)
})

test('with a series and a number the document is shown on the order, and written to it in Shopify', async () => {
  await using story = await openStory()
  const { name } = await anOrder(story, unpaid)
  await story.settle()
  const { number } = await byHand(story)

  const order = await doToOrder(story, name, 'settle', { series: 'SHOP', number })
  await story.settle()

  assert.deepEqual(
    order.documents.map(({ service, series, number: shown, total }) => ({ service, series, number: shown, total })),
    [{ service: 'smartbill', series: 'SHOP', number, total: '181.50' }],
  )
  const other = await anOrder(story, unpaid)
  await story.settle()
  assert.equal((await postOrder(story, other.name, 'settle', { series: 'SHOP', number })).status, 409)
  assert.equal((await postOrder(story, other.name, 'settle', { series: 'SHOP' })).status, 422)
})

test('an unknown outcome shows its evidence, and is settled by the document that a person names', async () => {
  await using story = await inDoubt()
  const { name } = await anOrder(story, paid)
  await story.settle()
  await story.advance(10 * 60_000)

  const doubtful = await readOrder(story, name)
  assert.equal(doubtful.state, 'unknown-outcome')
  assert.equal(doubtful.evidence?.series, 'SHOP')
  assert.equal(doubtful.evidence.total, '181.50')
  assert.deepEqual(await problemKinds(story), ['unknownOutcome'])
  assert.equal((await postOrder(story, name, 'settle')).status, 409)
  assert.equal((await postOrder(story, name, 'settle', { series: 'SHOP', number: '0999' })).status, 422)

  const { number } = await byHand(story)
  const order = await doToOrder(story, name, 'settle', { series: 'SHOP', number })
  await story.advance(10 * 60_000)

  assert.equal(order.state, 'issued')
  assert.equal(order.evidence, null)
  assert.deepEqual(
    order.documents.map((document) => document.number),
    [number],
  )
  assert.deepEqual(await problemKinds(story), [])
  assert.equal((await documents(story)).length, 1)
})

test('an unknown outcome is sent again only when a person has looked and says that it is not there', async () => {
  await using story = await inDoubt()
  const { name } = await anOrder(story, paid)
  await story.settle()
  await story.advance(10 * 60_000)

  await doToOrder(story, name, 'retry')
  await story.advance(10 * 60_000)
  assert.equal((await documents(story)).length, 0)
  assert.equal((await readOrder(story, name)).state, 'unknown-outcome')

  await doToOrder(story, name, 'retry', { notIssued: true })
  await story.advance(60_000)
  assert.equal((await documents(story)).length, 1)
  assert.equal((await readOrder(story, name)).state, 'issued')
})

test('an order of before the connection is never invoiced by itself; its page asks first, and whoever asks for its invoice by name has answered', async () => {
  await using story = await openStory({ connected: true, settings: demoShopSettings({ preferences: { cutOver: '2026-12-31T00:00:00Z' } }) })
  const { name } = await anOrder(story, paid)
  await story.settle()

  const order = await readOrder(story, name)
  assert.equal(order.elsewhere, true)
  assert.deepEqual(order.actions.invoice.asks, ['beforeCutOver'])
  assert.equal((await documents(story)).length, 0)
  await doToOrder(story, name, 'invoice')
  await story.settle()
  assert.equal((await documents(story)).length, 1)
})

test('an order that SmartBill refuses for lack of stock offers the invoice without discharge, and goes with a yes', async () => {
  await using story = await openStory()
  await book(story, 'consume', { code: 'TEE-S', quantity: 999 })
  const { name } = await anOrder(story, paid)
  await story.settle()

  const waiting = await readOrder(story, name)
  assert.equal(waiting.say?.id, 'reason.refusedStock')
  assert.deepEqual(waiting.actions.invoice.asks, ['withoutStock'])
  assert.notEqual(waiting.retryAt, null)
  await doToOrder(story, name, 'invoice', { answers: ['withoutStock'] })
  await story.settle()

  assert.equal((await documents(story))[0]?.useStock, false)
})

test('many orders are settled at once', async () => {
  await using story = await openStory()
  const names = [(await anOrder(story, unpaid)).name, (await anOrder(story, unpaid)).name]
  await story.settle()

  const { body } = await story.api('POST', `${shopApi}/orders/bulk`, { action: 'settle', ids: names })

  assert.deepEqual(body, { results: names.map((name) => ({ id: name, name, ok: true, problem: null })) })
  assert.equal((await readOrder(story, names[1] ?? '')).state, 'issued')
})

/** A draft has no number by which a lost one could be found. */
async function inDoubt(): Promise<Story> {
  const story = await openStory({ settings: demoShopSettings({ invoice: { draft: true } }) })
  await story.world('POST', '/faults', { service: 'smartbill', kind: 'dropBeforeCommit', match: { method: 'POST', path: '/invoice/v2' } })
  return story
}

/** Somebody invoices three shirts in SmartBill. */
async function byHand(story: Story): Promise<{ readonly number: string }> {
  await story.world('POST', `${companyPath}/invoice`, {
    series: 'SHOP',
    useStock: true,
    lines: [{ code: 'TEE-S', name: 'Tricou S', quantity: 3, price: 60.5, warehouse: 'Depozit Online' }],
  })
  const issued = await documents(story)
  return { number: issued.at(-1)?.number ?? '' }
}
