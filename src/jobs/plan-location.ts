import type { Context } from '#app/context.ts'
import { ruleKept } from '#core/flows.ts'
import { levelAddsUp } from '#core/level.ts'
import { planDocumented } from '#core/plan-documented.ts'
import { planRow, writtenOf, type RowPlan } from '#core/plan-row.ts'
import { quantity } from '#core/quantity.ts'
import { accountAfterSilence, accountAfterWrite } from '#core/account.ts'
import type { Account, Level, Reading, RowFacts } from '#core/stock-types.ts'
import { transaction } from '#db/client.ts'
import type { StoredBinding } from '#db/bindings.ts'
import { knownBelow, readLedger } from '#db/ledger.ts'
import { keepLooks, readStockRows, type SeenRow, type StockRow } from '#db/stock-rows.ts'
import { readLevels, type ItemLevel } from '#shopify/levels.ts'
import type { Admin } from '#shopify/admin.ts'
import { readAgainAsKept } from './read-again-as-kept.ts'
import {
  assumedOf,
  dispatchedOpenOf,
  gather,
  importedOf,
  obligationsOf,
  rowSettingsOf,
  type Gathered,
  type Pairing,
} from './stock-facts.ts'
import type { ShopFacts } from './shop-facts.ts'

export type PlannedRow = {
  readonly itemId: string
  readonly code: string
  readonly locationId: string
  readonly from: number
  /** Null: nothing is to be written. */
  readonly to: number | null
  readonly why: string
  readonly terms: unknown
  readonly lookAgainAt: Date | null
  readonly edited: { readonly from: number; readonly to: number } | null
  readonly problem: string | null
  readonly notRestocked: readonly string[]
  readonly accountIfWritten: Account
  readonly accountIfSilent: Account
}

export type Skip = { readonly code: string; readonly itemId: string; readonly reason: string }

export type LocationPlan = { readonly rows: readonly PlannedRow[]; readonly skipped: readonly Skip[]; readonly lookedAt: Date }

export type Planning = {
  readonly facts: ShopFacts
  readonly shop: Admin
  readonly pairing: Pairing
  readonly bindings: readonly StoredBinding[]
  /** By article key: the figures of the pairing's warehouses. Rows without one are not planned. */
  readonly readings: ReadonlyMap<string, Reading>
  /** How old they may be. */
  readonly readingLifeMs: number
  readonly sweptTo: Date | null
  /** Shopify's committed units before billing was asked, for the documented rule. */
  readonly committedBefore: ReadonlyMap<string, number>
}

/** One look at the rows of a location and the plan made from it: obligations first, then Shopify's levels. What the look found is kept. */
export async function planLocation(context: Context, planning: Planning): Promise<LocationPlan> {
  const { facts, shop, pairing, bindings } = planning
  const { tenantId } = facts.tenant
  const itemIds = bindings.map(({ itemId }) => itemId)
  const articleKeys = bindings.map(({ articleKey }) => articleKey)
  const connection = facts.service?.kind ?? ''
  // Beside the result: a simulation compares results, and numbers of transactions are never the same twice.
  let below = '0'
  const { ledger, rows } = await transaction(context.db, async (tx) => {
    below = await knownBelow(tx)
    return {
      ledger: await readLedger(tx, tenantId, { connection, itemIds, articleKeys }),
      rows: await readStockRows(tx, tenantId, pairing.locationId, itemIds),
    }
  })
  const gathered = gather(facts, bindings, ledger)
  const levels = await readLevels(shop, pairing.locationId, itemIds)
  const lookedAt = context.io.clock.now()

  const known = new Map(rows.map((row) => [row.itemId, row]))
  const planned: PlannedRow[] = []
  const skipped: Skip[] = []
  const seen: SeenRow[] = []
  for (const binding of bindings) {
    const row = planOne(planning, { binding, lookedAt, gathered, level: levels.get(binding.itemId), known: known.get(binding.itemId) })
    if ('skip' in row) {
      skipped.push({ code: binding.articleKey, itemId: binding.itemId, reason: row.skip })
      continue
    }
    planned.push(row.planned)
    seen.push(row.seen)
  }
  await transaction(context.db, (tx) =>
    keepLooks(tx, { tenantId, locationId: pairing.locationId }, seen, { at: lookedAt, knownBelow: below }),
  )
  await readAgainAsKept(context, tenantId, [...new Set(planned.flatMap(({ notRestocked }) => notRestocked))])
  return { rows: planned, skipped, lookedAt }
}

type Looked = {
  readonly binding: StoredBinding
  readonly lookedAt: Date
  readonly gathered: Gathered
  readonly level: ItemLevel | undefined
  readonly known: StockRow | undefined
}

type PlannedOne = { readonly planned: PlannedRow; readonly seen: SeenRow } | { readonly skip: string }

function planOne(planning: Planning, { binding, lookedAt, gathered, level, known }: Looked): PlannedOne {
  const { pairing, readings } = planning
  const reading = readings.get(binding.articleKey)
  if (known !== undefined && known.restUntil !== null && known.restUntil > lookedAt) return { skip: 'resting' }
  if (reading === undefined) return { skip: 'noFigure' }
  if (known !== undefined && known.readingAskedAt !== null && known.readingAskedAt > reading.asked) return { skip: 'olderFigure' }
  if (lookedAt.getTime() - reading.asked.getTime() > planning.readingLifeMs) return { skip: 'olderFigure' }
  if (level === undefined) return { skip: 'notStockedHere' }
  if (!level.tracked) return { skip: 'notTracked' }
  if (!level.active) return { skip: 'notActiveHere' }
  if (!levelAddsUp(level.level)) return { skip: 'levelDoesNotAddUp' }

  const row: RowFacts = {
    now: lookedAt,
    reading,
    level: level.level,
    orders: obligationsOf(gathered, binding.articleKey, pairing.locationId),
    imported: importedOf(gathered, binding.itemId, pairing.locationId),
    account: known?.account ?? null,
    touched: known?.touched ?? 0,
    sweptTo: planning.sweptTo,
    assumed: assumedOf(gathered, binding.itemId, pairing.locationId),
    unexplainedElsewhere: quantity(0),
    settings: rowSettingsOf(planning.facts),
  }
  const dispatchedOpen = dispatchedOpenOf(gathered, binding.itemId, pairing.locationId)
  return usesDocumented(planning.facts) ? documented(planning, binding, row, dispatchedOpen) : exact(binding, pairing, row)
}

/** Whether the shop's rule in force is the documented one. */
export function usesDocumented({ settings }: Pick<ShopFacts, 'settings'>): boolean {
  return ruleKept(settings.preferences) === 'documented'
}

function exact({ itemId, articleKey }: StoredBinding, { locationId }: Pairing, row: RowFacts): PlannedOne {
  const plan = planRow(row)
  return {
    planned: {
      itemId,
      code: articleKey,
      locationId,
      from: plan.from,
      to: plan.to,
      why: plan.why,
      terms: plan.terms,
      lookAgainAt: plan.lookAgainAt,
      edited: plan.edited,
      problem: plan.problem,
      notRestocked: plan.notRestocked,
      ...accountsOf(row, plan),
    },
    seen: seenOf(itemId, row, {
      account: plan.account,
      target: plan.terms.sure,
      unexplained: plan.terms.unexplained,
      whole: isWhole(plan),
      terms: plan.terms,
    }),
  }
}

function accountsOf(row: RowFacts, plan: RowPlan): Pick<PlannedRow, 'accountIfWritten' | 'accountIfSilent'> {
  if (plan.to === null) return { accountIfWritten: plan.account, accountIfSilent: plan.account }
  const written = writtenOf(row, { ...plan, to: plan.to })
  return { accountIfWritten: accountAfterWrite(plan.account, written), accountIfSilent: accountAfterSilence(plan.account, written) }
}

function documented(
  { committedBefore, pairing }: Planning,
  { itemId, articleKey }: StoredBinding,
  row: RowFacts,
  dispatchedOpen: number,
): PlannedOne {
  const plan = planDocumented({ ...row, committedBefore: committedBefore.get(itemId) ?? row.level.committed, dispatchedOpen })
  // The documented rule keeps no account; the row has one so that a change of rule finds it opened.
  const exactly = planRow(row)
  const { account, notRestocked } = exactly
  return {
    planned: {
      itemId,
      code: articleKey,
      locationId: pairing.locationId,
      from: plan.from,
      to: plan.to,
      why: plan.why,
      terms: plan.terms,
      lookAgainAt: null,
      edited: null,
      problem: plan.problem,
      notRestocked,
      accountIfWritten: account,
      accountIfSilent: account,
    },
    seen: seenOf(itemId, row, { account, target: plan.terms.target, unexplained: 0, whole: isWhole(exactly), terms: plan.terms }),
  }
}

function isWhole({ terms }: RowPlan): boolean {
  return terms.difference <= 0
}

function seenOf(
  itemId: string,
  { level, reading }: { level: Level; reading: Reading },
  plan: Omit<SeenRow, 'itemId' | 'level' | 'readingAskedAt'>,
): SeenRow {
  return { itemId, level, readingAskedAt: reading.asked, ...plan }
}
