import { quantityNames, type Counters, type Item, type Level, type Location, type QuantityName, type Shop } from './state.ts'

/** How far back a late read can look. */
const pastMax = 64

export function levelAt(shop: Shop, itemId: number, locationId: number): Level | undefined {
  return shop.levels.byItem.get(itemId)?.get(locationId)
}

export function levelsOf(shop: Shop, itemId: number): readonly Level[] {
  return [...(shop.levels.byItem.get(itemId)?.values() ?? [])]
}

export function addLevel(shop: Shop, item: Item, location: Location, at: number): Level {
  const level: Level = {
    type: 'InventoryLevel',
    item,
    location,
    createdAt: at,
    active: true,
    updatedAt: at,
    counters: { available: 0, committed: 0, incoming: 0, reserved: 0, damaged: 0, safety_stock: 0, quality_control: 0 },
    holders: new Set(),
    past: [],
  }
  const ofItem = shop.levels.byItem.get(item.id) ?? new Map<number, Level>()
  shop.levels.byItem.set(item.id, ofItem.set(location.id, level))
  const ofLocation = shop.levels.byLocation.get(location.id)
  if (ofLocation === undefined) shop.levels.byLocation.set(location.id, [level])
  else ofLocation.push(level)
  return level
}

export function quantityOf(counters: Counters, name: QuantityName): number {
  if (name !== 'on_hand') return counters[name]
  return counters.available + counters.committed + counters.reserved + counters.damaged + counters.safety_stock + counters.quality_control
}

/** What the level showed at that moment, as far back as it remembers. */
export function countersAt(level: Level, at: number): Counters {
  return level.past.find((before) => before.until > at)?.counters ?? level.counters
}

/** Changes one counter and remembers what stood there before this moment. */
export function changeCounter(level: Level, name: keyof Counters, delta: number, now: number): void {
  if (level.past.at(-1)?.until !== now) level.past.push({ until: now, counters: { ...level.counters } })
  if (level.past.length > pastMax) level.past.shift()
  level.counters[name] += delta
  level.updatedAt = Math.max(level.updatedAt, now)
}

/** The units that buyers wait for at this level, counted anew from the orders. */
export function openUnits(level: Level): number {
  let units = 0
  for (const holder of level.holders) units += holder.remaining
  return units
}

/** A variant's own figure: available over its active levels. */
export function availableOf(shop: Shop, itemId: number, at: number): number {
  let sum = 0
  for (const level of shop.levels.byItem.get(itemId)?.values() ?? []) if (level.active) sum += countersAt(level, at).available
  return sum
}

/** Throws when a figure no longer follows from the orders: then the sandbox itself is wrong. */
export function checkLevels(levels: Iterable<Level>): void {
  for (const level of levels) {
    const open = openUnits(level)
    const name = `${level.item.sku ?? level.item.id} at ${level.location.name}`
    if (level.counters.committed !== open) throw new Error(`${name}: committed is ${level.counters.committed}, open orders hold ${open}`)
    const broken = quantityNames.find((quantity) => !Number.isSafeInteger(quantityOf(level.counters, quantity)))
    if (broken !== undefined) throw new Error(`${name}: ${broken} is not a whole number`)
  }
}
