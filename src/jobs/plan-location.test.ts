import assert from 'node:assert/strict'
import { test } from 'node:test'
import { units } from '#core/quantity.ts'
import { readingLifeMs } from '#core/stock-settings.ts'
import { allBindings } from '#db/bindings.ts'
import { tenantByDomain } from '#db/tenants.ts'
import { openStory, type Story } from '#test/story.ts'
import { planLocation } from './plan-location.ts'
import { adminOf } from './shop-access.ts'
import { readShopFacts } from './shop-facts.ts'
import { pairingsOf } from './stock-facts.ts'

test('a billing figure from before the program slept plans nothing, and a young one does', async () => {
  await using story = await openStory()

  assert.deepEqual(await plansFrom(story, readingLifeMs), { rows: 1, skipped: [] })
  assert.deepEqual(await plansFrom(story, readingLifeMs + 1), { rows: 0, skipped: ['olderFigure'] })
})

/** A plan from a figure of that age, asked later than the one used last. */
async function plansFrom({ context, database, advance }: Story, ageMs: number): Promise<{ rows: number; skipped: readonly string[] }> {
  await advance(2 * readingLifeMs)
  const tenant = await tenantByDomain(context.db, 'demo.myshopify.com')
  if (tenant === undefined) throw new Error('the story has no shop')
  const facts = await readShopFacts(context, tenant.tenantId)
  const bindings = (await allBindings(context.db, { tenantId: tenant.tenantId, connection: 'smartbill' })).slice(0, 1)
  const [pairing] = pairingsOf(facts)
  const asked = new Date(context.io.clock.now().getTime() - ageMs)
  if (pairing === undefined) throw new Error('the story has no pairing')
  await database.db.updateTable('stock_rows').set({ reading_asked_at: null }).execute()
  const plan = await planLocation(context, {
    facts,
    shop: adminOf(context, facts.tenant),
    pairing,
    bindings,
    readings: new Map(bindings.map(({ articleKey }) => [articleKey, { stock: units(5), asked, answered: asked }])),
    readingLifeMs,
    sweptTo: null,
    committedBefore: new Map(),
  })
  return { rows: plan.rows.length, skipped: plan.skipped.map(({ reason }) => reason) }
}
