import { sql, type Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type RunState = 'planned' | 'writing' | 'waiting' | 'done' | 'failed'
export type ChangeOutcome = 'planned' | 'written' | 'stale' | 'refused' | 'unknown' | 'undone'

export type RunChange = {
  readonly itemId: string
  readonly locationId: string
  readonly code: string
  readonly from: number
  readonly to: number
  readonly why: string
  readonly terms: unknown
}

export type NewRun = {
  readonly runId: string
  readonly cause: string
  readonly state: RunState
  readonly dryRun: boolean
  readonly at: Date
  readonly lookedAt: number
  readonly reason: Record<string, unknown> | null
  readonly changes: readonly RunChange[]
  readonly skipped: readonly { readonly code: string; readonly reason: string }[]
}

/** The plan itself, before any of it happens. */
export async function keepRun(tx: Kysely<Schema>, tenantId: TenantId, run: NewRun): Promise<void> {
  const { runId } = run
  await tx
    .insertInto('runs')
    .values({
      tenant_id: tenantId,
      run_id: runId,
      cause: run.cause,
      state: run.state,
      dry_run: run.dryRun,
      planned_at: run.at,
      finished_at: run.state === 'writing' ? null : run.at,
      looked_at: run.lookedAt,
      reason: run.reason === null ? null : JSON.stringify(run.reason),
    })
    .execute()
  await sql`
    insert into run_changes (tenant_id, run_id, item_id, location_id, code, from_quantity, to_quantity, why, terms, outcome)
    select ${tenantId}, ${runId}, "itemId", "locationId", code, "from", "to", why, terms, 'planned'
    from jsonb_to_recordset(${JSON.stringify(run.changes)}::jsonb) as planned (
      "itemId" bigint, "locationId" bigint, code text, "from" integer, "to" integer, why text, terms jsonb
    )`.execute(tx)
  await sql`
    insert into run_skips (tenant_id, run_id, code, reason)
    select distinct ${tenantId}::bigint, ${runId}::uuid, code, reason
    from jsonb_to_recordset(${JSON.stringify(run.skipped)}::jsonb) as skipped (code text, reason text)`.execute(tx)
}

/** What became of some changes of a run. A row that was re-planned gets the figures that were sent. */
export async function keepChangeOutcomes(
  tx: Kysely<Schema>,
  { tenantId, runId, locationId }: { readonly tenantId: TenantId; readonly runId: string; readonly locationId: string },
  rows: readonly { readonly itemId: string; readonly from: number; readonly to: number }[],
  { outcome, at }: { readonly outcome: ChangeOutcome; readonly at: Date },
): Promise<void> {
  if (rows.length === 0) return
  const shown = rows.map(({ itemId, from, to }) => ({ item_id: itemId, from_quantity: from, to_quantity: to }))
  await sql`
    update run_changes set outcome = ${outcome}, outcome_at = ${at}, from_quantity = sent.from_quantity, to_quantity = sent.to_quantity
    from jsonb_to_recordset(${JSON.stringify(shown)}::jsonb) as sent (item_id bigint, from_quantity integer, to_quantity integer)
    where run_changes.tenant_id = ${tenantId} and run_changes.run_id = ${runId} and run_changes.location_id = ${locationId}
      and run_changes.item_id = sent.item_id`.execute(tx)
}

export async function keepRunState(
  db: Kysely<Schema>,
  { tenantId, runId }: { readonly tenantId: TenantId; readonly runId: string },
  state: RunState,
  at: Date,
): Promise<void> {
  await db
    .updateTable('runs')
    .set({ state, finished_at: state === 'writing' ? null : at })
    .where('tenant_id', '=', tenantId)
    .where('run_id', '=', runId)
    .execute()
}

/** Runs that were cut off while they wrote. Whoever asks holds the lock of the shop's stock, so none of them is under way. */
export async function endDeadRuns(db: Kysely<Schema>, tenantId: TenantId, at: Date): Promise<void> {
  await db
    .updateTable('runs')
    .set({ state: 'failed', finished_at: at })
    .where('tenant_id', '=', tenantId)
    .where('state', '=', 'writing')
    .execute()
}

/** A run that changed nothing is a counter, not a row. */
export async function countQuietRun(
  db: Kysely<Schema>,
  tenantId: TenantId,
  run: { readonly day: string; readonly cause: string; readonly at: Date },
): Promise<void> {
  await db
    .insertInto('quiet_runs')
    .values({ tenant_id: tenantId, day: run.day, runs: 1, last_at: run.at, last_cause: run.cause })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'day']).doUpdateSet({ runs: sql`quiet_runs.runs + 1`, last_at: run.at, last_cause: run.cause }),
    )
    .execute()
}
