import { sql, type Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type ReadinessCounts = {
  readonly variants: number
  readonly noCode: number
  readonly ambiguous: number
  readonly untracked: number
  /** Bound items that were looked for and that a paired location does not stock. */
  readonly notStocked: number
  readonly articles: number
  readonly articlesWithoutCode: number
  readonly buyerHidden: number
  readonly invoices: number
  readonly orders: number
  readonly deliveries: number
}

/** What is stored of a shop and its service, counted for the readiness check. */
export async function countForReadiness(
  db: Kysely<Schema>,
  { tenantId, connection }: { readonly tenantId: TenantId; readonly connection: string },
  times: { readonly now: Date; readonly since: Date },
): Promise<ReadinessCounts> {
  const { rows } = await sql<ReadinessCounts>`
    select
      (select count(*)::integer from variants where tenant_id = ${tenantId} and not bundle) as variants,
      (select count(*)::integer from mismatches where tenant_id = ${tenantId} and connection = ${connection} and reason = 'noCode') as "noCode",
      (select count(*)::integer from mismatches where tenant_id = ${tenantId} and connection = ${connection} and reason = 'ambiguous') as ambiguous,
      (select count(*)::integer from bindings join variants using (tenant_id, variant_id)
        where tenant_id = ${tenantId} and connection = ${connection} and not tracked) as untracked,
      (select count(*)::integer from bindings
        where tenant_id = ${tenantId} and connection = ${connection} and active_at <= (select polled_at from sweeps where tenant_id = ${tenantId})
        and exists (select from stock_rows where tenant_id = ${tenantId})
        and not exists (select from stock_rows where stock_rows.tenant_id = bindings.tenant_id and stock_rows.item_id = bindings.item_id)) as "notStocked",
      (select count(distinct article_key)::integer from articles where tenant_id = ${tenantId} and connection = ${connection}) as articles,
      (select count(distinct article_key)::integer from articles where tenant_id = ${tenantId} and connection = ${connection} and code = '') as "articlesWithoutCode",
      (select count(*)::integer from orders where tenant_id = ${tenantId} and state = 'waiting' and reason ->> 'why' = 'buyerHidden') as "buyerHidden",
      (select count(*)::integer from intents where tenant_id = ${tenantId} and kind = 'invoice') as invoices,
      (select count(*)::integer from orders where tenant_id = ${tenantId} and created_at between ${times.since} and ${times.now}) as orders,
      (select count(*)::integer from inbox where tenant_id = ${tenantId} and received_at >= ${times.since}) as deliveries`.execute(db)
  const [counts] = rows
  if (counts === undefined) throw new RangeError('a count of rows gave no row')
  return counts
}
