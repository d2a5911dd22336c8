export type Pairings = {
  /** Locations that a warehouse is paired with. */
  readonly locations: ReadonlySet<string>
  /** The paired location of the warehouse that an invoice uses for lines of an unpaired location; null when such lines are invoiced without discharge. */
  readonly fallback: string | null
}

/**
 * The paired location whose warehouses a unit is or will be discharged from; null when it is nobody's.
 * `documentLocation` is the pairing of the warehouse that the unit's document names, for units of an unpaired location.
 */
export function chargedLocation(locationId: string | null, documentLocation: string | null, pairings: Pairings): string | null {
  if (locationId !== null && pairings.locations.has(locationId)) return locationId
  return documentLocation ?? pairings.fallback
}
