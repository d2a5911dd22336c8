import { sql, type Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { RunState } from './runs.ts'
import type { Schema } from './schema.ts'

export type RunCause = 'schedule' | 'push' | 'movement' | 'syncNow' | 'testConnection' | 'newProducts' | 'catchUp' | 'secondLook' | 'undo'

export type ShownRun = {
  readonly id: string
  readonly cause: RunCause
  readonly state: RunState
  readonly dryRun: boolean
  readonly startedAt: string
  readonly finishedAt: string | null
  readonly lookedAt: number
  readonly changed: number
  readonly skippedCount: number
  readonly progress: { readonly done: number; readonly total: number } | null
  /** Why it waits for a person, or why it failed, as it was stored. */
  readonly reason: Record<string, unknown> | null
}

type Row = {
  run_id: string
  cause: string
  state: string
  dry_run: boolean
  planned_at: Date
  finished_at: Date | null
  looked_at: number
  reason: Record<string, unknown> | null
  changed: string
  done: string
  skipped: string
}

const causes: readonly RunCause[] = [
  'schedule',
  'push',
  'movement',
  'syncNow',
  'testConnection',
  'newProducts',
  'catchUp',
  'secondLook',
  'undo',
]
const states: readonly RunState[] = ['planned', 'writing', 'waiting', 'done', 'failed']

/** Runs that changed something or wait to, newest first. */
export async function listRuns(
  db: Kysely<Schema>,
  tenantId: TenantId,
  page: { readonly most: number; readonly before: { readonly at: Date; readonly id: string } | null; readonly state: string | null },
): Promise<readonly ShownRun[]> {
  const { rows } = await sql<Row>`
    select ${columns}
    from runs where tenant_id = ${tenantId}
      and (${page.state}::text is null or state = ${page.state})
      and (${page.before?.at ?? null}::timestamptz is null or (planned_at, run_id) < (${page.before?.at ?? null}::timestamptz, ${page.before?.id ?? null}::uuid))
    order by planned_at desc, run_id desc limit ${page.most}`.execute(db)
  return rows.map(toShown)
}

export async function findRun(db: Kysely<Schema>, tenantId: TenantId, runId: string): Promise<ShownRun | undefined> {
  const { rows } = await sql<Row>`select ${columns} from runs where tenant_id = ${tenantId} and run_id = ${runId}`.execute(db)
  return rows[0] && toShown(rows[0])
}

const columns = sql`run_id, cause, state, dry_run, planned_at, finished_at, looked_at, reason,
  (select count(*) from run_changes where run_changes.tenant_id = runs.tenant_id and run_changes.run_id = runs.run_id) as changed,
  (select count(*) from run_changes where run_changes.tenant_id = runs.tenant_id and run_changes.run_id = runs.run_id and outcome <> 'planned') as done,
  (select count(*) from run_skips where run_skips.tenant_id = runs.tenant_id and run_skips.run_id = runs.run_id) as skipped`

function toShown(row: Row): ShownRun {
  const changed = Number(row.changed)
  return {
    id: row.run_id,
    cause: causes.find((known) => known === row.cause) ?? 'movement',
    state: states.find((known) => known === row.state) ?? 'failed',
    dryRun: row.dry_run,
    startedAt: row.planned_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    lookedAt: row.looked_at,
    changed,
    skippedCount: Number(row.skipped),
    progress: row.state === 'writing' ? { done: Number(row.done), total: changed } : null,
    reason: row.reason,
  }
}

export type ShownChange = {
  readonly itemId: string
  readonly locationId: string
  readonly code: string
  readonly name: string
  readonly location: string
  readonly from: number
  readonly to: number
  readonly why: string
  readonly outcome: 'planned' | 'written' | 'stale' | 'refused' | 'unknown' | 'undone'
}

const outcomes = ['planned', 'written', 'stale', 'refused', 'unknown', 'undone'] as const

export async function runChanges(db: Kysely<Schema>, tenantId: TenantId, runId: string): Promise<readonly ShownChange[]> {
  const { rows } = await sql<{
    itemId: string
    locationId: string
    code: string
    name: string
    location: string
    from_quantity: number
    to_quantity: number
    why: string
    outcome: string
  }>`
    select run_changes.item_id as "itemId", run_changes.location_id as "locationId", code,
      case when variants.product_title is null then code else concat_ws(' ', variants.product_title, nullif(array_to_string(variants.options, ' / '), '')) end as name,
      coalesce(locations.name, '') as location, from_quantity, to_quantity, why, outcome
    from run_changes
    left join variants on variants.tenant_id = run_changes.tenant_id and variants.item_id = run_changes.item_id
    left join locations on locations.tenant_id = run_changes.tenant_id and locations.location_id = run_changes.location_id
    where run_changes.tenant_id = ${tenantId} and run_id = ${runId}
    order by code, location`.execute(db)
  return rows.map(({ from_quantity, to_quantity, outcome, ...row }) => ({
    ...row,
    from: from_quantity,
    to: to_quantity,
    outcome: outcomes.find((known) => known === outcome) ?? 'unknown',
  }))
}

export async function runSkips(
  db: Kysely<Schema>,
  tenantId: TenantId,
  runId: string,
): Promise<readonly { readonly code: string; readonly name: string | null; readonly reason: string }[]> {
  const { rows } = await sql<{ code: string; name: string | null; reason: string }>`
    select code, named.name, reason from run_skips
    left join lateral (
      select concat_ws(' ', product_title, nullif(array_to_string(options, ' / '), '')) as name
      from bindings join variants using (tenant_id, variant_id)
      where bindings.tenant_id = run_skips.tenant_id and bindings.article_key = run_skips.code limit 1
    ) as named on true
    where run_skips.tenant_id = ${tenantId} and run_id = ${runId}
    order by code, reason`.execute(db)
  return rows
}

/** The newest run that wrote, or null: only that one can be undone. Of two at one instant the undoing one came after. */
export async function lastWrittenRun(db: Kysely<Schema>, tenantId: TenantId): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select run_id as id from runs where tenant_id = ${tenantId} and not dry_run and state = 'done'
      and exists (select from run_changes where run_changes.tenant_id = runs.tenant_id and run_changes.run_id = runs.run_id and outcome in ('written', 'undone'))
    order by planned_at desc, cause = 'undo' desc, run_id desc limit 1`.execute(db)
  return rows[0]?.id ?? null
}

/** The newest run that is writing now. */
export async function writingRun(db: Kysely<Schema>, tenantId: TenantId): Promise<ShownRun | undefined> {
  const [run] = await listRuns(db, tenantId, { most: 1, before: null, state: 'writing' })
  return run
}
