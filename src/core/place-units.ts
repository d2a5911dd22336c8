import { add, sumOf, type ByPlace, type LineMoves, type Places } from './line-moves.ts'

/** Where the units of a line are charged and where they came back. */
export type PlacedUnits = {
  /** Neither shipped nor waiting: removed, cancelled or refunded before they left. */
  readonly unshipped: Places
  /** Restocked before they were shipped. */
  readonly cancelled: Places
  /** Restocked after they were shipped. */
  readonly returned: Places
}

/** Decides from which location the units that never left were taken, and where restocked units without a location came back. */
export function placeUnits(quantity: number, moves: LineMoves): PlacedUnits {
  const ended = Math.max(0, quantity - sumOf(moves.shipped) - sumOf(moves.open))
  const { cancelled, returned } = restocksByKind(ended, moves)
  const unshipped = placeUnshipped(ended, cancelled, moves)
  const lastHome = lastPlace(unshipped) ?? home(moves)
  return { unshipped, cancelled: named(cancelled, lastHome), returned: named(returned, firstPlace(moves.shipped) ?? lastHome) }
}

/** Spreads units that an edit took off: where units waited last, and first where something was not restocked by a refund. */
export function placeRemoved(units: number, placed: PlacedUnits): Places {
  const removed: ByPlace = new Map()
  let left = units
  for (const restockedToo of [false, true]) {
    for (const [place, ended] of [...placed.unshipped].reverse()) {
      const done = removed.get(place) ?? 0
      const room = ended - done - (restockedToo ? 0 : (placed.cancelled.get(place) ?? 0))
      const here = Math.min(left, Math.max(0, room))
      removed.set(place, done + here)
      left -= here
    }
  }
  return removed
}

/** An old record says "restocked" of either kind: units that never left come first. */
function restocksByKind(ended: number, moves: LineMoves): Pick<PlacedUnits, 'cancelled' | 'returned'> {
  const cancelled: ByPlace = new Map()
  const returned: ByPlace = new Map()
  for (const { kind, locationId, units } of moves.restocks) {
    if (kind !== 'either') add(kind === 'cancelled' ? cancelled : returned, locationId, units)
  }
  for (const { kind, locationId, units } of moves.restocks) {
    if (kind !== 'either') continue
    const unshipped = Math.min(units, Math.max(0, ended - sumOf(cancelled)))
    if (unshipped > 0) add(cancelled, locationId, unshipped)
    if (units > unshipped) add(returned, locationId, units - unshipped)
  }
  return { cancelled, returned }
}

/** A fulfilment order's total drops by what was cancelled with restock; what it still names beside shipped and open units ended there. */
function placeUnshipped(ended: number, cancelled: Places, moves: LineMoves): Places {
  const unshipped: ByPlace = new Map()
  for (const [place, units] of cancelled)
    if (place !== null && knows(moves, place)) put(unshipped, place, Math.min(units, ended - sumOf(unshipped)))
  for (const [place, total] of moves.assigned) {
    const room = total - (moves.shipped.get(place) ?? 0) - (moves.open.get(place) ?? 0)
    put(unshipped, place, Math.min(room, ended - sumOf(unshipped)))
  }
  put(unshipped, home(moves), ended - sumOf(unshipped))
  return unshipped
}

function put(places: ByPlace, place: string | null, units: number): void {
  if (units > 0) add(places, place, units)
}

/** A refund's location is where the units were waiting, unless the line was never there (they were sent to another shelf). */
function knows({ assigned, shipped, open }: LineMoves, place: string): boolean {
  const silent = assigned.size === 0 && shipped.size === 0 && open.size === 0
  return silent || assigned.has(place) || shipped.has(place) || open.has(place)
}

function home(moves: LineMoves): string | null {
  const restocked = moves.restocks.map(({ locationId, units }): [string | null, number] => [locationId, units])
  return lastPlace(moves.assigned) ?? firstPlace(new Map([...moves.open, ...moves.shipped, ...restocked]))
}

function firstPlace(places: Places): string | null {
  return [...places.keys()].find((place) => place !== null) ?? null
}

function lastPlace(places: Places): string | null {
  return [...places.keys()].findLast((place) => place !== null) ?? null
}

function named(places: Places, instead: string | null): ByPlace {
  const all: ByPlace = new Map()
  for (const [place, units] of places) add(all, place ?? instead, units)
  return all
}
