import { gid, levelGid } from './ids.ts'
import { availableOf } from './levels.ts'
import { twoDecimals } from './order-money.ts'
import type { Item, Level, Product, Shop, Variant } from './state.ts'
import { timeWithOffset } from './times.ts'

/** Full variants in a products/* body; the rest are named in variant_gids alone. */
const fullVariantsMax = 100

export function levelBody(level: Level): Record<string, unknown> {
  return {
    inventory_item_id: level.item.id,
    location_id: level.location.id,
    available: level.item.tracked ? level.counters.available : null,
    updated_at: timeWithOffset(level.updatedAt),
    admin_graphql_api_id: levelGid(level),
  }
}

export function itemBody(item: Item): Record<string, unknown> {
  return {
    id: item.id,
    admin_graphql_api_id: gid('InventoryItem', item.id),
    sku: item.sku ?? '',
    tracked: item.tracked,
    requires_shipping: item.requiresShipping,
    cost: '0.00',
    country_code_of_origin: null,
    country_harmonized_system_codes: [],
    harmonized_system_code: null,
    province_code_of_origin: null,
    weight_unit: 'kg',
    weight_value: 0,
    created_at: timeWithOffset(item.createdAt),
    updated_at: timeWithOffset(item.updatedAt),
  }
}

export function productBody(shop: Shop, product: Product, now: number): Record<string, unknown> {
  return {
    id: product.id,
    admin_graphql_api_id: gid('Product', product.id),
    title: product.title,
    body_html: '',
    category: null,
    created_at: timeWithOffset(product.createdAt),
    handle: handleOf(product),
    has_variants_that_requires_components: product.variants.some((variant) => variant.requiresComponents),
    image: null,
    images: [],
    media: [],
    options: [
      { id: product.id + 1, product_id: product.id, name: 'Title', position: 1, values: product.variants.map(({ title }) => title) },
    ],
    product_type: '',
    published_at: timeWithOffset(product.createdAt),
    published_scope: 'global',
    status: product.status.toLowerCase(),
    tags: '',
    template_suffix: null,
    updated_at: timeWithOffset(product.updatedAt),
    variants: product.variants.slice(0, fullVariantsMax).map((variant, index) => variantBody(shop, variant, { position: index + 1, now })),
    variant_gids: product.variants
      .toSorted((a, b) => b.updatedAt - a.updatedAt)
      .map((variant) => ({ admin_graphql_api_id: gid('ProductVariant', variant.id), updated_at: timeWithOffset(variant.updatedAt) })),
    vendor: product.vendor,
  }
}

function variantBody(shop: Shop, variant: Variant, { position, now }: { position: number; now: number }): unknown {
  const available = availableOf(shop, variant.item.id, now)
  return {
    id: variant.id,
    admin_graphql_api_id: gid('ProductVariant', variant.id),
    product_id: variant.product.id,
    title: variant.title,
    option1: variant.title,
    option2: null,
    option3: null,
    position,
    sku: variant.item.sku,
    barcode: variant.barcode,
    price: twoDecimals(variant.price),
    compare_at_price: null,
    taxable: variant.taxable,
    image_id: null,
    inventory_item_id: variant.item.id,
    inventory_policy: variant.inventoryPolicy.toLowerCase(),
    inventory_quantity: available,
    old_inventory_quantity: available,
    created_at: timeWithOffset(variant.createdAt),
    updated_at: timeWithOffset(variant.updatedAt),
  }
}

function handleOf(product: Product): string {
  return product.title
    .normalize('NFD')
    .replaceAll(/\p{Mn}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
}
