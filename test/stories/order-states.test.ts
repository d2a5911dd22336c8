import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStory, type Story } from '#test/story.ts'
import { demoShopSettings, type StoryWorld } from '#test/story-world.ts'
import { actOnOrder, anOrder, askFor, book, companyPath, hideOrders, level, ordersPath, stock, stockWrites } from '#test/story-facts.ts'

const quarterMs = 15 * 60_000
/** Twice the time that a doubt or a hand edit waits, and a poll. */
const restMs = 2 * quarterMs
const code = 'TEE-S'
const q = 5
/** SmartBill's stock before. */
const S = 1000
const hundred = Array.from({ length: 100 }, (_, index) => `#${1001 + index}`)

type State = {
  readonly name: string
  readonly world?: StoryWorld
  readonly play: (story: Story) => Promise<unknown>
  readonly billing: number
  readonly committed: number
  readonly exact: number
  readonly documented: number
}

const states: readonly State[] = [
  { name: '1: open, not invoiced, not fulfilled', play: order, billing: S, committed: q, exact: S - q, documented: S - q },
  {
    name: '2: invoiced, not fulfilled',
    play: (story) => playing(story, order, invoice),
    billing: S - q,
    committed: q,
    exact: S - q,
    documented: S - 2 * q,
  },
  {
    name: '3: fulfilled, not invoiced',
    play: (story) => playing(story, order, fulfil),
    billing: S,
    committed: 0,
    exact: S - q,
    documented: S,
  },
  {
    name: '4: invoiced and fulfilled',
    play: (story) => playing(story, order, invoice, fulfil),
    billing: S - q,
    committed: 0,
    exact: S - q,
    documented: S - q,
  },
  {
    name: '5: cancelled and restocked, invoice reversed',
    play: (story) => playing(story, order, invoice, cancel, reverse),
    billing: S,
    committed: 0,
    exact: S,
    documented: S,
  },
  {
    name: '6: cancelled and restocked, reversal missing',
    play: (story) => playing(story, order, invoice, cancel),
    billing: S - q,
    committed: 0,
    exact: S - q,
    documented: S - q,
  },
  {
    name: '7: Dispatched without invoice, goods on the shelf, cancelled in Shopify',
    play: (story) =>
      playing(story, order, (dispatched) => askFor(dispatched, '#1001', 'dispatched', { goods: 'onShelf', shopify: 'cancel' })),
    billing: S,
    committed: 0,
    exact: S,
    documented: S,
  },
  {
    name: '7: Dispatched without invoice, goods on the shelf, left open in Shopify',
    play: (story) =>
      playing(story, order, (dispatched) => askFor(dispatched, '#1001', 'dispatched', { goods: 'onShelf', shopify: 'leave' })),
    billing: S,
    committed: q,
    exact: S,
    documented: S,
  },
  {
    name: '8: placed seconds ago, not imported yet, while goods are received',
    play: (story) => playing(story, hideOrders, order, (received) => book(received, 'nir', { code, quantity: 200 }), syncNow),
    billing: S + 200,
    committed: q,
    exact: S + 200 - q,
    documented: S + 200 - q,
  },
  {
    name: '9: invoiced by hand in SmartBill, fulfilled, marked as invoiced elsewhere',
    play: (story) => playing(story, order, byHand, fulfil, (settled) => askFor(settled, '#1001', 'settle')),
    billing: S - q,
    committed: 0,
    exact: S - q,
    documented: S - q,
  },
  {
    name: '10: returned and restocked, storno not made yet',
    play: (story) => playing(story, order, invoice, fulfil, (back) => refund(back, 'return')),
    billing: S - q,
    committed: 0,
    exact: S - q,
    documented: S - q,
  },
  {
    name: '11: refunded without restock, not invoiced',
    play: (story) => playing(story, order, (gone) => refund(gone, 'none')),
    billing: S,
    committed: 0,
    exact: S - q,
    documented: S,
  },
  {
    name: '11: cancelled without restock while unpaid, which leaves no refund record, not invoiced',
    play: (story) => playing(story, unpaidOrder, (gone) => actOnOrder(gone, '#1001', 'cancel', { restock: false })),
    billing: S,
    committed: 0,
    exact: S - q,
    documented: S,
  },
  {
    name: '11: cancelled with restock while unpaid, which leaves no refund record either',
    play: (story) => playing(story, unpaidOrder, cancel),
    billing: S,
    committed: 0,
    exact: S,
    documented: S,
  },
  {
    name: '12: a draft order reserves the units',
    world: { shop: { products: [tee({ available: S - q, reserved: q })] } },
    play: () => Promise.resolve(),
    billing: S,
    committed: 0,
    exact: S - q,
    // The reference, which counts committed units alone, gives S and sells every reserved draft again.
    documented: S - q,
  },
  {
    name: '13: a person reverses the document of a standing order in SmartBill, which nothing tells from goods received',
    play: (story) => playing(story, order, invoice, reverse),
    billing: S,
    committed: q,
    exact: S,
    documented: S - q,
  },
]

for (const rule of ['exact', 'documented'] as const) {
  for (const state of states) {
    test(`${rule}, state ${state.name}: available is ${state[rule]}`, async () => {
      const settings = demoShopSettings({ preferences: { stockRule: rule }, invoice: { trigger: 'manual' } })
      await using story = await openStory({ settings, ...(state.world === undefined ? {} : { world: state.world }) })

      await state.play(story)
      await story.advance(restMs)

      assert.equal(await stock(story, code), state.billing)
      const { available, committed } = await level(story, code)
      assert.deepEqual({ available, committed }, { available: state[rule], committed: state.committed })
    })
  }
}

type Step = {
  readonly name: string
  readonly rules: readonly ('exact' | 'documented')[]
  readonly act: (story: Story) => Promise<unknown>
  readonly billing: number
  readonly committed: number
  readonly available: number
  readonly writes: number
}

const received: Step = {
  name: 'T0+1: 200 are received',
  rules: ['exact', 'documented'],
  act: (story) => book(story, 'nir', { code, quantity: 200 }),
  billing: 1200,
  committed: 100,
  available: 1100,
  writes: 1,
}
const steps: readonly Step[] = [
  { ...received, name: 'T0: 100 open orders', act: () => Promise.resolve(), billing: 1000, available: 900, writes: 0 },
  received,
  {
    ...received,
    name: 'T0+2: 100 invoices, shipped',
    rules: ['exact'],
    act: (story) => playing(story, invoiceAll, fulfilAll),
    billing: 1100,
    committed: 0,
  },
  {
    ...received,
    name: 'T0+2: 100 invoices, shipped before the next run',
    act: (story) =>
      playing(
        story,
        (paused) => flowB(paused, 'pause'),
        invoiceAll,
        fulfilAll,
        (resumed) => flowB(resumed, 'resume'),
      ),
    billing: 1100,
    committed: 0,
  },
  { ...received, name: 'T0+2: 100 invoices, not shipped', rules: ['exact'], act: invoiceAll, billing: 1100 },
]

for (const rule of ['exact', 'documented'] as const) {
  for (const step of steps.filter(({ rules }) => rules.includes(rule))) {
    test(`${rule}, ${step.name}: billing ${step.billing}, committed ${step.committed}, available ${step.available}, ${step.writes} writes`, async () => {
      await using story = await openStory({
        settings: demoShopSettings({ preferences: { stockRule: rule, cutOver: '2026-11-01T00:00:00Z' }, invoice: { trigger: 'manual' } }),
        world: { shop: { products: [tee({ available: 900, committed: 100 })] } },
      })

      if (step.name.startsWith('T0+2')) await received.act(story)
      await story.advance(quarterMs)
      await step.act(story)
      await story.advance(restMs)

      assert.equal(await stock(story, code), step.billing)
      const { available, committed } = await level(story, code)
      assert.deepEqual({ available, committed }, { available: step.available, committed: step.committed })
      assert.equal(stockWrites(story), step.writes)
    })
  }
}

test('documented, T0+2 with 100 invoices and nothing shipped: the reference hides the 100 a second time', async () => {
  await using story = await openStory({
    settings: demoShopSettings({
      preferences: { stockRule: 'documented', cutOver: '2026-11-01T00:00:00Z' },
      invoice: { trigger: 'manual' },
    }),
    world: { shop: { products: [tee({ available: 900, committed: 100 })] } },
  })

  await received.act(story)
  await story.advance(quarterMs)
  await invoiceAll(story)
  await story.advance(restMs)

  assert.deepEqual(await level(story, code), { available: 1000, committed: 100, onHand: 1100 })
})

/** Acts after one another, each followed by what the product makes of it. */
async function playing(story: Story, ...acts: readonly ((story: Story) => Promise<unknown>)[]): Promise<void> {
  for (const act of acts) {
    await act(story)
    await story.settle()
  }
}

function order(story: Story): Promise<unknown> {
  return anOrder(story, { lines: [{ sku: code, quantity: q }], paid: true })
}

function unpaidOrder(story: Story): Promise<unknown> {
  return anOrder(story, { lines: [{ sku: code, quantity: q }], paid: false })
}

async function invoice(story: Story): Promise<void> {
  assert.equal(await askFor(story, '#1001', 'invoice'), 202)
}

async function invoiceAll(story: Story): Promise<void> {
  for (const name of hundred) await story.api('POST', `${ordersPath}/${encodeURIComponent(name)}/invoice`, {})
  await story.advance(10 * 60_000)
}

async function fulfilAll(story: Story): Promise<void> {
  for (const name of hundred) await actOnOrder(story, name, 'fulfil')
}

function fulfil(story: Story): Promise<void> {
  return actOnOrder(story, '#1001', 'fulfil')
}

function cancel(story: Story): Promise<void> {
  return actOnOrder(story, '#1001', 'cancel', { restock: true })
}

function refund(story: Story, restock: 'return' | 'none'): Promise<void> {
  return actOnOrder(story, '#1001', 'refund', { lines: [{ sku: code, quantity: q, restock }] })
}

function reverse(story: Story): Promise<unknown> {
  return story.world('POST', `${companyPath}/storno`, { series: 'SHOP', number: '0001' })
}

function byHand(story: Story): Promise<unknown> {
  const line = { code, name: 'Tricou S', quantity: q, price: 50, warehouse: 'Depozit Online' }
  return story.world('POST', `${companyPath}/invoice`, { series: 'SHOP', lines: [line], useStock: true })
}

function flowB(story: Story, act: 'pause' | 'resume'): Promise<unknown> {
  return story.api('POST', `/shops/demo.myshopify.com/${act}`, { flow: 'B' })
}

function syncNow(story: Story): Promise<unknown> {
  return story.api('POST', '/shops/demo.myshopify.com/runs')
}

function tee(figures: object): object {
  return { title: 'Tricou', variants: [{ title: 'S', sku: code, price: '60.50', stock: { Depozit: figures } }] }
}
