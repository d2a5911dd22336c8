import type { Context } from '#app/context.ts'
import { explain, type Explanation } from '#core/explain.ts'
import { takenOf } from '#core/order-rows.ts'
import { planDocumented, type DocumentedPlan } from '#core/plan-documented.ts'
import { quantity } from '#core/quantity.ts'
import type { Level, RowFacts } from '#core/stock-types.ts'
import { allBindings } from '#db/bindings.ts'
import { transaction } from '#db/client.ts'
import { readLedger, type StoredLedger } from '#db/ledger.ts'
import { lastLooks } from '#db/product-views.ts'
import { readStockRows } from '#db/stock-rows.ts'
import { readSweep } from '#db/sweeps.ts'
import { usesDocumented } from './plan-location.ts'
import type { ShopFacts } from './shop-facts.ts'
import { assumedOf, dispatchedOpenOf, gather, importedOf, obligationsOf, rowSettingsOf, type Pairing } from './stock-facts.ts'
import { storedReadings } from './stored-readings.ts'

/** Why a row shows what it shows, from what is stored: nobody outside is asked. */
export type ExplainedRow = {
  readonly explanation: Explanation
  /** The plan by the documented rule, where that one is kept. */
  readonly documented: DocumentedPlan | null
  /** Units of each order that left the shelf. */
  readonly fulfilled: ReadonlyMap<string, number>
}

type Row = { readonly pairing: Pairing; readonly itemId: string; readonly articleKey: string }

/** Explains one product at one location by the rule in force; null while its level or its billing figure is unknown. */
export async function explainRow(context: Context, facts: ShopFacts, { pairing, itemId, articleKey }: Row): Promise<ExplainedRow | null> {
  const { tenantId } = facts.tenant
  const of = { tenantId, connection: facts.service?.kind ?? '' }
  const { locationId } = pairing
  const bindings = (await allBindings(context.db, of)).filter((binding) => binding.articleKey === articleKey)
  const itemIds = bindings.map((binding) => binding.itemId)
  const { ledger, rows } = await transaction(context.db, async (tx) => ({
    ledger: await readLedger(tx, tenantId, { connection: of.connection, itemIds, articleKeys: [articleKey] }),
    rows: await readStockRows(tx, tenantId, locationId, [itemId]),
  }))
  const look = (await lastLooks(context.db, tenantId, [itemId])).find((each) => each.locationId === locationId)
  const reading = (await storedReadings(context.db, facts, pairing, [articleKey])).get(articleKey)
  if (look === undefined || look.level === null || reading === undefined) return null

  const gathered = gather(facts, bindings, ledger)
  const { sweptTo } = await readSweep(context.db, tenantId)
  const row: RowFacts = {
    now: context.io.clock.now(),
    reading,
    level: levelNow(look.level as Level, look.available),
    orders: obligationsOf(gathered, articleKey, locationId),
    imported: importedOf(gathered, itemId, locationId),
    account: rows[0]?.account ?? null,
    sweptTo,
    assumed: assumedOf(gathered, itemId, locationId),
    unexplainedElsewhere: quantity(0),
    settings: rowSettingsOf(facts),
  }
  return {
    explanation: explain(row),
    documented: usesDocumented(facts) ? documentedPlan(row, dispatchedOpenOf(gathered, itemId, locationId)) : null,
    fulfilled: fulfilledUnits(ledger),
  }
}

/** The level of the last look (written by keepLooks alone), with the figure that was written since. */
function levelNow(level: Level, available: number | null): Level {
  const change = (available ?? level.available) - level.available
  return { ...level, available: level.available + change, onHand: level.onHand + change }
}

function documentedPlan(row: RowFacts, dispatchedOpen: number): DocumentedPlan {
  return planDocumented({ ...row, committedBefore: row.level.committed, dispatchedOpen })
}

function fulfilledUnits({ rows }: StoredLedger): ReadonlyMap<string, number> {
  const units = new Map<string, number>()
  for (const row of rows) units.set(row.orderId, (units.get(row.orderId) ?? 0) + takenOf(row) - row.open)
  return units
}
