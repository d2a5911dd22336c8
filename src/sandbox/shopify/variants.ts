import { ControlProblem } from '#sandbox/problem.ts'
import type { Item, Shop, Variant } from './state.ts'

/** The one variant with that SKU. Throws when there is none, or more than one. */
export function variantBySku(shop: Shop, sku: string, pointer: string): Variant {
  const [variant, ...others] = variantsWithSku(shop, sku)
  if (variant === undefined)
    throw new ControlProblem(422, `no variant has the SKU ${sku}`, [{ pointer, detail: `no variant has the SKU ${sku}` }])
  if (others.length === 0) return variant
  throw new ControlProblem(422, `${others.length + 1} variants have the SKU ${sku}`, [
    { pointer, detail: `${others.length + 1} variants have the SKU ${sku}` },
  ])
}

export function variantsWithSku(shop: Shop, sku: string): readonly Variant[] {
  return [...(shop.bySku.get(sku) ?? [])]
}

/** Gives the item its SKU and keeps the index in step. */
export function setSku(shop: Shop, variant: Variant, sku: string | null): void {
  const before = variant.item.sku
  if (before !== null) shop.bySku.get(before)?.delete(variant)
  variant.item.sku = sku
  if (sku === null) return
  const sharing = shop.bySku.get(sku) ?? new Set<Variant>()
  shop.bySku.set(sku, sharing.add(variant))
}

/** How many other variants share the item's SKU. */
export function duplicateSkuCount(shop: Shop, item: Item): number {
  return item.sku === null || item.sku === '' ? 0 : Math.max(0, (shop.bySku.get(item.sku)?.size ?? 1) - 1)
}
