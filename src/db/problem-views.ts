import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

/** Something that needs a person: raised by a job, or plain from what is stored. */
export type OpenProblem = {
  readonly id: string
  readonly kind: string
  readonly subject: string
  /** What people call the subject, where it has such a name. */
  readonly name: string | null
  readonly detail: Record<string, unknown>
  readonly since: Date
}

/** Reasons for which an order waits that end by themselves or were chosen. */
const patient = ['manual', 'notPaid', 'notFulfilled', 'unconfirmed', 'paused', 'unknownOutcome', 'refused', 'sending', 'claimed']

function open(tenantId: TenantId): RawBuilder<OpenProblem> {
  return sql<OpenProblem>`
  select problem_id::text as id, kind, subject, orders.name, detail, since
  from problems left join orders on orders.tenant_id = problems.tenant_id and orders.order_id::text = problems.subject
  where problems.tenant_id = ${tenantId} and ended_at is null
  union all
  select 'order-' || order_id, 'orderWaits', order_id::text, name, reason, state_at
  from orders where tenant_id = ${tenantId} and state = 'waiting' and reason is not null and reason ->> 'why' <> all(${patient}::text[])
  union all
  select 'run-' || run_id, 'runWaits', run_id::text, null, coalesce(reason, '{}'::jsonb), planned_at
  from runs where tenant_id = ${tenantId} and state = 'waiting'
  union all
  select 'service-' || kind, 'serviceFails', kind, null, failure, failed_at
  from connections where tenant_id = ${tenantId} and failure is not null and failed_at is not null`
}

/** What needs a person, longest first. */
export async function listProblems(
  db: Kysely<Schema>,
  tenantId: TenantId,
  page: { readonly most: number; readonly after: { readonly at: Date; readonly id: string } | null },
): Promise<readonly OpenProblem[]> {
  const { rows } = await sql<OpenProblem>`
    select * from (${open(tenantId)}) as open
    where ${page.after?.at ?? null}::timestamptz is null or (since, id) > (${page.after?.at ?? null}::timestamptz, ${page.after?.id ?? null}::text)
    order by since, id limit ${page.most}`.execute(db)
  return rows
}

/** How many there are of each kind. */
export async function countProblems(db: Kysely<Schema>, tenantId: TenantId): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ kind: string; count: number }>`
    select kind, count(*)::integer as count from (${open(tenantId)}) as open group by kind`.execute(db)
  return new Map(rows.map(({ kind, count }) => [kind, count]))
}
