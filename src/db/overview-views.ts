import { sql, type Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import { differs } from './product-views.ts'
import type { Schema } from './schema.ts'

export type OrderCounts = {
  readonly waiting: number
  readonly issuing: number
  readonly unknownOutcome: number
  readonly issuedToday: number
  readonly today: number
}

/** How many orders stand where; `dayBegan` is the start of the day in Bucharest. */
export async function countOrders(db: Kysely<Schema>, tenantId: TenantId, dayBegan: Date): Promise<OrderCounts> {
  const { rows } = await sql<OrderCounts>`
    select
      (select count(*)::integer from orders where tenant_id = ${tenantId} and state = 'waiting') as waiting,
      (select count(*)::integer from orders where tenant_id = ${tenantId} and state = 'issuing') as issuing,
      (select count(*)::integer from orders where tenant_id = ${tenantId} and state = 'unknown-outcome') as "unknownOutcome",
      (select count(*)::integer from documents where tenant_id = ${tenantId} and issued_at >= ${dayBegan} and kind = 'invoice') as "issuedToday",
      (select count(*)::integer from orders where tenant_id = ${tenantId} and created_at >= ${dayBegan}) as today`.execute(db)
  return rows[0] ?? { waiting: 0, issuing: 0, unknownOutcome: 0, issuedToday: 0, today: 0 }
}

export type StepCounts = {
  readonly bound: number
  readonly differing: number
  readonly polledAt: Date | null
  readonly lookedAt: Date | null
}

/** How many products are bound and in step, how many differ, and when anything was last looked at. */
export async function countInStep(db: Kysely<Schema>, tenantId: TenantId, now: Date): Promise<StepCounts> {
  const { rows } = await sql<StepCounts>`
    select
      (select count(*)::integer from bindings where tenant_id = ${tenantId} and active_at <= ${now}) as bound,
      (select count(distinct item_id)::integer from stock_rows where tenant_id = ${tenantId} and ${differs}) as differing,
      (select polled_at from sweeps where tenant_id = ${tenantId}) as "polledAt",
      greatest(
        (select max(last_at) from quiet_runs where tenant_id = ${tenantId}),
        (select max(planned_at) from runs where tenant_id = ${tenantId})
      ) as "lookedAt"`.execute(db)
  return rows[0] ?? { bound: 0, differing: 0, polledAt: null, lookedAt: null }
}

/** When stock is looked at next, and why; null when nothing plans it. */
export async function nextStockRun(db: Kysely<Schema>, tenantId: TenantId): Promise<{ readonly at: Date; readonly cause: string } | null> {
  const { rows } = await sql<{ at: Date | null; cause: string | null; markAt: Date | null }>`
    select
      (select min(due_at) from due where tenant_id = ${tenantId} and kind = 'stock') as at,
      (select due_at from stock_marks where tenant_id = ${tenantId} order by due_at limit 1) as "markAt",
      (select cause from stock_marks where tenant_id = ${tenantId} order by due_at limit 1) as cause`.execute(db)
  const [row] = rows
  if (row === undefined || row.at === null) return null
  const marked = row.markAt !== null && row.markAt <= row.at
  return { at: row.at, cause: marked ? (row.cause ?? 'movement') : 'schedule' }
}

/** Until when a billing account answers nothing; null when it does. */
export async function blockedUntil(db: Kysely<Schema>, account: string, now: Date): Promise<Date | null> {
  const row = await db.selectFrom('budgets').select('blocked_until').where('account', '=', account).executeTakeFirst()
  return row === undefined || row.blocked_until === null || row.blocked_until <= now ? null : row.blocked_until
}
