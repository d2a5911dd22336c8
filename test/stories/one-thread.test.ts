import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStory } from '#test/story.ts'
import { anOrder, documents, level, stock, stockWrites } from '#test/story-facts.ts'

test('a paid order becomes one invoice that discharges stock, and neither the order nor its invoice makes a write to Shopify', async () => {
  await using story = await openStory()

  await anOrder(story, { lines: [{ sku: 'TEE-S', quantity: 2 }], paid: true })
  await story.settle()

  const [invoice, ...others] = await documents(story)
  assert.deepEqual(others, [])
  assert.equal(invoice?.total, 121)
  assert.equal(invoice.useStock, true)
  assert.equal(await stock(story, 'TEE-S'), 998)
  assert.deepEqual(await level(story, 'TEE-S'), { available: 998, committed: 2, onHand: 1000 })
  assert.equal(stockWrites(story), 0)
})

test('a goods received note in SmartBill is carried to Shopify by the next poll', async () => {
  await using story = await openStory()

  await story.world('POST', '/smartbill/RO10203040/nir', { warehouse: 'Depozit Online', code: 'TEE-S', quantity: 200 })
  await story.advance(15 * 60_000)

  assert.deepEqual(await level(story, 'TEE-S'), { available: 1200, committed: 0, onHand: 1200 })
})
