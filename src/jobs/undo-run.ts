import type { Context } from '#app/context.ts'
import type { Account } from '#core/stock-types.ts'
import type { TenantId } from '#core/tenant.ts'
import { allBindings } from '#db/bindings.ts'
import { transaction } from '#db/client.ts'
import { findRun, lastWrittenRun, runChanges, type ShownChange } from '#db/run-views.ts'
import { keepChangeOutcomes, keepRun, keepRunState } from '#db/runs.ts'
import { readSweep } from '#db/sweeps.ts'
import { setPaused } from '#db/tenants.ts'
import { aloneWithStock } from './alone-with-stock.ts'
import { planLocation, type LocationPlan, type PlannedRow } from './plan-location.ts'
import { adminOf } from './shop-access.ts'
import { readShopFacts, type ShopFacts } from './shop-facts.ts'
import { pairingsOf, type Pairing } from './stock-facts.ts'
import { storedReadings } from './stored-readings.ts'
import { writeLevels } from './write-levels.ts'

const sliceMax = 2_000

export type Undone = { readonly is: 'done'; readonly runId: string } | { readonly is: 'not-last' } | { readonly is: 'busy' }

/**
 * Puts the figures of the last run back, each only where it still stands; what has moved since is left and said.
 * Stock is paused with it: the next run would write the same figures again.
 */
export async function undoRun(context: Context, tenantId: TenantId, runId: string): Promise<Undone> {
  const facts = await readShopFacts(context, tenantId)
  const undone = await aloneWithStock<Undone>(context, { tenantId, kind: facts.service?.kind ?? '' }, async () => {
    const run = await findRun(context.db, tenantId, runId)
    const last = await lastWrittenRun(context.db, tenantId)
    const changes = (await runChanges(context.db, tenantId, runId)).filter(({ outcome }) => outcome === 'written')
    if (run === undefined || run.cause === 'undo' || last !== runId || changes.length === 0) return { is: 'not-last' }
    await transaction(context.db, async (tx) => {
      await setPaused(tx, tenantId, ['b'], context.io.clock.now())
      tx.onCommit(() => context.tell(tenantId, { kind: 'pause' }))
    })
    return { is: 'done', runId: await putBack(context, facts, { runId, changes }) }
  })
  return undone === 'busy' ? { is: 'busy' } : undone
}

type Undoing = { readonly runId: string; readonly changes: readonly ShownChange[] }
type Part = { readonly pairing: Pairing; readonly plan: LocationPlan }

async function putBack(context: Context, facts: ShopFacts, undoing: Undoing): Promise<string> {
  const { tenantId } = facts.tenant
  const parts: Part[] = []
  for (const pairing of pairingsOf(facts)) {
    const here = undoing.changes.filter(({ locationId }) => locationId === pairing.locationId)
    for (let start = 0; start < here.length; start += sliceMax) {
      parts.push({ pairing, plan: await planBack(context, facts, pairing, here.slice(start, start + sliceMax)) })
    }
  }
  const rows = parts.flatMap(({ plan }) => plan.rows)
  const runId = context.io.random.uuid()
  const at = context.io.clock.now()
  await transaction(context.db, (tx) =>
    keepRun(tx, tenantId, {
      runId,
      cause: 'undo',
      state: 'writing',
      dryRun: false,
      at,
      lookedAt: undoing.changes.length,
      reason: null,
      changes: rows.flatMap(({ to, ...row }) => (to === null ? [] : [{ ...row, to }])),
      skipped: parts.flatMap(({ plan }) => plan.skipped),
    }),
  )
  context.tell(tenantId, { kind: 'run', id: runId })
  for (const { pairing, plan } of parts) {
    const writing = { tenantId, runId, locationId: pairing.locationId, shop: adminOf(context, facts.tenant), replan: nothingMore }
    await writeLevels(context, writing, plan)
  }
  await noteUndone(context, facts, { undone: undoing.runId, by: runId })
  await keepRunState(context.db, { tenantId, runId }, 'done', context.io.clock.now())
  context.tell(tenantId, { kind: 'run', id: runId })
  return runId

  /** A figure that moves while it is put back is somebody's: it stays. */
  function nothingMore(): Promise<LocationPlan> {
    return Promise.resolve({ rows: [], skipped: [], lookedAt: context.io.clock.now() })
  }
}

/** One look at the rows that the run wrote: those that still show its figure get the one of before. */
async function planBack(context: Context, facts: ShopFacts, pairing: Pairing, changes: readonly ShownChange[]): Promise<LocationPlan> {
  const { tenantId } = facts.tenant
  const of = { tenantId, connection: facts.service?.kind ?? '' }
  const wrote = new Map(changes.map((change) => [change.itemId, change]))
  const bindings = (await allBindings(context.db, of)).filter(({ itemId }) => wrote.has(itemId))
  const articleKeys = bindings.map(({ articleKey }) => articleKey)
  const readings = await storedReadings(context.db, facts, pairing, articleKeys)
  const { sweptTo } = await readSweep(context.db, tenantId)
  const shop = adminOf(context, facts.tenant)
  // The figures of before come back whatever billing says now.
  const planning = {
    facts,
    shop,
    pairing,
    bindings,
    readings,
    readingLifeMs: Infinity,
    sweptTo,
    committedBefore: new Map<string, number>(),
  }
  const plan = await planLocation(context, planning)
  const rows = plan.rows.flatMap((row) => {
    const change = wrote.get(row.itemId)
    return change === undefined || change.to !== row.from ? [] : [rowBack(row, change.from)]
  })
  const back = new Set(rows.map(({ itemId }) => itemId))
  const skipped = plan.rows.filter(({ itemId }) => !back.has(itemId)).map(({ code, itemId }) => ({ code, itemId, reason: 'movedSince' }))
  return { rows, skipped: [...plan.skipped, ...skipped], lookedAt: plan.lookedAt }
}

/** The row with another figure to write: its account follows the figure, or keeps the worse of both when nobody answers. */
function rowBack(row: PlannedRow, to: number): PlannedRow {
  const units = row.accountIfWritten.units + to - (row.to ?? row.from)
  const written: Account = { ...row.accountIfWritten, units }
  const silent: Account = { ...row.accountIfSilent, units: Math.max(row.accountIfSilent.units, units) }
  return { ...row, to, why: 'undo', edited: null, problem: null, accountIfWritten: written, accountIfSilent: silent }
}

async function noteUndone(
  context: Context,
  { tenant }: ShopFacts,
  { undone, by }: { readonly undone: string; readonly by: string },
): Promise<void> {
  const { tenantId } = tenant
  const done = (await runChanges(context.db, tenantId, by)).filter(({ outcome }) => outcome === 'written')
  for (const [locationId, rows] of Map.groupBy(done, (change) => change.locationId)) {
    const back = rows.map(({ itemId, from, to }) => ({ itemId, from: to, to: from }))
    await keepChangeOutcomes(context.db, { tenantId, runId: undone, locationId }, back, { outcome: 'undone', at: context.io.clock.now() })
  }
}
