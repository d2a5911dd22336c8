import type { Item, Variant } from '#sandbox/shopify/state.ts'
import { availableOf } from '#sandbox/shopify/levels.ts'
import { fields, textArg, textsArg, type Call, type FieldTable } from './call.ts'
import { accessDenied } from './access.ts'
import { page, pageById } from './connection.ts'
import { findItem, findNode, findVariant, typeNameOf } from './find.ts'
import { byCode, byFlag, byNumber, byText, byTime, searchTest, type Filters } from './search.ts'

export const catalogueQueries: FieldTable = fields<undefined>({
  productVariant: (_root, args, { shop }) => findVariant(shop, textArg(args, 'id') ?? ''),
  productVariants: (_root, args, call) => {
    const fits = searchTest(call, 'productVariants', textArg(args, 'query'), variantFilters(call))
    const found = [...call.shop.variants.values()].filter(fits)
    switch (args.sortKey) {
      case 'SKU':
        return sortedBy(found, args, (variant) => variant.item.sku ?? '')
      case 'TITLE':
      case 'NAME':
        return sortedBy(found, args, (variant) => `${variant.product.title} ${variant.title}`)
      case 'INVENTORY_QUANTITY':
        return sortedBy(found, args, (variant) => availableOf(call.shop, variant.item.id, call.readAt))
      default:
        return pageById(found, args)
    }
  },
  productVariantsCount: (_root, args, call) => {
    const fits = searchTest(call, 'productVariantsCount', textArg(args, 'query'), variantFilters(call))
    return [...call.shop.variants.values()].filter(fits).length
  },
  product: (_root, args, call) => findNode(call, textArg(args, 'id') ?? ''),
  inventoryItem: (_root, args, { shop }) => findItem(shop, textArg(args, 'id') ?? '') ?? null,
  inventoryItems: (_root, args, call) =>
    pageById([...call.shop.items.values()].filter(searchTest(call, 'inventoryItems', textArg(args, 'query'), itemFilters)), args),
  inventoryLevel: (_root, args, call) => findNode(call, textArg(args, 'id') ?? ''),
  inventoryProperties: () => true,
  node: (_root, args, call) => visibleNode(call, textArg(args, 'id') ?? ''),
  nodes: (_root, args, call) => textsArg(args, 'ids').map((id) => visibleNode(call, id)),
  job: (_root, args, { shop }) => {
    const id = textArg(args, 'id') ?? ''
    return shop.jobs.has(id) ? { id, done: true } : null
  },
})

/** A node of a type that the token may not read is an error in its place. */
function visibleNode(call: Call, id: string): unknown {
  const node = findNode(call, id)
  return node !== null && call.denied.has(typeNameOf(node)) ? accessDenied(call, 'node', typeNameOf(node)) : node
}

function sortedBy(found: Variant[], args: Parameters<typeof page>[1], keyOf: (variant: Variant) => string | number): unknown {
  const keyed = found.map((variant) => ({ variant, key: keyOf(variant) }))
  keyed.sort((a, b) => (a.key === b.key ? a.variant.id - b.variant.id : Number(a.key > b.key) * 2 - 1))
  return page(
    keyed.map(({ variant }) => variant),
    args,
    (variant) => [keyOf(variant), variant.id],
  )
}

const itemFilters: Filters<Item> = {
  fields: {
    created_at: byTime((item) => item.createdAt),
    updated_at: byTime((item) => item.updatedAt),
    id: byNumber((item) => item.id),
    sku: byCode((item) => item.sku),
  },
  words: (item) => [item.sku],
}

function variantFilters({ shop, readAt }: Call): Filters<Variant> {
  return {
    fields: {
      barcode: byText((variant) => variant.barcode),
      sku: byCode((variant) => variant.item.sku),
      id: byNumber((variant) => variant.id),
      product_id: byNumber((variant) => variant.product.id),
      product_status: byText((variant) => variant.product.status),
      title: byText((variant) => variant.title),
      vendor: byText((variant) => variant.product.vendor),
      updated_at: byTime((variant) => variant.updatedAt),
      taxable: byFlag((variant) => variant.taxable),
      requires_components: byFlag((variant) => variant.requiresComponents),
      inventory_quantity: byNumber((variant) => availableOf(shop, variant.item.id, readAt)),
      location_id: (variant, _operator, value) => shop.levels.byItem.get(variant.item.id)?.has(Number(/\d+$/.exec(value)?.[0])) ?? false,
    },
    words: (variant) => [variant.item.sku, variant.title, variant.product.title, variant.barcode],
  }
}
