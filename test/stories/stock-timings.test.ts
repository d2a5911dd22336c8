import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { WorkKind } from '#core/tenant.ts'
import { drains } from '#jobs/drains.ts'
import { serve } from '#jobs/serve.ts'
import { whatIsDue } from '#db/due.ts'
import { openProduct, openStory, type Story } from '#test/story.ts'
import { demoShopSettings, twoPlaces } from '#test/story-world.ts'
import { actOnOrder, anOrder, askFor, book, figuresWritten, level, loseLocks, ordersPath, stock, stockWrites } from '#test/story-facts.ts'

/** Histories in which something happens between two steps of one run, by their names, on the whole product. */
const quarterMs = 15 * 60_000
const code = 'TEE-S'
const mug = 'MUG-W'
const two = { lines: [{ sku: code, quantity: 2 }], paid: true }
const manual = demoShopSettings({ invoice: { trigger: 'manual' } })

test('paused-worker-and-figure-returned: a worker that wakes up late looks again although the figure is the one it planned from', async () => {
  await using story = await openStory(twoPlaces({ shelf: { [code]: { Depozit: 1000 }, [mug]: { Magazin: 1 } } }))
  const other = await openProduct(story.database, story.sandbox)
  await using _locks = other.context.locks
  await story.advance(quarterMs - 1)
  await book(story, 'nir', { code, quantity: 10 })
  await book(story, 'nir', { warehouse: 'Magazin', code: mug, name: 'Cana alba', quantity: 5 })
  story.meanwhile({
    at: 'call',
    of: 'inventorySetQuantities',
    happens: async () => {
      await loseLocks(story)
      await after(story, 40_000)
      await other.settle()
      assert.equal((await level(story, mug, 'Magazin')).available, 6)
      await anOrder(story, { lines: [{ sku: mug, quantity: 5 }], paid: true })
    },
  })

  await story.advance(1)

  assert.equal((await level(story, mug, 'Magazin')).available, 1)
  assert.equal((await level(story, code)).available, 1010)
  assert.deepEqual(figuresWritten(story), [6, 1010])
})

test('push-overtakes-poll: a poll that comes late with an older figure leaves the newer one that a push has carried', async () => {
  await using story = await openStory()
  const other = await openProduct(story.database, story.sandbox)
  await using _locks = other.context.locks
  await story.advance(quarterMs - 1)
  story.meanwhile({
    at: 'answer',
    of: '/stocks',
    happens: async () => {
      await loseLocks(story)
      await after(story, 1_000)
      await book(story, 'nir', { code, quantity: 10 })
      await other.api('POST', '/shops/demo.myshopify.com/runs', { codes: [code] })
      await other.settle()
      assert.equal((await level(story, code)).available, 1010)
    },
  })

  await story.advance(1)

  assert.equal((await level(story, code)).available, 1010)
  await story.advance(quarterMs)
  assert.deepEqual(figuresWritten(story), [1010])
})

test('page-times-of-a-long-scan: a product that is asked for after the list has the times of its own answer', async () => {
  await using story = await openStory({ settings: manual })
  await anOrder(story, { ...two, lines: [{ sku: mug, quantity: 2 }] })
  await story.advance(quarterMs - 1)
  await story.world('POST', '/faults', { service: 'smartbill', kind: 'shortList', percent: 50 })
  story.meanwhile({ at: 'call', of: `productCode=${mug}`, happens: () => invoiceMeanwhile(story) })

  await story.advance(2 * quarterMs)

  assert.equal(await stock(story, mug), 48)
  assert.equal((await level(story, mug)).available, 48)
  assert.equal(stockWrites(story), 0)
})

test('invoice-between-reading-and-ledger: an invoice sent after the answer is not counted as gone from its figure', async () => {
  const places = twoPlaces({ shelf: { [code]: { Depozit: 1000 }, [mug]: { Magazin: 50 } }, trigger: 'manual' })
  await using story = await openStory(places)
  await anOrder(story, { ...two, lines: [{ sku: mug, quantity: 2 }] })
  await story.advance(quarterMs - 1)
  story.meanwhile({ at: 'answer', of: 'query Levels', happens: () => invoiceMeanwhile(story) })

  await story.advance(2 * quarterMs)

  assert.equal(await stock(story, mug, 'Magazin'), 48)
  assert.equal((await level(story, mug, 'Magazin')).available, 48)
  assert.equal(stockWrites(story), 0)
})

test('dispatched-before-write-off-was-read: units that another document wrote off are not sold again while the answer is old', async () => {
  await using story = await openStory({ settings: manual })
  await anOrder(story, two)
  await story.advance(quarterMs)
  await book(story, 'consume', { code, quantity: 2 })
  await after(story, 1_000)
  await story.world('POST', '/faults', { service: 'smartbill', kind: 'staleRead', ms: 30_000, times: 2 })

  assert.equal(await askFor(story, '#1001', 'dispatched', { goods: 'bookedOut', shopify: 'leave' }), 200)
  assert.equal((await level(story, code)).available, 998)

  await story.advance(2 * quarterMs)
  assert.equal((await level(story, code)).available, 998)
  assert.equal(stockWrites(story), 0)
})

test('cancel-unread-when-dispatched: Dispatched reads the order first and releases nothing that Shopify took back already', async () => {
  await using story = await openStory({ settings: manual })
  await anOrder(story, two)
  await story.settle()
  await story.world('POST', '/faults', { service: 'webhooks', kind: 'drop', times: 100 })
  await actOnOrder(story, '#1001', 'cancel', { restock: true })

  const status = await askFor(story, '#1001', 'dispatched', { goods: 'onShelf', shopify: 'leave' })
  await story.advance(2 * quarterMs)

  assert.equal(status, 409)
  assert.deepEqual(await story.database.db.selectFrom('dispatches').select('line_id').execute(), [])
  assert.equal((await level(story, code)).available, 1000)
  assert.equal(stockWrites(story), 0)
})

test('elsewhere-shipped-and-discharged-during-the-reading: a shipment read after the answer is in doubt, and its units are not sold again', async () => {
  const old = { ...two, at: '2026-11-20T08:00:00Z' }
  await using story = await openStory({ world: { shop: { orders: [old] } } })
  await story.advance(quarterMs - 1)
  story.meanwhile({
    at: 'answer',
    of: '/stocks',
    happens: async () => {
      await after(story, 1_000)
      await actOnOrder(story, '#1001', 'fulfil')
      await book(story, 'consume', { code, quantity: 2 })
      await work(story, ['deliveries', 'orders'])
    },
  })

  await story.advance(2 * quarterMs)

  assert.equal(await stock(story, code), 998)
  assert.equal((await level(story, code)).available, 998)
  assert.ok(
    figuresWritten(story).every((figure) => figure <= 998),
    String(figuresWritten(story)),
  )
})

/** An invoice is asked for and issued while a run of stock waits for an answer. */
async function invoiceMeanwhile(story: Story): Promise<void> {
  await after(story, 1_000)
  await story.api('POST', `${ordersPath}/%231001/invoice`, {})
  await work(story, ['orders', 'invoices'])
}

/** What is due of some kinds is done, beside the run that is under way. */
async function work(story: Story, kinds: readonly WorkKind[]): Promise<void> {
  for (const kind of kinds) {
    await story.arrived()
    const due = await whatIsDue(story.database.db, story.context.io.clock.now())
    for (const wakeUp of due.filter((each) => each.kind === kind)) await serve(story.context, drains, wakeUp)
  }
}

function after(story: Story, ms: number): Promise<unknown> {
  const { clock } = story.sandbox.world
  return clock.advanceTo(clock.now() + ms)
}
