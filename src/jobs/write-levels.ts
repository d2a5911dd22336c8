import type { Context } from '#app/context.ts'
import { mayStillSend } from '#core/plan-life.ts'
import { rowRestMs } from '#core/stock-settings.ts'
import type { TenantId } from '#core/tenant.ts'
import { transaction, type Tx } from '#db/client.ts'
import { keepChangeOutcomes, type ChangeOutcome } from '#db/runs.ts'
import { addMarks } from '#db/stock-marks.ts'
import { keepIntended, keepWritten, restRows } from '#db/stock-rows.ts'
import { rowsMax, setAvailable, type Written } from '#shopify/levels.ts'
import { ShopifyError } from '#shopify/shopify-error.ts'
import type { Admin } from '#shopify/admin.ts'
import { actOnce, type Outcome } from './act-once.ts'
import type { LocationPlan, PlannedRow } from './plan-location.ts'

/** A stale row is looked at, planned and sent again so often; then it waits for the next run. */
const roundsMax = 4
/** The same call with the same key, until it is answered. */
const sendsMax = 3
const staleAgainMs = 1_000

export type Writing = {
  readonly tenantId: TenantId
  readonly runId: string
  readonly locationId: string
  readonly shop: Admin
  /** Another look at some rows of the location and another plan. */
  readonly replan: (itemIds: readonly string[]) => Promise<LocationPlan>
}

type Change = PlannedRow & { readonly to: number }

/** Writes a plan's changes, each over the figure it was planned from. Gives how many took effect. */
export async function writeLevels(context: Context, writing: Writing, plan: LocationPlan): Promise<number> {
  let written = 0
  let next: LocationPlan | null = plan
  for (let round = 0; next !== null && round < roundsMax; round += 1) {
    const stale: string[] = []
    for (const batch of batches(next.rows.filter(isChange))) {
      const left = await writeBatch(context, writing, batch, next.lookedAt)
      written += batch.length - left.length
      stale.push(...left)
    }
    next = stale.length === 0 ? null : await writing.replan(stale)
    if (round === roundsMax - 1 && stale.length > 0) await later(context, writing, stale)
  }
  return written
}

function isChange(row: PlannedRow): row is Change {
  return row.to !== null
}

/** Lowerings first: they never wait for raises. */
function batches(changes: readonly Change[]): readonly Change[][] {
  const ordered = changes.toSorted((one, other) => Math.sign(one.to - one.from) - Math.sign(other.to - other.from))
  return Array.from({ length: Math.ceil(ordered.length / rowsMax) }, (_, index) => ordered.slice(index * rowsMax, (index + 1) * rowsMax))
}

/** Sends one call, and without the rows that Shopify named once more. Gives the items that are to be looked at again. */
async function writeBatch(context: Context, writing: Writing, batch: readonly Change[], lookedAt: Date): Promise<readonly string[]> {
  if (!mayStillSend(lookedAt, context.io.clock.now())) return batch.map(({ itemId }) => itemId)
  const outcome = await send(context, writing, batch)
  const answer: Written = outcome?.is === 'done' ? outcome.result : { is: 'written' }
  if (outcome === undefined || outcome.is !== 'done' || answer.is === 'written') return []

  const named = new Set(answer.items)
  const others = batch.filter(({ itemId }) => !named.has(itemId))
  const again = answer.is === 'stale' ? answer.items : []
  return others.length === 0 ? again : [...again, ...(await writeBatch(context, writing, others, lookedAt))]
}

function send(context: Context, writing: Writing, batch: readonly Change[]): Promise<Outcome<Written> | undefined> {
  const { tenantId, runId, locationId, shop } = writing
  const key = context.io.random.uuid()
  const rows = batch.map(({ itemId, from, to, accountIfSilent }) => ({ itemId, from, to, account: accountIfSilent }))
  return actOnce<Written>(context, tenantId, {
    kind: 'set-available',
    key,
    connection: 'shopify',
    subject: key,
    body: { runId, locationId, rows },
    evidence: {},
    doneIs: 'done',
    intend: async (tx) => {
      await keepIntended(tx, { tenantId, locationId }, batch)
      return true
    },
    perform: () => sendUntilAnswered(() => setAvailable(shop, { locationId, runId, key }, batch)),
    describe: (answer) => ({ ...answer }),
    settle: (tx, _intent, outcome) => settle(tx, { writing, batch }, outcome),
  })
}

/** A repeated key has no second effect, so silence is answered by asking again. */
async function sendUntilAnswered(write: () => Promise<Written>): Promise<Written> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await write()
    } catch (error) {
      const silent = error instanceof ShopifyError && error.fault.kind === 'unknown-outcome'
      if (!silent || attempt === sendsMax) throw error
    }
  }
}

type Sent = { readonly writing: Writing; readonly batch: readonly Change[] }

async function settle(tx: Tx, { writing, batch }: Sent, outcome: Outcome<Written>): Promise<void> {
  const { at } = outcome
  if (outcome.is === 'unknown') {
    const until = new Date(at.getTime() + rowRestMs)
    await restRows(
      tx,
      writing,
      batch.map(({ itemId, accountIfSilent }) => ({ itemId, account: accountIfSilent })),
      until,
    )
    await addMarks(
      tx,
      writing.tenantId,
      batch.map(({ itemId }) => itemId),
      { at: until, cause: 'secondLook' },
    )
    return keepChangeOutcomes(tx, writing, batch, { outcome: 'unknown', at })
  }
  if (outcome.is === 'refused') {
    const again = new Date(at.getTime() + ('retryAfterMs' in outcome.fault ? outcome.fault.retryAfterMs : staleAgainMs))
    await addMarks(
      tx,
      writing.tenantId,
      batch.map(({ itemId }) => itemId),
      { at: again, cause: 'secondLook' },
    )
    return keepChangeOutcomes(tx, writing, batch, { outcome: 'refused', at })
  }
  const answer = outcome.result
  if (answer.is === 'written') {
    await keepWritten(
      tx,
      writing,
      batch.map(({ itemId, to, accountIfWritten }) => ({ itemId, to, account: accountIfWritten })),
      at,
    )
    return keepChangeOutcomes(tx, writing, batch, { outcome: 'written', at })
  }
  const named = new Set(answer.items)
  const shown: ChangeOutcome = answer.is === 'stale' ? 'stale' : 'refused'
  return keepChangeOutcomes(
    tx,
    writing,
    batch.filter(({ itemId }) => named.has(itemId)),
    { outcome: shown, at },
  )
}

async function later(context: Context, { tenantId }: Writing, itemIds: readonly string[]): Promise<void> {
  const at = new Date(context.io.clock.now().getTime() + staleAgainMs)
  await transaction(context.db, (tx) => addMarks(tx, tenantId, itemIds, { at, cause: 'secondLook' }))
}
