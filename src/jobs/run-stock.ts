import type { Context } from '#app/context.ts'
import type { BillingProvider } from '#billing/provider.ts'
import { brakeLimits, brakeOn } from '#core/brakes.ts'
import { bucharestDay } from '#core/romania.ts'
import { readingLifeMs } from '#core/stock-settings.ts'
import type { Reading } from '#core/stock-types.ts'
import { allArticles } from '#db/articles.ts'
import { allBindings, type StoredBinding } from '#db/bindings.ts'
import { transaction } from '#db/client.ts'
import { readLedger } from '#db/ledger.ts'
import { countQuietRun, keepRun, keepRunState, type RunChange } from '#db/runs.ts'
import { readSweep } from '#db/sweeps.ts'
import { listsMax, readLevels, rowsMax } from '#shopify/levels.ts'
import { judgeMissing, type Judged } from './judge-missing.ts'
import { matchProducts } from './match-products.ts'
import { planLocation, usesDocumented, type LocationPlan, type PlannedRow, type Skip } from './plan-location.ts'
import { isReadWhole, readBilling, type BillingReading } from './read-billing.ts'
import { noteFindings, proofDueAt } from './note-findings.ts'
import { pairingsOf, readingOf, type Pairing } from './stock-facts.ts'
import { adminOf } from './shop-access.ts'
import type { ShopFacts } from './shop-facts.ts'
import { writeLevels } from './write-levels.ts'

export type Asked = {
  readonly runId: string
  readonly cause: string
  readonly dryRun: boolean
  /** Null looks at every bound product. */
  readonly itemIds: readonly string[] | null
  /** New pairs are in step from this run on. */
  readonly newAtOnce: boolean
}

/** `proofAt`: when a whole reading would prove that a product which this one lacked is sold out. */
export type Ran = { readonly lookedAt: number; readonly changed: number; readonly proofAt: Date | null }

const rowsOfOneLook = rowsMax * listsMax

/** One synchronisation: billing is asked, the rows are looked at and planned, the plan is kept, and written where it still holds. */
export async function runStock(context: Context, facts: ShopFacts, provider: BillingProvider, asked: Asked): Promise<Ran> {
  const pairings = pairingsOf(facts)
  const of = { tenantId: facts.tenant.tenantId, connection: provider.kind }
  const before = await allBindings(context.db, of)
  const wanted = before.filter(({ itemId }) => asked.itemIds?.includes(itemId) ?? true)
  if (asked.itemIds !== null && wanted.length === 0) return { lookedAt: 0, changed: 0, proofAt: null }

  const committedBefore = usesDocumented(facts) ? await readCommitted(context, facts, pairings, wanted) : new Map<string, number>()
  const whole = asked.itemIds === null || isReadWhole(new Set(wanted.map(({ articleKey }) => articleKey)).size, before.length)
  const warehouses = [...new Set(pairings.flatMap((pairing) => pairing.warehouses))]
  const articleKeys = whole ? null : [...new Set(wanted.map(({ articleKey }) => articleKey))]
  const reading = await readBilling(context, { tenantId: of.tenantId, provider, warehouses, articleKeys })
  if (whole) await matchProducts(context, facts, { atOnce: asked.newAtOnce })

  const now = context.io.clock.now()
  const bound = (await allBindings(context.db, of)).filter(({ activeAt }) => activeAt <= now)
  const rows = bound.filter(({ itemId }) => asked.itemIds?.includes(itemId) ?? true)
  const judged = await judge(context, facts, { provider, reading, rows, whole })
  const planned = await planAll(context, facts, { pairings, rows, reading, judged, committedBefore })
  await noteFindings(context, facts, { planned: planned.map(({ plan }) => plan), judged, reading, whole })
  const acted = await act(context, facts, { asked, planned, boundRows: bound.length * pairings.length })
  return { ...acted, proofAt: proofDueAt(judged) }
}

async function readCommitted(
  context: Context,
  { tenant }: ShopFacts,
  pairings: readonly Pairing[],
  bindings: readonly StoredBinding[],
): Promise<ReadonlyMap<string, number>> {
  const committed = new Map<string, number>()
  for (const { locationId } of pairings) {
    for (const slice of slices(bindings)) {
      const levels = await readLevels(
        adminOf(context, tenant),
        locationId,
        slice.map(({ itemId }) => itemId),
      )
      for (const [itemId, { level }] of levels) committed.set(`${locationId}/${itemId}`, level.committed)
    }
  }
  return committed
}

type Reads = {
  readonly provider: BillingProvider
  readonly reading: BillingReading
  readonly rows: readonly StoredBinding[]
  readonly whole: boolean
}

async function judge(
  context: Context,
  { tenant: { tenantId } }: ShopFacts,
  { provider, reading, rows, whole }: Reads,
): Promise<readonly Judged[]> {
  const needed = new Set(rows.map(({ articleKey }) => articleKey))
  const missing = reading.missing.filter(({ articleKey }) => needed.has(articleKey))
  if (missing.length === 0) return []
  const articleKeys = missing.map(({ articleKey }) => articleKey)
  const ledger = await transaction(context.db, (tx) => readLedger(tx, tenantId, { connection: provider.kind, itemIds: [], articleKeys }))
  return judgeMissing(context, { tenantId, provider, reading, missing, discharges: ledger.discharges, whole })
}

type Looking = {
  readonly pairings: readonly Pairing[]
  readonly rows: readonly StoredBinding[]
  readonly reading: BillingReading
  readonly judged: readonly Judged[]
  readonly committedBefore: ReadonlyMap<string, number>
}

type Planned = {
  readonly pairing: Pairing
  readonly plan: LocationPlan
  readonly replan: (itemIds: readonly string[]) => Promise<LocationPlan>
}

async function planAll(context: Context, facts: ShopFacts, looking: Looking): Promise<readonly Planned[]> {
  const { pairings, rows, committedBefore } = looking
  const shop = adminOf(context, facts.tenant)
  const { sweptTo } = await readSweep(context.db, facts.tenant.tenantId)
  const planned: Planned[] = []
  for (const pairing of pairings) {
    const readings = await readingsFor(context, facts, pairing, looking)
    const of = { facts, shop, pairing, readings, readingLifeMs, sweptTo, committedBefore: committedAt(committedBefore, pairing) }
    for (const bindings of slices(rows)) {
      const plan = await planLocation(context, { ...of, bindings })
      planned.push({
        pairing,
        plan,
        replan: (itemIds) => planLocation(context, { ...of, bindings: bindings.filter(({ itemId }) => itemIds.includes(itemId)) }),
      })
    }
  }
  return planned
}

function committedAt(all: ReadonlyMap<string, number>, { locationId }: Pairing): ReadonlyMap<string, number> {
  const prefix = `${locationId}/`
  return new Map([...all].filter(([key]) => key.startsWith(prefix)).map(([key, units]) => [key.slice(prefix.length), units]))
}

/** A product's figure at a location is the sum of the pairing's warehouses; one that is in doubt in any of them has no figure. */
async function readingsFor(
  context: Context,
  facts: ShopFacts,
  pairing: Pairing,
  { judged }: Looking,
): Promise<ReadonlyMap<string, Reading>> {
  const doubtful = new Set(
    judged
      .filter(
        ({ article, absence }) =>
          pairing.warehouses.includes(article.warehouse) && absence.do !== 'use-figure' && absence.do !== 'count-as-zero',
      )
      .map(({ article }) => article.articleKey),
  )
  const articles = await allArticles(context.db, facts.tenant.tenantId, facts.service?.kind ?? '')
  const figures = Map.groupBy(
    articles.filter(({ warehouse, articleKey }) => pairing.warehouses.includes(warehouse) && !doubtful.has(articleKey)),
    ({ articleKey }) => articleKey,
  )
  const readings = new Map<string, Reading>()
  for (const [articleKey, parts] of figures) {
    const reading = readingOf(parts.map(({ quantity, askedAt, answeredAt }) => ({ stock: quantity, asked: askedAt, answered: answeredAt })))
    if (reading !== null) readings.set(articleKey, reading)
  }
  return readings
}

function slices(bindings: readonly StoredBinding[]): readonly (readonly StoredBinding[])[] {
  return Array.from({ length: Math.ceil(bindings.length / rowsOfOneLook) }, (_, index) =>
    bindings.slice(index * rowsOfOneLook, (index + 1) * rowsOfOneLook),
  )
}

type Acting = { readonly asked: Asked; readonly planned: readonly Planned[]; readonly boundRows: number }

/** Keeps the plan and writes it, unless it was asked for dry, changes too much, or changes nothing. */
async function act(
  context: Context,
  { tenant, settings }: ShopFacts,
  { asked, planned, boundRows }: Acting,
): Promise<Omit<Ran, 'proofAt'>> {
  const { tenantId } = tenant
  const at = context.io.clock.now()
  const changes = planned.flatMap(({ plan }) => plan.rows.flatMap(changeOf))
  const lookedAt = planned.reduce((sum, { plan }) => sum + plan.rows.length + plan.skipped.length, 0)
  if (changes.length === 0) {
    await countQuietRun(context.db, tenantId, { day: bucharestDay(at), cause: asked.cause, at })
    return { lookedAt, changed: 0 }
  }
  const brake = asked.dryRun ? null : brakeOn(changes, boundRows, { ...brakeLimits, zeroedPercent: settings.preferences.brakePercent })
  const writes = !asked.dryRun && brake === null
  const skipped: readonly Skip[] = planned.flatMap(({ plan }) => plan.skipped)
  const state = asked.dryRun ? 'planned' : 'waiting'
  const run = { runId: asked.runId, cause: asked.cause, dryRun: asked.dryRun, at, lookedAt, changes, skipped }
  await transaction(context.db, (tx) =>
    keepRun(tx, tenantId, { ...run, state: writes ? 'writing' : state, reason: brake === null ? null : { ...brake } }),
  )
  context.tell(tenantId, { kind: 'run', id: asked.runId })
  if (!writes) return { lookedAt, changed: 0 }

  let changed = 0
  for (const { pairing, plan, replan } of planned) {
    const writing = { tenantId, runId: asked.runId, locationId: pairing.locationId, shop: adminOf(context, tenant), replan }
    changed += await writeLevels(context, writing, plan)
  }
  await keepRunState(context.db, { tenantId, runId: asked.runId }, 'done', context.io.clock.now())
  context.tell(tenantId, { kind: 'run', id: asked.runId })
  return { lookedAt, changed }
}

function changeOf({ itemId, locationId, code, from, to, why, terms }: PlannedRow): RunChange[] {
  return to === null ? [] : [{ itemId, locationId, code, from, to, why, terms }]
}
