import { levelsOf } from './levels.ts'
import type { Level, Location, Order, OrderLine, Shop } from './state.ts'

/** Which location an order's units go to: the one named, or the one that Shopify's routing would pick. */
export type Route =
  | { readonly to: 'stock' }
  | { readonly to: Location }
  | { readonly to: 'stated'; readonly committed: ReadonlyMap<Level, number> }

/** A location with enough stock, rather one that ships this order already; without one, where the item is stocked at all. */
export function routeLine(shop: Shop, order: Order, line: OrderLine, { route, units }: { route: Route; units: number }): Location {
  if (typeof route.to === 'object') return route.to
  const item = line.variant?.item
  const levels = item === undefined ? [] : levelsOf(shop, item.id).filter((level) => level.active && level.location.active)
  const used = order.fulfilmentOrders.map((each) => each.location)
  const chosen = 'committed' in route ? statedLevel(levels, used, { committed: route.committed, units }) : bestLevel(levels, used, units)
  return (chosen ?? levels[0])?.location ?? firstLocation(shop)
}

type Stated = { readonly committed: ReadonlyMap<Level, number>; readonly units: number }

/** The world file says how many units a level holds: orders are laid onto those figures. */
function statedLevel(levels: readonly Level[], used: readonly Location[], { committed, units }: Stated): Level | undefined {
  const roomy = levels.find((level) => level.counters.committed + units <= (committed.get(level) ?? -1))
  return (
    roomy ??
    bestLevel(
      levels.filter((level) => !committed.has(level)),
      used,
      units,
    )
  )
}

function bestLevel(levels: readonly Level[], used: readonly Location[], units: number): Level | undefined {
  const enough = levels.filter((level) => level.counters.available >= units)
  const fullest = levels.toSorted((a, b) => b.counters.available - a.counters.available)[0]
  return enough.find((level) => used.includes(level.location)) ?? enough[0] ?? fullest
}

function firstLocation(shop: Shop): Location {
  for (const location of shop.locations.values()) if (location.active) return location
  throw new Error(`${shop.domain} has no active location`)
}
