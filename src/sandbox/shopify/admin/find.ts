import { levelAt } from '#sandbox/shopify/levels.ts'
import { parseGid } from '#sandbox/shopify/ids.ts'
import type { Item, Level, Location, Order, Shop, Variant } from '#sandbox/shopify/state.ts'
import { refusal, type Call } from './call.ts'

const orderWindowMs = 60 * 86_400_000

/** Whatever a global id names, or null. The id's type decides where to look. */
export function findNode(call: Call, text: string): unknown {
  const { shop } = call
  const parsed = parseGid(text)
  if (parsed === undefined) return null
  const { id } = parsed
  switch (parsed.type) {
    case 'Shop':
      return id === shop.id ? { ...shop, type: 'Shop' } : null
    case 'Location':
      return shop.locations.get(id) ?? null
    case 'Product':
      return shop.products.get(id) ?? null
    case 'ProductVariant':
      return shop.variants.get(id) ?? null
    case 'InventoryItem':
      return shop.items.get(id) ?? null
    case 'InventoryLevel':
      return levelByGid(shop, text) ?? null
    case 'Order':
      return visibleOrder(call, text)
    case 'Refund':
      return shop.refunds.get(id) ?? null
    case 'FulfillmentOrder':
      return shop.fulfilmentOrders.get(id) ?? null
    case 'Fulfillment':
      return shop.fulfilments.get(id) ?? null
    case 'WebhookSubscription':
      return shop.subscriptions.get(id) ?? null
    case 'InventoryAdjustmentGroup':
      return shop.adjustments.get(id) ?? null
    case 'Customer':
      return [...shop.customers.values()].find((customer) => customer.id === id) ?? null
    default:
      return null
  }
}

/** Without read_all_orders an app sees the orders of the last sixty days. */
export function visibleOrder(call: Call, text: string): Order | null {
  const order = call.shop.orders.get(idOf(text, 'Order') ?? 0)
  return order !== undefined && isVisible(call, order) ? order : null
}

export function isVisible({ granted, world }: Call, order: Order): boolean {
  return granted.has('read_all_orders') || order.createdAt >= world.clock.now() - orderWindowMs
}

export function findVariant(shop: Shop, text: string): Variant | null {
  return shop.variants.get(idOf(text, 'ProductVariant') ?? 0) ?? null
}

export function findItem(shop: Shop, text: string): Item | undefined {
  return shop.items.get(idOf(text, 'InventoryItem') ?? 0)
}

export function findLocation(shop: Shop, text: string): Location | undefined {
  return shop.locations.get(idOf(text, 'Location') ?? 0)
}

type Wanted = {
  readonly itemId: string | number | undefined
  readonly locationId: string | number | undefined
  readonly includeInactive: boolean
}

export function findLevel(shop: Shop, { itemId, locationId, includeInactive }: Wanted): Level | null {
  const item = typeof itemId === 'string' ? idOf(itemId, 'InventoryItem') : itemId
  const location = typeof locationId === 'string' ? idOf(locationId, 'Location') : locationId
  const level = levelAt(shop, item ?? 0, location ?? 0)
  return level !== undefined && (level.active || includeInactive) ? level : null
}

function levelByGid(shop: Shop, text: string): Level | undefined {
  const parsed = parseGid(text)
  const levels = shop.levels.byItem.get(parsed?.itemId ?? 0)?.values() ?? []
  return [...levels].find((level) => level.location.levelNumber === parsed?.id)
}

/** The number of a global id of that type; undefined for another type. */
export function idOf(text: string, type: string): number | undefined {
  const parsed = parseGid(text)
  return parsed?.type === type ? parsed.id : undefined
}

export function typeNameOf(thing: unknown): string {
  if (typeof thing === 'object' && thing !== null && 'type' in thing && typeof thing.type === 'string') return thing.type
  throw refusal('the sandbox cannot tell the type of a node', 'INTERNAL_SERVER_ERROR')
}
