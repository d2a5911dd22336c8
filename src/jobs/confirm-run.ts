import type { Context } from '#app/context.ts'
import type { BillingProvider } from '#billing/provider.ts'
import { readingLifeMs } from '#core/stock-settings.ts'
import type { TenantId } from '#core/tenant.ts'
import { allBindings } from '#db/bindings.ts'
import { findRun, runChanges, type ShownChange } from '#db/run-views.ts'
import { keepChangeOutcomes, keepRunState } from '#db/runs.ts'
import { readSweep } from '#db/sweeps.ts'
import { readLevels } from '#shopify/levels.ts'
import { aloneWithStock } from './alone-with-stock.ts'
import { planLocation, usesDocumented, type Planning } from './plan-location.ts'
import { providerOf } from './provider-of.ts'
import { readBilling, type BillingReading } from './read-billing.ts'
import { adminOf } from './shop-access.ts'
import { readShopFacts, type ShopFacts } from './shop-facts.ts'
import { pairingsOf, type Pairing } from './stock-facts.ts'
import { storedReadings } from './stored-readings.ts'
import { writeLevels } from './write-levels.ts'

/** Rows of one look; more are looked at one slice after the other. */
const sliceMax = 2_000

export type Confirmed = 'done' | 'not-waiting' | 'stock-off' | 'busy'

/** A person says yes to a run that stopped: its rows are read, planned and written afresh, since its figures have grown old. */
export async function confirmRun(context: Context, tenantId: TenantId, runId: string): Promise<Confirmed> {
  const facts = await readShopFacts(context, tenantId)
  const provider = providerOf(context, facts, 'stock')
  if (provider === null || !facts.running.b) return 'stock-off'
  return aloneWithStock(context, { tenantId, kind: provider.kind }, async () => {
    const run = await findRun(context.db, tenantId, runId)
    if (run?.state !== 'waiting') return 'not-waiting'
    await write(context, facts, provider, runId)
    return 'done'
  })
}

async function write(context: Context, facts: ShopFacts, provider: BillingProvider, runId: string): Promise<void> {
  const { tenantId } = facts.tenant
  const pairings = pairingsOf(facts)
  const changes = await runChanges(context.db, tenantId, runId)
  await keepRunState(context.db, { tenantId, runId }, 'writing', context.io.clock.now())
  context.tell(tenantId, { kind: 'run', id: runId })

  const committed = usesDocumented(facts) ? await committedBefore(context, facts, changes) : new Map<string, ReadonlyMap<string, number>>()
  const warehouses = [...new Set(pairings.flatMap((pairing) => pairing.warehouses))]
  const reading = await readBilling(context, { tenantId, provider, warehouses, articleKeys: null })
  for (const pairing of pairings) {
    const here = changes.filter(({ locationId, outcome }) => locationId === pairing.locationId && outcome === 'planned')
    for (let start = 0; start < here.length; start += sliceMax) {
      const of = {
        pairing,
        changes: here.slice(start, start + sliceMax),
        reading,
        committed: committed.get(pairing.locationId) ?? new Map(),
      }
      await writeHere(context, facts, runId, of)
    }
  }
  await keepRunState(context.db, { tenantId, runId }, 'done', context.io.clock.now())
  context.tell(tenantId, { kind: 'run', id: runId })
}

async function committedBefore(
  context: Context,
  { tenant }: ShopFacts,
  changes: readonly ShownChange[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, number>>> {
  const committed = new Map<string, ReadonlyMap<string, number>>()
  for (const [locationId, here] of Map.groupBy(changes, (change) => change.locationId)) {
    const levels = new Map<string, number>()
    for (let start = 0; start < here.length; start += sliceMax) {
      const items = here.slice(start, start + sliceMax).map(({ itemId }) => itemId)
      for (const [itemId, { level }] of await readLevels(adminOf(context, tenant), locationId, items)) levels.set(itemId, level.committed)
    }
    committed.set(locationId, levels)
  }
  return committed
}

type Here = {
  readonly pairing: Pairing
  readonly changes: readonly ShownChange[]
  readonly reading: BillingReading
  readonly committed: ReadonlyMap<string, number>
}

/** What the fresh plan would not write any more is left, and said. */
async function writeHere(context: Context, facts: ShopFacts, runId: string, { pairing, changes, reading, committed }: Here): Promise<void> {
  const { tenantId } = facts.tenant
  const { locationId } = pairing
  const wanted = new Set(changes.map(({ itemId }) => itemId))
  const bindings = (await allBindings(context.db, { tenantId, connection: facts.service?.kind ?? '' })).filter(({ itemId }) =>
    wanted.has(itemId),
  )
  // A product that the fresh list lacks has a figure only when it was proven to be zero before.
  const doubtful = new Set(reading.missing.filter((each) => each.quantity !== 0).map(({ articleKey }) => articleKey))
  const articleKeys = bindings.map(({ articleKey }) => articleKey).filter((key) => !doubtful.has(key))
  const shop = adminOf(context, facts.tenant)
  const planning: Planning = {
    facts,
    shop,
    pairing,
    bindings,
    readings: await storedReadings(context.db, facts, pairing, articleKeys),
    readingLifeMs,
    sweptTo: (await readSweep(context.db, tenantId)).sweptTo,
    committedBefore: committed,
  }
  const plan = await planLocation(context, planning)
  const written = new Set(plan.rows.filter(({ to }) => to !== null).map(({ itemId }) => itemId))
  const left = changes.filter(({ itemId }) => !written.has(itemId))
  await keepChangeOutcomes(context.db, { tenantId, runId, locationId }, left, { outcome: 'stale', at: context.io.clock.now() })
  await writeLevels(
    context,
    {
      tenantId,
      runId,
      locationId,
      shop,
      replan: (itemIds) => planLocation(context, { ...planning, bindings: bindings.filter(({ itemId }) => itemIds.includes(itemId)) }),
    },
    plan,
  )
}
