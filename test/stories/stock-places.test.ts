import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStory, type Story } from '#test/story.ts'
import { demoShopSettings, twoPlaces } from '#test/story-world.ts'
import { actOnOrder, anOrder, book, documents, figuresWritten, hideOrders, level, shopPath, stock, stockWrites } from '#test/story-facts.ts'

/** Histories of units that are, or go, elsewhere than where they were looked for, by their names. */
const quarterMs = 15 * 60_000
const code = 'TEE-S'
const two = { lines: [{ sku: code, quantity: 2 }], paid: true }
const shelf = { [code]: { Depozit: 1000, Magazin: 50 } }

test('moved-after-invoice: the warehouse that was discharged shows no more, and the other holds what it will ship', async () => {
  await using story = await openStory(twoPlaces({ shelf }))
  await anOrder(story, two)
  await story.advance(2 * quarterMs)

  await actOnOrder(story, '#1001', 'move', { location: 'Magazin' })
  await story.advance(2 * quarterMs)

  assert.deepEqual(await shown(story), [998, 48])
  assert.deepEqual([await stock(story, code), await stock(story, code, 'Magazin')], [998, 50])
  assert.ok(!figuresWritten(story).includes(50), 'what will be shipped from Magazin was never on sale there')
})

test('an order moved before its invoice, of which Shopify tells nothing, is read again before its units are taken for a hand edit', async () => {
  await using story = await openStory(twoPlaces({ shelf, trigger: 'manual' }))
  await anOrder(story, two)
  await story.advance(2 * quarterMs)

  await actOnOrder(story, '#1001', 'move', { location: 'Magazin' })
  await story.advance(2 * quarterMs)

  assert.deepEqual(await shown(story), [1000, 48])
  assert.ok(!figuresWritten(story).includes(50), 'what will be shipped from Magazin was never on sale there')
})

test('moved-there-and-back-between-looks: an unread order that went and came back is held where it waits, and nowhere else', async () => {
  await using story = await openStory(twoPlaces({ shelf, trigger: 'manual' }))
  await hideOrders(story)
  await anOrder(story, two)
  await actOnOrder(story, '#1001', 'move', { location: 'Magazin' })
  await actOnOrder(story, '#1001', 'move', { location: 'Depozit' })
  await book(story, 'nir', { code, quantity: 200 })

  await story.api('POST', '/shops/demo.myshopify.com/runs')
  await story.settle()
  assert.deepEqual(await shown(story), [1198, 50])

  await story.world('DELETE', '/faults')
  await story.advance(2 * quarterMs)
  assert.deepEqual(await shown(story), [1198, 50])
  assert.equal(stockWrites(story), 1)
})

test('return-at-other-location: goods that come back elsewhere are not sold where the book lacks them', async () => {
  await using story = await openStory(twoPlaces({ shelf }))
  await anOrder(story, two)
  await story.settle()
  await actOnOrder(story, '#1001', 'fulfil')
  const back = { sku: code, quantity: 2, restock: 'return', location: 'Magazin' }

  await actOnOrder(story, '#1001', 'refund', { lines: [back] })
  await story.advance(2 * quarterMs)

  assert.deepEqual(await shown(story), [998, 50])
  assert.deepEqual([await stock(story, code), await stock(story, code, 'Magazin')], [998, 50])
})

test('unmapped-location-default-warehouse: units of a location without a warehouse are owed where the invoice takes them', async () => {
  const { world } = twoPlaces({ shelf: { [code]: { Magazin: 50, Depozit: 1000 } } })
  const shop = { ...world.shop, locations: [{ name: 'Magazin' }, { name: 'Depozit' }] }
  await using story = await openStory({ world: { ...world, shop }, settings: demoShopSettings({ invoice: { trigger: 'fulfilled' } }) })

  await anOrder(story, two)
  await story.advance(2 * quarterMs)
  assert.deepEqual(await shown(story), [998, 48])

  await actOnOrder(story, '#1001', 'fulfil')
  await story.advance(2 * quarterMs)
  assert.deepEqual(await shown(story), [998, 48])
  assert.deepEqual(
    (await documents(story)).flatMap(({ lines }) => lines.map(({ warehouse }) => warehouse)),
    ['Depozit Online'],
  )
})

test('draft-becomes-order-unseen: units that a draft had reserved stay out of sale when its order has not been read', async () => {
  await using story = await openStory({ settings: demoShopSettings({ invoice: { trigger: 'manual' } }) })
  const draft = { sku: code, location: 'Depozit' }
  await story.world('POST', `${shopPath}/reserve`, { ...draft, quantity: 2 })
  await story.advance(quarterMs)
  assert.equal((await level(story, code)).available, 998)

  await hideOrders(story)
  await story.world('POST', `${shopPath}/reserve`, { ...draft, quantity: -2 })
  await anOrder(story, two)
  await book(story, 'nir', { code, quantity: 200 })
  await story.api('POST', '/shops/demo.myshopify.com/runs')
  await story.settle()
  assert.equal((await level(story, code)).available, 1198)

  await story.world('DELETE', '/faults')
  await story.advance(2 * quarterMs)
  assert.equal((await level(story, code)).available, 1198)
  assert.equal(stockWrites(story), 1)
})

/** What Shopify shows at Depozit and at Magazin. */
async function shown(story: Story): Promise<readonly number[]> {
  return [(await level(story, code, 'Depozit')).available, (await level(story, code, 'Magazin')).available]
}
