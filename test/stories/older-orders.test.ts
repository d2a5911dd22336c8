import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStory } from '#test/story.ts'
import { actOnOrder, documents, level } from '#test/story-facts.ts'

const orders = [{ lines: [{ sku: 'TEE-S', quantity: 1 }], paid: true, count: 20 }]

test('older orders that shipped before a person asks for their invoices hold their units from then on, however long the invoices take', async () => {
  await using story = await openStory({ world: { shop: { orders } } })
  for (let order = 1001; order <= 1020; order += 1) await actOnOrder(story, `#${order}`, 'fulfil')
  await story.settle()
  await story.advance(15 * 60_000)

  for (let order = 1001; order <= 1020; order += 1) {
    await story.api('POST', `/shops/demo.myshopify.com/orders/${encodeURIComponent(`#${order}`)}/invoice`)
  }
  await story.advance(10_000)
  for (let step = 0; step < 30; step += 1) {
    assert.equal((await level(story, 'TEE-S')).available, 980)
    await story.advance(10_000)
  }

  assert.equal((await documents(story)).length, 20)
})
