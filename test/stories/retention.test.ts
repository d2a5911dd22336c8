import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStory, type Story } from '#test/story.ts'
import { anOrder, book, documents } from '#test/story-facts.ts'

const dayMs = 24 * 3_600_000

async function rows(story: Story, table: 'inbox' | 'runs' | 'run_changes' | 'intents' | 'sign_in_codes'): Promise<number> {
  const { count } = await story.database.db
    .selectFrom(table)
    .select((of) => of.fn.countAll<string>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** A month passes as one step: what falls due in between is done once, at its end. */
async function later(story: Story, days: number): Promise<void> {
  await story.sandbox.world.clock.advanceTo(story.sandbox.world.clock.now() + days * dayMs)
  await story.settle()
}

test('deliveries are kept for 30 days and runs for 13 months; the journal of documents stays', async () => {
  await using story = await openStory()
  await anOrder(story, { lines: [{ sku: 'TEE-S', quantity: 1 }], paid: true })
  await book(story, 'nir', { code: 'TEE-S', quantity: 5 })
  await story.advance(15 * 60_000)
  const intents = await rows(story, 'intents')
  assert.ok((await rows(story, 'inbox')) > 0)

  await later(story, 31)
  assert.equal(await rows(story, 'inbox'), 0)
  assert.equal(await rows(story, 'runs'), 1)

  await later(story, 366)
  assert.equal(await rows(story, 'runs'), 0)
  assert.equal(await rows(story, 'run_changes'), 0)
  assert.equal(await rows(story, 'intents'), intents)
  assert.equal((await documents(story)).length, 1)
})

test('what has been kept long enough is looked for once an hour, not with every sweep', async () => {
  await using story = await openStory()
  await story.advance(10 * 60_000)
  const expired = { code_hash: 'expired', expires_at: new Date(story.sandbox.world.clock.now() - 2 * dayMs), used_at: null }
  await story.database.db.insertInto('sign_in_codes').values(expired).execute()

  await story.advance(45 * 60_000)
  assert.equal(await rows(story, 'sign_in_codes'), 1)

  await story.advance(20 * 60_000)
  assert.equal(await rows(story, 'sign_in_codes'), 0)
})
