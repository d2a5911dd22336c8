import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStory, type Story } from '#test/story.ts'
import { demoShopSettings } from '#test/story-world.ts'
import { anOrder, book, documents, level, products, shopPath, stockWrites, testConnection } from '#test/story-facts.ts'

const code = 'NEW-1'
const hourMs = 60 * 60_000

type Seen = { readonly seen: string; readonly before: string; readonly from: string; readonly when: string }

const days: readonly Seen[] = [
  { when: 'on a Monday evening in winter', seen: '2026-11-23T20:00:00Z', before: '2026-11-24T04:59:00Z', from: '2026-11-24T05:15:00Z' },
  { when: 'at ten past midnight in Bucharest', seen: '2026-11-23T22:10:00Z', before: '2026-11-25T04:59:00Z', from: '2026-11-25T05:15:00Z' },
  { when: 'on the eve of summer time', seen: '2026-03-28T10:00:00Z', before: '2026-03-29T03:59:00Z', from: '2026-03-29T04:15:00Z' },
  { when: 'on the eve of winter time', seen: '2026-10-24T10:00:00Z', before: '2026-10-25T04:59:00Z', from: '2026-10-25T05:15:00Z' },
  { when: 'on the day of summer time', seen: '2026-03-29T10:00:00Z', before: '2026-03-30T03:59:00Z', from: '2026-03-30T04:15:00Z' },
  { when: 'on the day of winter time', seen: '2026-10-25T10:00:00Z', before: '2026-10-26T04:59:00Z', from: '2026-10-26T05:15:00Z' },
]

for (const { when, seen, before, from } of days) {
  test(`a product first seen ${when} is written by the first run after 07:00 in Bucharest on the next calendar day`, async () => {
    await using story = await openShop(seen)

    await bindNow(story)
    await advanceTo(story, before)
    assert.equal((await level(story, code)).available, 0)
    assert.deepEqual(
      (await products(story, { code })).map(({ binding }) => binding),
      ['pending'],
    )

    await advanceTo(story, from)
    assert.equal((await level(story, code)).available, 7)
    assert.equal((await products(story, { code }))[0]?.binding, 'bound')
  })
}

test('with "as soon as seen" a new product is written by the next run', async () => {
  await using story = await openShop('2026-11-23T08:00:00Z', 'asSeen')

  await bindNow(story)
  await story.advance(15 * 60_000)

  assert.equal((await level(story, code)).available, 7)
})

test('Test connection writes new products at once', async () => {
  await using story = await openShop('2026-11-23T08:00:00Z')

  await bindNow(story)
  assert.equal((await level(story, code)).available, 0)
  await testConnection(story)

  assert.equal((await level(story, code)).available, 7)
  assert.equal((await products(story, { code }))[0]?.binding, 'bound')
})

test('Sync now leaves a new product for the next day', async () => {
  await using story = await openShop('2026-11-23T08:00:00Z')

  await bindNow(story)
  await story.api('POST', '/shops/demo.myshopify.com/runs')
  await story.settle()

  assert.equal((await level(story, code)).available, 0)
  assert.equal(stockWrites(story), 0)
})

test('an order for a product that is not written yet is invoiced all the same', async () => {
  await using story = await openShop('2026-11-23T08:00:00Z')
  await bindNow(story)
  await story.world('POST', `${shopPath}/levels`, { sku: code, location: 'Depozit', available: 3 })

  await anOrder(story, { lines: [{ sku: code, quantity: 1 }], paid: true })
  await story.settle()

  assert.equal((await documents(story)).length, 1)
})

test('what was there when the shop was connected counts as known and is written by the first run', async () => {
  const stock = [{ warehouse: 'Depozit Online', code: 'TEE-S', name: 'Tricou S', unit: 'buc', quantity: 1200 }]
  await using story = await openStory({ world: { smartbill: { stock } } })

  await story.advance(15 * 60_000)

  assert.equal((await level(story, 'TEE-S')).available, 1200)
})

/** A shop with a product that SmartBill does not have yet. */
function openShop(now: string, newProducts: 'nextDay' | 'asSeen' = 'nextDay'): Promise<Story> {
  const variant = { title: 'S', sku: code, price: '10.00', stock: { Depozit: { available: 0 } } }
  return openStory({
    settings: demoShopSettings({ preferences: { newProducts } }),
    world: {
      now,
      shop: {
        products: [
          { title: 'Nou', variants: [variant] },
          { title: 'Cană', variants: [{ title: 'albă', sku: 'MUG-W', price: '35.00', stock: { Depozit: { available: 50 } } }] },
        ],
      },
      smartbill: { stock: [{ warehouse: 'Depozit Online', code: 'MUG-W', name: 'Cana alba', unit: 'buc', quantity: 50 }] },
    },
  })
}

/** Goods come in for it, and the next run sees both sides. */
async function bindNow(story: Story): Promise<void> {
  await book(story, 'nir', { code, name: 'Nou S', quantity: 7 })
  await story.api('POST', '/shops/demo.myshopify.com/runs')
  await story.settle()
}

async function advanceTo(story: Story, moment: string): Promise<void> {
  const left = Date.parse(moment) - story.context.io.clock.now().getTime()
  assert.ok(left > 0 && left < 48 * hourMs, 'the moment lies ahead')
  await story.advance(left)
}
