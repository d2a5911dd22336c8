import { sql, type Kysely } from 'kysely'
import type { Quantity } from '#core/quantity.ts'
import type { TenantId } from '#core/tenant.ts'
import { wholeQuantity } from './ledger.ts'
import type { Schema } from './schema.ts'

/** A billing product in one warehouse as a reading showed it. */
export type Article = {
  readonly warehouse: string
  /** The code; the name where the account uses none. */
  readonly articleKey: string
  readonly code: string
  readonly name: string
  readonly otherNames: readonly string[]
  readonly unit: string
  readonly quantity: Quantity
}

export type StoredArticle = Article & {
  readonly askedAt: Date
  readonly answeredAt: Date
  /** Since when complete readings lack it; null while they show it. */
  readonly missingSince: Date | null
  readonly missingReads: number
}

export type ReadingTimes = { readonly askedAt: Date; readonly answeredAt: Date }

/** Keeps a reading; one that was asked before the figure it would replace is dropped, row by row. */
export async function keepArticles(
  tx: Kysely<Schema>,
  { tenantId, connection }: { readonly tenantId: TenantId; readonly connection: string },
  articles: readonly Article[],
  { askedAt, answeredAt }: ReadingTimes,
): Promise<void> {
  if (articles.length === 0) return
  const rows = articles.map(({ warehouse, articleKey, code, name, otherNames, unit, quantity }) => ({
    warehouse,
    article_key: articleKey,
    code,
    name,
    other_names: otherNames,
    unit,
    quantity,
  }))
  await sql`
    insert into articles (tenant_id, connection, warehouse, article_key, code, name, other_names, unit, quantity, asked_at, answered_at, missing_since, missing_reads)
    select ${tenantId}, ${connection}, warehouse, article_key, code, name, other_names, unit, quantity, ${askedAt}, ${answeredAt}, null, 0
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as read (
      warehouse text, article_key text, code text, name text, other_names text[], unit text, quantity bigint
    )
    on conflict (tenant_id, connection, warehouse, article_key) do update set
      code = excluded.code, name = excluded.name, other_names = excluded.other_names, unit = excluded.unit, quantity = excluded.quantity,
      asked_at = excluded.asked_at, answered_at = excluded.answered_at, missing_since = null, missing_reads = 0
    where articles.asked_at <= excluded.asked_at`.execute(tx)
}

export async function allArticles(db: Kysely<Schema>, tenantId: TenantId, connection: string): Promise<readonly StoredArticle[]> {
  const rows = await db
    .selectFrom('articles')
    .select([
      'warehouse',
      'article_key',
      'code',
      'name',
      'other_names',
      'unit',
      'quantity',
      'asked_at',
      'answered_at',
      'missing_since',
      'missing_reads',
    ])
    .where('tenant_id', '=', tenantId)
    .where('connection', '=', connection)
    .orderBy('article_key')
    .orderBy('warehouse')
    .execute()
  return rows.map((row) => ({
    warehouse: row.warehouse,
    articleKey: row.article_key,
    code: row.code,
    name: row.name,
    otherNames: row.other_names,
    unit: row.unit,
    quantity: wholeQuantity(row.quantity),
    askedAt: row.asked_at,
    answeredAt: row.answered_at,
    missingSince: row.missing_since,
    missingReads: row.missing_reads,
  }))
}

/** A complete reading of these warehouses did not show these articles. */
export async function countMissing(
  tx: Kysely<Schema>,
  { tenantId, connection }: { readonly tenantId: TenantId; readonly connection: string },
  missing: readonly Pick<Article, 'warehouse' | 'articleKey'>[],
  at: Date,
): Promise<void> {
  for (const { warehouse, articleKey } of missing) {
    await tx
      .updateTable('articles')
      .set((expression) => ({
        missing_since: expression.fn.coalesce('missing_since', expression.val(at)),
        missing_reads: expression('missing_reads', '+', 1),
      }))
      .where('tenant_id', '=', tenantId)
      .where('connection', '=', connection)
      .where('warehouse', '=', warehouse)
      .where('article_key', '=', articleKey)
      .execute()
  }
}
