import type { IdKind, Level, Shop } from './state.ts'

/** Ranges lie apart, so that an id of one kind never passes for another's, and shops of one world do not share any. */
const firstIds: Record<IdKind, number> = {
  location: 71_000_000_000,
  levelNumber: 143_000_000_000,
  product: 8_301_000_000_000,
  variant: 45_901_000_000_000,
  item: 47_501_000_000_000,
  customer: 7_115_000_000_000,
  order: 5_820_000_000_000,
  line: 14_487_000_000_000,
  shippingLine: 4_271_000_000_000,
  transaction: 6_389_000_000_000,
  refund: 929_000_000_000,
  refundLine: 487_000_000_000,
  orderAdjustment: 221_000_000_000,
  fulfilmentOrder: 6_611_000_000_000,
  fulfilmentOrderLine: 13_722_000_000_000,
  fulfilment: 5_255_000_000_000,
  fulfilmentLine: 12_866_000_000_000,
  adjustment: 1_311_000_000_000,
  metafield: 31_900_000_000_000,
  subscription: 1_441_000_000_000,
  event: 98_800_000_000_000,
  edit: 78_912_000_000,
}
const idsPerShop = 100_000_000
const shopIdFirst = 548_380_009

/** The next id of a kind: ids are given in the order of the file, so the same file gives the same ids. */
export function nextId(shop: Shop, kind: IdKind): number {
  const id = (shop.lastIds.get(kind) ?? firstIds[kind] + (shop.id - shopIdFirst) * idsPerShop) + 1
  shop.lastIds.set(kind, id)
  return id
}

/** The id that a file states, or the next one. Later ids begin above it. */
export function takeId(shop: Shop, kind: IdKind, stated: number | undefined): number {
  if (stated === undefined) return nextId(shop, kind)
  shop.lastIds.set(kind, Math.max(stated, shop.lastIds.get(kind) ?? 0))
  return stated
}

export function shopId(place: number): number {
  return shopIdFirst + place
}

export function gid(type: string, id: number | string): string {
  return `gid://shopify/${type}/${id}`
}

/** The number before the item is the same for all items of one location and is not the location's own id. */
export function levelGid(level: Level): string {
  return `gid://shopify/InventoryLevel/${level.location.levelNumber}?inventory_item_id=${level.item.id}`
}

const gidPattern = /^gid:\/\/shopify\/([A-Z][A-Za-z]*)\/([\w-]+)(?:\?(?:inventory_item_id=(\d+)|[\w=&.-]*))?$/

export type ParsedGid = { readonly type: string; readonly key: string; readonly id: number; readonly itemId: number | undefined }

/** Undefined when the text is no global id at all. */
export function parseGid(text: string): ParsedGid | undefined {
  const match = gidPattern.exec(text)
  if (match === null) return undefined
  const [, type = '', key = '', item] = match
  return { type, key, id: Number(key), itemId: item === undefined ? undefined : Number(item) }
}
