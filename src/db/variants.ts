import { sql, type Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type Variant = {
  readonly variantId: string
  readonly itemId: string
  readonly productId: string
  readonly productTitle: string
  /** The product's title, and its options where it has some. */
  readonly options: readonly string[]
  readonly sku: string | null
  readonly barcode: string | null
  readonly tracked: boolean
  readonly bundle: boolean
  readonly status: string
  readonly updatedAt: Date
}

/** Puts what was read in the place of what was known of the same variants. */
export async function keepVariants(tx: Kysely<Schema>, tenantId: TenantId, variants: readonly Variant[], seenAt: Date): Promise<void> {
  if (variants.length === 0) return
  const rows = variants.map((variant) => ({
    variant_id: variant.variantId,
    item_id: variant.itemId,
    product_id: variant.productId,
    product_title: variant.productTitle,
    options: variant.options,
    sku: variant.sku,
    barcode: variant.barcode,
    tracked: variant.tracked,
    bundle: variant.bundle,
    status: variant.status,
    updated_at: variant.updatedAt,
  }))
  await sql`
    insert into variants (tenant_id, variant_id, item_id, product_id, product_title, options, sku, barcode, tracked, bundle, status, updated_at, seen_at)
    select ${tenantId}, variant_id, item_id, product_id, product_title, options, sku, barcode, tracked, bundle, status, updated_at, ${seenAt}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as read (
      variant_id bigint, item_id bigint, product_id bigint, product_title text, options text[], sku text, barcode text,
      tracked boolean, bundle boolean, status text, updated_at timestamptz
    )
    on conflict (tenant_id, variant_id) do update set
      item_id = excluded.item_id, product_id = excluded.product_id, product_title = excluded.product_title, options = excluded.options,
      sku = excluded.sku, barcode = excluded.barcode, tracked = excluded.tracked, bundle = excluded.bundle, status = excluded.status,
      updated_at = excluded.updated_at, seen_at = excluded.seen_at`.execute(tx)
}

/** After a complete read: what it did not show is gone from the shop. */
export async function forgetUnseen(tx: Kysely<Schema>, tenantId: TenantId, seenAt: Date): Promise<void> {
  await tx.deleteFrom('variants').where('tenant_id', '=', tenantId).where('seen_at', '<', seenAt).execute()
}

export async function forgetProduct(tx: Kysely<Schema>, tenantId: TenantId, productId: string): Promise<void> {
  await tx.deleteFrom('variants').where('tenant_id', '=', tenantId).where('product_id', '=', productId).execute()
}

export async function allVariants(db: Kysely<Schema>, tenantId: TenantId): Promise<readonly Variant[]> {
  const rows = await db
    .selectFrom('variants')
    .select([
      'variant_id',
      'item_id',
      'product_id',
      'product_title',
      'options',
      'sku',
      'barcode',
      'tracked',
      'bundle',
      'status',
      'updated_at',
    ])
    .where('tenant_id', '=', tenantId)
    .orderBy('variant_id')
    .execute()
  return rows.map((row) => ({
    variantId: row.variant_id,
    itemId: row.item_id,
    productId: row.product_id,
    productTitle: row.product_title,
    options: row.options,
    sku: row.sku,
    barcode: row.barcode,
    tracked: row.tracked,
    bundle: row.bundle,
    status: row.status,
    updatedAt: row.updated_at,
  }))
}
