import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStory, type Story } from '#test/story.ts'
import { demoShopSettings, type StoryWorld } from '#test/story-world.ts'
import {
  actOnOrder,
  anOrder,
  askFor,
  book,
  figuresWritten,
  hideOrders,
  level,
  problems,
  shopPath,
  stock,
  stockWrites,
} from '#test/story-facts.ts'

/** Histories that once made a stock rule oversell or drift, by their names, on the whole product. */
const minuteMs = 60_000
const quarterMs = 15 * minuteMs
const code = 'TEE-S'
const manual = demoShopSettings({ invoice: { trigger: 'manual' } })
const two = { lines: [{ sku: code, quantity: 2 }], paid: true }

type History = {
  readonly name: string
  readonly settings?: ReturnType<typeof demoShopSettings>
  readonly world?: StoryWorld
  readonly play: (story: Story) => Promise<unknown>
  readonly available: number
  readonly writes?: number
  /** Every figure that was written, in order, stale ones too. */
  readonly figures?: readonly number[]
}

const write = { match: { field: 'inventorySetQuantities' } }

const histories: readonly History[] = [
  {
    name: 'stale-answered-with-old-target',
    play: (story) =>
      playing(
        story,
        () => shopify(story, { kind: 'concurrentSale', sku: code, quantity: 3, ...write }),
        receive(200),
        () => poll(story),
      ),
    available: 1197,
    figures: [1200, 1197],
  },
  {
    name: 'order-unread-before-the-look',
    settings: manual,
    play: (story) => playing(story, hideOrders, order(two), receive(200), sync),
    available: 1198,
    writes: 1,
  },
  {
    name: 'unread-order-masked-by-unread-shipment',
    settings: manual,
    play: (story) => playing(story, order(two), hideOrders, order(two), act('#1001', 'fulfil'), receive(200), sync),
    available: 1196,
    writes: 1,
  },
  {
    name: 'placed-and-cancelled-between-looks',
    settings: manual,
    play: (story) => playing(story, hideOrders, order(two), act('#1001', 'cancel', { restock: true }), receive(200), sync),
    available: 1200,
    writes: 1,
  },
  {
    name: 'late-write-after-no-answer',
    play: (story) => playing(story, lost('dropAfterCommit'), receive(200), poll, hideOrders, orderOf(5), receive(50), rested, shows(1245)),
    available: 1245,
  },
  {
    name: 'raise-without-answer-that-never-took-effect',
    play: (story) =>
      playing(
        story,
        () => shopify(story, { kind: 'dropBeforeCommit', times: 3, ...write }),
        receive(200),
        () => poll(story),
      ),
    available: 1200,
  },
  {
    name: 'lowering-without-answer-then-same-figure',
    play: (story) =>
      playing(story, lost('dropBeforeCommit'), receive(-10), poll, hideOrders, orderOf(10), receive(50), rested, shows(1030)),
    available: 1030,
  },
  {
    name: 'lowering-not-done-must-not-open-room-for-a-raise',
    play: (story) => playing(story, lost('dropBeforeCommit'), receive(-10), poll, hideOrders, orderOf(5), receive(50), rested, shows(1035)),
    available: 1035,
  },
  {
    name: 'open-invoice-does-not-starve-a-raise',
    play: (story) =>
      playing(story, () => smartbill(story, { kind: 'dropAfterCommit', ...onInvoice }), order(two), receive(200), sync, shows(1196)),
    available: 1198,
  },
  {
    name: 'swapped-line-same-variant',
    settings: manual,
    play: (story) =>
      playing(story, order(two), act('#1001', 'edit', { sku: code, delta: -1 }), act('#1001', 'edit', { sku: code, delta: 1 })),
    available: 998,
    writes: 0,
  },
  {
    name: 'cancelled-invoiced-restocked',
    play: (story) => playing(story, order(two), act('#1001', 'cancel', { restock: true })),
    available: 998,
    writes: 1,
  },
  {
    name: 'no-restock-stays-owed',
    settings: manual,
    play: (story) => playing(story, order(two), act('#1001', 'cancel', { restock: false })),
    available: 998,
    writes: 0,
  },
  {
    name: 'refund-current-quantity-trap',
    settings: manual,
    play: (story) => playing(story, order(two), act('#1001', 'refund', { lines: [{ sku: code, quantity: 1, restock: 'none' }] })),
    available: 998,
    writes: 0,
  },
  {
    name: 'return-before-invoice',
    settings: manual,
    play: (story) =>
      playing(
        story,
        order(two),
        act('#1001', 'fulfil'),
        act('#1001', 'refund', { lines: [{ sku: code, quantity: 2, restock: 'return' }] }),
      ),
    available: 1000,
    writes: 0,
  },
  {
    name: 'buffer-never-negative',
    settings: demoShopSettings({ preferences: { buffer: 5 } }),
    play: (story) => playing(story, receive(-997)),
    available: 0,
  },
  {
    name: 'negative-target-written',
    settings: manual,
    play: (story) => playing(story, order({ ...two, lines: [{ sku: code, quantity: 3 }] }), act('#1001', 'fulfil'), receive(-998)),
    available: -1,
  },
  {
    name: 'reserved-draft-not-resold',
    world: shirtWith({ available: 995, reserved: 5 }),
    play: (story) => playing(story, receive(10)),
    available: 1005,
    writes: 1,
  },
  {
    name: 'damaged-inside',
    world: shirtWith({ available: 990, damaged: 10 }),
    settings: demoShopSettings({ preferences: { unavailable: 'inside' } }),
    play: (story) => playing(story, receive(10)),
    available: 1000,
  },
  {
    name: 'damaged-outside',
    world: shirtWith({ available: 1000, damaged: 10 }),
    settings: demoShopSettings({ preferences: { unavailable: 'outside' } }),
    play: (story) => playing(story, receive(10)),
    available: 1010,
  },
  {
    name: 'hand-edit-down-held-then-put-back',
    play: (story) => playing(story, edit(12), (edited) => checked(edited, 12)),
    available: 1000,
    writes: 1,
  },
  {
    name: 'hand-edit-up-lowered-at-once',
    play: (story) => playing(story, edit(1020), (edited) => checked(edited, 1000)),
    available: 1000,
    writes: 1,
  },
  {
    name: 'invoiced-later-than-dispatched',
    settings: manual,
    play: (story) =>
      playing(
        story,
        order(two),
        () => askFor(story, '#1001', 'dispatched', { goods: 'onShelf', shopify: 'leave' }),
        () => story.advance(quarterMs),
        () => askFor(story, '#1001', 'invoice', { answers: ['dispatched'] }),
      ),
    available: 998,
  },
]

const onInvoice = { match: { method: 'POST', path: '/invoice/v2' } }

for (const { name, settings, world, play, available, writes, figures } of histories) {
  test(`${name}: Shopify comes to rest at ${available}`, async () => {
    await using story = await openStory({ ...(settings && { settings }), ...(world && { world }) })

    await play(story)
    await story.world('DELETE', '/faults')
    await story.advance(2 * quarterMs)

    assert.equal((await level(story, code)).available, available)
    if (writes !== undefined) assert.equal(stockWrites(story), writes)
    if (figures !== undefined) assert.deepEqual(figuresWritten(story), figures)
    const atRest = stockWrites(story)
    await story.advance(2 * quarterMs)
    assert.equal(stockWrites(story), atRest, 'at rest nothing is written')
  })
}

test('no echo: a hundred orders, invoices and shipments alone cause no write', async () => {
  await using story = await openStory()

  await story.world('POST', `${shopPath}/orders`, { lines: [{ sku: code, quantity: 1 }], paid: true, count: 100 })
  await story.advance(quarterMs)
  for (let number = 1001; number <= 1100; number += 1) await actOnOrder(story, `#${number}`, 'fulfil')
  await story.advance(2 * quarterMs)

  assert.equal(await stock(story, code), 900)
  assert.deepEqual(await level(story, code), { available: 900, committed: 0, onHand: 900 })
  assert.equal(stockWrites(story), 0)
})

test('three hand edits of one product in a day raise a question', async () => {
  await using story = await openStory()

  for (const figure of [1020, 1030, 1040]) {
    await edit(figure)(story)
    await story.advance(quarterMs)
  }

  assert.deepEqual(
    (await problems(story)).map(({ kind }) => kind),
    ['handEdits'],
  )
})

async function playing(story: Story, ...acts: readonly ((story: Story) => Promise<unknown>)[]): Promise<void> {
  for (const each of acts) {
    await each(story)
    await story.settle()
  }
}

type Act = (story: Story) => Promise<unknown>

function order(file: object): Act {
  return (story) => anOrder(story, file)
}

function act(name: string, what: string, body: object = {}): Act {
  return (story) => actOnOrder(story, name, what, body)
}

function receive(quantity: number): Act {
  return (story) => book(story, 'adjust', { code, quantity })
}

function edit(available: number): Act {
  return (story) => story.world('POST', `${shopPath}/levels`, { sku: code, location: 'Depozit', available })
}

function sync(story: Story): Promise<unknown> {
  return story.api('POST', '/shops/demo.myshopify.com/runs')
}

async function checked(story: Story, available: number): Promise<void> {
  assert.equal((await level(story, code)).available, available)
}

/** As far as the next poll, and no further: what was planned then is under way. */
function poll(story: Story): Promise<void> {
  return story.advance(quarterMs)
}

/** The row of a write that was never answered has rested, and was looked at again. */
function rested(story: Story): Promise<void> {
  return story.advance(2 * minuteMs)
}

/** The answer of the next write is lost: before it took effect or after. */
function lost(kind: 'dropBeforeCommit' | 'dropAfterCommit'): Act {
  return (story) => shopify(story, { kind, times: 3, ...write })
}

function orderOf(quantity: number): Act {
  return order({ lines: [{ sku: code, quantity }], paid: true })
}

function shows(available: number): Act {
  return (story) => checked(story, available)
}

function shopify(story: Story, fault: object): Promise<unknown> {
  return story.world('POST', '/faults', { service: 'shopify', ...fault })
}

function smartbill(story: Story, fault: object): Promise<unknown> {
  return story.world('POST', '/faults', { service: 'smartbill', ...fault })
}

function shirtWith(figures: object): StoryWorld {
  return { shop: { products: [{ title: 'Tricou', variants: [{ title: 'S', sku: code, price: '60.50', stock: { Depozit: figures } }] }] } }
}
