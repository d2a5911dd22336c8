import { sql, type Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

/** A Shopify inventory item and the billing product it stands for. It is written from `activeAt` on. */
export type StoredBinding = {
  readonly itemId: string
  readonly variantId: string
  readonly articleKey: string
  /** What of the variant was compared when it was bound: sku, barcode or name. */
  readonly codeType: string
  readonly firstSeenAt: Date
  readonly activeAt: Date
}

export type NewBinding = Omit<StoredBinding, 'firstSeenAt'>

type Of = { readonly tenantId: TenantId; readonly connection: string }

export async function allBindings(db: Kysely<Schema>, { tenantId, connection }: Of): Promise<readonly StoredBinding[]> {
  const rows = await db
    .selectFrom('bindings')
    .select(['item_id', 'variant_id', 'article_key', 'code_type', 'first_seen_at', 'active_at'])
    .where('tenant_id', '=', tenantId)
    .where('connection', '=', connection)
    .orderBy('item_id')
    .execute()
  return rows.map((row) => ({
    itemId: row.item_id,
    variantId: row.variant_id,
    articleKey: row.article_key,
    codeType: row.code_type,
    firstSeenAt: row.first_seen_at,
    activeAt: row.active_at,
  }))
}

/** The bindings are exactly these from now on; one that stood already for the same pair keeps its times, unless it is to be written earlier. */
export async function replaceBindings(
  tx: Kysely<Schema>,
  { tenantId, connection }: Of,
  bindings: readonly NewBinding[],
  now: Date,
): Promise<void> {
  const rows = bindings.map(({ itemId, variantId, articleKey, codeType, activeAt }) => ({
    item_id: itemId,
    variant_id: variantId,
    article_key: articleKey,
    code_type: codeType,
    active_at: activeAt,
  }))
  const asked = sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as asked (item_id bigint, variant_id bigint, article_key text, code_type text, active_at timestamptz)`
  await sql`
    delete from bindings where tenant_id = ${tenantId} and connection = ${connection}
    and not exists (select from ${asked} where asked.item_id = bindings.item_id and asked.article_key = bindings.article_key)`.execute(tx)
  await sql`
    insert into bindings (tenant_id, connection, item_id, variant_id, article_key, code_type, state, first_seen_at, active_at)
    select ${tenantId}, ${connection}, item_id, variant_id, article_key, code_type, 'bound', ${now}, active_at from ${asked}
    on conflict (tenant_id, connection, item_id) do update set
      variant_id = excluded.variant_id, code_type = excluded.code_type, active_at = least(bindings.active_at, excluded.active_at)`.execute(
    tx,
  )
}
