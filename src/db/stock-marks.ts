import { sql, type Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type Mark = { readonly itemId: string; readonly cause: string; readonly version: string }

/** Items are to be looked at, now or later. Only bound ones are marked; says how many. */
export async function addMarks(
  tx: Kysely<Schema>,
  tenantId: TenantId,
  itemIds: readonly string[],
  { at, cause }: { readonly at: Date; readonly cause: string },
): Promise<number> {
  if (itemIds.length === 0) return 0
  const { numAffectedRows } = await sql`
    insert into stock_marks (tenant_id, item_id, due_at, cause, version)
    select distinct ${tenantId}::bigint, bindings.item_id, ${at}::timestamptz, ${cause}, 1
    from bindings where bindings.tenant_id = ${tenantId} and bindings.item_id = any(${[...new Set(itemIds)]}::bigint[])
    order by 2
    on conflict (tenant_id, item_id) do update set
      due_at = least(stock_marks.due_at, excluded.due_at),
      cause = case when excluded.due_at < stock_marks.due_at then excluded.cause else stock_marks.cause end,
      version = stock_marks.version + 1`.execute(tx)
  return Number(numAffectedRows ?? 0)
}

/**
 * Takes the marks that are due, until `leaseEnds`: whatever marks an item again meanwhile counts for the next run,
 * and if this one dies they are due again when the lease ends.
 */
export async function claimMarks(
  db: Kysely<Schema>,
  tenantId: TenantId,
  { now, leaseEnds }: { readonly now: Date; readonly leaseEnds: Date },
): Promise<readonly Mark[]> {
  const rows = await db
    .updateTable('stock_marks')
    .set((expression) => ({ due_at: leaseEnds, version: expression('version', '+', '1') }))
    .where('tenant_id', '=', tenantId)
    .where('due_at', '<=', now)
    .returning(['item_id', 'cause', 'version'])
    .execute()
  const marks = rows.map((row) => ({ itemId: row.item_id, cause: row.cause, version: row.version }))
  return marks.toSorted((one, other) => (one.itemId < other.itemId ? -1 : 1))
}

/** The run that had taken them failed: they are due again. */
export async function releaseMarks(db: Kysely<Schema>, tenantId: TenantId, marks: readonly Mark[], at: Date): Promise<void> {
  if (marks.length === 0) return
  await sql`
    update stock_marks set due_at = ${at}
    from unnest(${marks.map(({ itemId }) => itemId)}::bigint[], ${marks.map(({ version }) => version)}::bigint[]) as taken (item_id, version)
    where stock_marks.tenant_id = ${tenantId} and stock_marks.item_id = taken.item_id and stock_marks.version = taken.version`.execute(db)
}

/** These marks were drained; one that was set again meanwhile stays. */
export async function dropMarks(tx: Kysely<Schema>, tenantId: TenantId, marks: readonly Mark[]): Promise<void> {
  if (marks.length === 0) return
  await sql`
    delete from stock_marks using unnest(${marks.map(({ itemId }) => itemId)}::bigint[], ${marks.map(({ version }) => version)}::bigint[]) as drained (item_id, version)
    where stock_marks.tenant_id = ${tenantId} and stock_marks.item_id = drained.item_id and stock_marks.version = drained.version`.execute(
    tx,
  )
}

/** When the next mark falls due; null when there is none. */
export async function nextMarkAt(db: Kysely<Schema>, tenantId: TenantId): Promise<Date | null> {
  const row = await db
    .selectFrom('stock_marks')
    .select((expression) => expression.fn.min('due_at').as('at'))
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst()
  return row?.at ?? null
}
