import { sql, type Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

/** import: read it from Shopify again. invoice: try to issue its document. publish: write its documents to the Shopify order. */
export type OrderWorkKind = 'import' | 'invoice' | 'publish'

export type OrderWork = { readonly orderId: string; readonly dueAt: Date; readonly attempt: number; readonly version: string }

/** Orders are due for a kind of work at `at` or sooner. Asking again while it is being done makes it be done again. */
export async function addOrderWork(
  db: Kysely<Schema>,
  { tenantId, kind }: { readonly tenantId: TenantId; readonly kind: OrderWorkKind },
  orderIds: readonly string[],
  at: Date,
): Promise<void> {
  if (orderIds.length === 0) return
  await sql`
    insert into order_work (tenant_id, kind, order_id, due_at, attempt, version)
    select ${tenantId}, ${kind}, order_id, ${at}, 0, 1 from unnest(${[...new Set(orderIds)]}::bigint[]) as asked (order_id)
    order by order_id
    on conflict (tenant_id, kind, order_id)
    do update set due_at = least(order_work.due_at, excluded.due_at), version = order_work.version + 1`.execute(db)
}

/** Work that was tried without success and is due again at `at`; what is waiting already waits as before. */
export async function addPostponedWork(
  db: Kysely<Schema>,
  { tenantId, kind }: { readonly tenantId: TenantId; readonly kind: OrderWorkKind },
  orderIds: readonly string[],
  at: Date,
): Promise<void> {
  const rows = [...new Set(orderIds)].toSorted().map((orderId) => ({
    tenant_id: tenantId,
    kind,
    order_id: orderId,
    due_at: at,
    attempt: 1,
    version: '1',
  }))
  if (rows.length === 0) return
  await db
    .insertInto('order_work')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'kind', 'order_id']).doNothing())
    .execute()
}

/** Orders whose work was tried without success and waits to be tried again. */
export async function postponedOrders(
  db: Kysely<Schema>,
  { tenantId, kind }: { readonly tenantId: TenantId; readonly kind: OrderWorkKind },
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('order_work')
    .select('order_id')
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .where('attempt', '>', 0)
    .execute()
  return new Set(rows.map((row) => row.order_id))
}

export async function dueOrderWork(
  db: Kysely<Schema>,
  { tenantId, kind }: { readonly tenantId: TenantId; readonly kind: OrderWorkKind },
  now: Date,
  most: number,
): Promise<readonly OrderWork[]> {
  const rows = await db
    .selectFrom('order_work')
    .select(['order_id', 'due_at', 'attempt', 'version'])
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .orderBy('order_id')
    .limit(most)
    .execute()
  return rows.map((row) => ({ orderId: row.order_id, dueAt: row.due_at, attempt: row.attempt, version: row.version }))
}

/**
 * The work on these orders is done, but for those that somebody asked for again meanwhile. They are locked in the order in which whoever asks again
 * locks them. The time says where each stands in either index: to a planner that takes a long line for an empty table both look alike.
 */
export async function finishOrderWork(
  db: Kysely<Schema>,
  { tenantId, kind }: { readonly tenantId: TenantId; readonly kind: OrderWorkKind },
  works: readonly OrderWork[],
): Promise<void> {
  if (works.length === 0) return
  await sql`
    with done as (
      select found.ctid
      from (
        select * from unnest(
          ${works.map(({ orderId }) => orderId)}::bigint[],
          ${works.map(({ dueAt }) => dueAt)}::timestamptz[],
          ${works.map(({ version }) => version)}::bigint[]
        ) as asked (order_id, due_at, version)
        order by order_id
      ) as asked
      cross join lateral (
        select ctid from order_work
        where tenant_id = ${tenantId} and kind = ${kind} and order_id = asked.order_id and due_at = asked.due_at and version = asked.version
        for update
      ) as found
    )
    delete from order_work using done where order_work.ctid = done.ctid`.execute(db)
}

/** The work did not succeed and is tried again at `at`. */
export async function postponeOrderWork(
  db: Kysely<Schema>,
  { tenantId, kind }: { readonly tenantId: TenantId; readonly kind: OrderWorkKind },
  work: OrderWork,
  at: Date,
): Promise<void> {
  await db
    .updateTable('order_work')
    .set({ due_at: at, attempt: work.attempt + 1 })
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .where('order_id', '=', work.orderId)
    .where('due_at', '=', work.dueAt)
    .where('version', '=', work.version)
    .execute()
}

/** When the next order is due for that work; null when none is. */
export async function nextOrderWorkAt(db: Kysely<Schema>, tenantId: TenantId, kind: OrderWorkKind): Promise<Date | null> {
  const row = await db
    .selectFrom('order_work')
    .select((expression) => expression.fn.min('due_at').as('at'))
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .executeTakeFirst()
  return row?.at ?? null
}
