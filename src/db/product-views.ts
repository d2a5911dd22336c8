import { sql, type Kysely, type RawBuilder } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type Of = { readonly tenantId: TenantId; readonly connection: string }

/** A variant of the shop, or a product of the billing service that no variant is bound to. */
export type ShownProduct = {
  /** Unique among them. */
  readonly id: string
  readonly sortName: string
  readonly itemId: string | null
  readonly title: string | null
  readonly options: readonly string[]
  readonly sku: string | null
  readonly barcode: string | null
  readonly bundle: boolean
  readonly articleKey: string | null
  readonly billingName: string | null
  readonly activeAt: Date | null
  readonly reason: string | null
  readonly key: string | null
  readonly suggestions: readonly { readonly code: string; readonly name: string }[] | null
}

/** A row whose figure is not the right one; while a document is in doubt every figure between the two that it allows is right. */
export const differs = sql<boolean>`(differs_since is not null and not (available between target and coalesce((terms ->> 'high')::integer, target)))`

export type ProductPage = {
  readonly most: number
  readonly q: string | null
  readonly show: 'all' | 'differing' | 'notBound' | 'onlyBilling' | 'pending'
  readonly boundOnly: boolean
  readonly after: { readonly name: string; readonly id: string } | null
  readonly now: Date
}

function products({ tenantId, connection }: Of): RawBuilder<ShownProduct> {
  return sql<ShownProduct>`
  with named as (
    select distinct on (article_key) article_key, name from articles
    where tenant_id = ${tenantId} and connection = ${connection} order by article_key, asked_at desc
  )
  select 'v' || variants.variant_id as id, lower(variants.product_title || ' ' || array_to_string(variants.options, ' / ')) collate "C" as "sortName",
    variants.item_id as "itemId", variants.product_title as title, variants.options, variants.sku, variants.barcode, variants.bundle,
    bindings.article_key as "articleKey", named.name as "billingName", bindings.active_at as "activeAt",
    mismatches.reason, mismatches.key, mismatches.suggestions
  from variants
  left join bindings on bindings.tenant_id = variants.tenant_id and bindings.connection = ${connection} and bindings.item_id = variants.item_id
  left join mismatches on mismatches.tenant_id = variants.tenant_id and mismatches.connection = ${connection} and mismatches.variant_id = variants.variant_id
  left join named on named.article_key = bindings.article_key
  where variants.tenant_id = ${tenantId}
  union all
  select 'a' || named.article_key, lower(named.name) collate "C", null, null, '{}'::text[], null, null, false,
    named.article_key, named.name, null, null, null, null
  from named where not exists (
    select from bindings where bindings.tenant_id = ${tenantId} and bindings.connection = ${connection} and bindings.article_key = named.article_key
  )`
}

/** Products of both sides by name, a page of them. */
export async function listProducts(db: Kysely<Schema>, of: Of, page: ProductPage): Promise<readonly ShownProduct[]> {
  const { q, show, after } = page
  const { rows } = await sql<ShownProduct>`
    select * from (${products(of)}) as shown
    where (${q}::text is null or strpos(
        lower(concat_ws(E'\n', "sortName", sku, barcode, "articleKey", "billingName")), lower(${q})) > 0)
      and (not ${page.boundOnly}::boolean or ("itemId" is not null and "articleKey" is not null))
      and case ${show}
        when 'notBound' then "articleKey" is null
        when 'onlyBilling' then "itemId" is null
        when 'pending' then "activeAt" > ${page.now}
        when 'differing' then exists (
          select from stock_rows where stock_rows.tenant_id = ${of.tenantId} and stock_rows.item_id = shown."itemId" and ${differs})
        else true end
      and (${after?.name ?? null}::text is null or ("sortName", id) > (${after?.name ?? null}::text collate "C", ${after?.id ?? null}::text))
    order by "sortName", id limit ${page.most}`.execute(db)
  return rows
}

/** The products that have a code, on either side. */
export async function productsByCode(db: Kysely<Schema>, of: Of, code: string, most: number): Promise<readonly ShownProduct[]> {
  const { rows } = await sql<ShownProduct>`
    select * from (${products(of)}) as shown
    where "articleKey" = ${code} or ("articleKey" is null and (key = ${code} or sku = ${code} or barcode = ${code}))
    order by "itemId" is null, id limit ${most}`.execute(db)
  return rows
}

export type ShownRow = {
  readonly itemId: string
  readonly locationId: string
  readonly available: number | null
  readonly committed: number | null
  readonly level: unknown
  readonly target: number | null
  readonly unexplained: number | null
  readonly terms: unknown
  readonly differsSince: Date | null
  readonly seenAt: Date | null
}

/** What the last look at some items found, at every location. */
export async function lastLooks(db: Kysely<Schema>, tenantId: TenantId, itemIds: readonly string[]): Promise<readonly ShownRow[]> {
  if (itemIds.length === 0) return []
  const { rows } = await sql<ShownRow>`
    select item_id as "itemId", location_id as "locationId", available, committed, level, target, unexplained, terms,
      case when ${differs} then differs_since end as "differsSince", seen_at as "seenAt"
    from stock_rows where tenant_id = ${tenantId} and item_id = any(${[...itemIds]}::bigint[])`.execute(db)
  return rows
}

export type ShownFigure = {
  readonly articleKey: string
  readonly warehouse: string
  readonly quantity: number
  readonly askedAt: Date
  readonly answeredAt: Date
  readonly missingSince: Date | null
}

/** What billing last said of some products, by warehouse; quantities in 1/10,000. */
export async function lastFigures(db: Kysely<Schema>, of: Of, articleKeys: readonly string[]): Promise<readonly ShownFigure[]> {
  if (articleKeys.length === 0) return []
  const { rows } = await sql<ShownFigure>`
    select article_key as "articleKey", warehouse, quantity::float8 as quantity, asked_at as "askedAt", answered_at as "answeredAt",
      missing_since as "missingSince"
    from articles where tenant_id = ${of.tenantId} and connection = ${of.connection} and article_key = any(${[...articleKeys]}::text[])
    order by warehouse`.execute(db)
  return rows
}
