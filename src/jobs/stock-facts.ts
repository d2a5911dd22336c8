import { readingsTogether } from '#core/discharged.ts'
import type { AssumedRestock } from '#core/cancelled-unrecorded.ts'
import { chargedLocation, type Pairings } from '#core/charged-location.ts'
import { ruleKept } from '#core/flows.ts'
import { gatherImported, gatherObligations, rowKey, stillDispatched, type DischargeRecord, type LedgerRow } from '#core/obligations.ts'
import { units } from '#core/quantity.ts'
import type { Imported, Obligation, Reading, RowSettings } from '#core/stock-types.ts'
import { patienceMs, listLagMs } from '#core/stock-settings.ts'
import { capabilitiesOf } from '#billing/registry.ts'
import type { StoredBinding } from '#db/bindings.ts'
import type { StoredLedger } from '#db/ledger.ts'
import type { ShopFacts } from './shop-facts.ts'

/** One location and the warehouses whose stock is summed into it. */
export type Pairing = { readonly locationId: string; readonly location: string; readonly warehouses: readonly string[] }

/** The pairings of a shop whose locations are known, active and, where the merchant chose some, chosen. */
export function pairingsOf({ service, settings, locations }: ShopFacts): readonly Pairing[] {
  const chosen = settings.preferences.locations
  const kept = locations.filter(({ active, name }) => active && (chosen.length === 0 || chosen.includes(name)))
  const byName = new Map(kept.map(({ name, locationId }) => [name, locationId]))
  const pairings = new Map<string, { locationId: string; location: string; warehouses: string[] }>()
  for (const { warehouse, location } of service?.stock ?? []) {
    const locationId = byName.get(location)
    if (locationId === undefined) continue
    const pairing = pairings.get(locationId) ?? { locationId, location, warehouses: [] }
    pairing.warehouses.push(warehouse)
    pairings.set(locationId, pairing)
  }
  return [...pairings.values()]
}

export function rowSettingsOf({ settings, service }: ShopFacts): RowSettings {
  const { buffer, returnedUnits, reversedUnits, unavailable } = settings.preferences
  return {
    buffer: units(buffer),
    unavailable: unavailable ?? (ruleKept(settings.preferences) === 'exact' ? 'inside' : 'outside'),
    packUnits: 1,
    returnedUnits,
    reversedUnits,
    lagMs: service === null ? 0 : capabilitiesOf[service.kind].lagMs,
    patienceMs,
    listLagMs,
  }
}

export type Gathered = {
  /** By rowKey(articleKey, locationId). */
  readonly obligations: ReadonlyMap<string, readonly Obligation[]>
  /** By rowKey(itemId, locationId). */
  readonly imported: ReadonlyMap<string, Imported>
  /** Units of Dispatched orders that Shopify still counts as committed, by rowKey(itemId, locationId). */
  readonly dispatchedOpen: ReadonlyMap<string, number>
  /** Restocks that were read into cancellations without a record, by rowKey(itemId, locationId). */
  readonly assumed: ReadonlyMap<string, readonly AssumedRestock[]>
}

/** What the ledger says of each row, in the terms of the rule. */
export function gather(facts: ShopFacts, bindings: readonly StoredBinding[], ledger: StoredLedger): Gathered {
  const pairings = pairingsOf(facts)
  const articleOf = new Map(bindings.map(({ itemId, articleKey }) => [itemId, articleKey]))
  const locationOfWarehouse = new Map(
    pairings.flatMap(({ warehouses, locationId }) => warehouses.map((warehouse) => [warehouse, locationId])),
  )
  const places: Pairings = {
    locations: new Set(pairings.map(({ locationId }) => locationId)),
    fallback: locationOfWarehouse.get(facts.service?.warehouse.name ?? '') ?? null,
  }
  const discharges = ledger.discharges.flatMap(({ warehouse, articleKey, ...entry }): DischargeRecord[] => {
    const locationId = locationOfWarehouse.get(warehouse)
    return locationId === undefined ? [] : [{ ...entry, productId: articleKey, locationId }]
  })
  const shipped = ledger.shipments.flatMap((shipment): DischargeRecord[] => {
    const productId = articleOf.get(shipment.itemId)
    const locationId = chargedLocation(shipment.locationId, null, places)
    if (productId === undefined || locationId === null) return []
    const { orderId, sent, known } = shipment
    return [{ orderId, productId, locationId, quantity: units(shipment.units), sent, known, outcome: 'issued', document: null }]
  })
  const obligations = gatherObligations(
    { rows: ledger.rows, dispatches: ledger.dispatches, discharges: [...discharges, ...shipped] },
    {
      product: (itemId) => productOf(articleOf.get(itemId)),
      charged: (row: LedgerRow) => chargedLocation(row.locationId, null, places),
      cancelledWithoutRestock: facts.settings.preferences.cancelledWithoutRestock,
    },
  )
  return {
    obligations,
    imported: gatherImported(ledger.rows),
    dispatchedOpen: gatherDispatchedOpen(ledger),
    assumed: gatherAssumed(ledger),
  }
}

/** One entry for each order that a row has: its lines of the same item are one. */
function gatherAssumed({ rows }: StoredLedger): ReadonlyMap<string, readonly AssumedRestock[]> {
  const assumed = new Map<string, AssumedRestock[]>()
  for (const { orderId, itemId, locationId, assumedRestocked, cancelledAt, borneOut } of rows) {
    if (assumedRestocked === 0 || locationId === null || cancelledAt === null || borneOut) continue
    const key = rowKey(itemId, locationId)
    const others = assumed.get(key) ?? []
    const same = others.find((other) => other.orderId === orderId)
    const units = assumedRestocked + (same?.units ?? 0)
    assumed.set(key, [...others.filter((other) => other !== same), { orderId, units, cancelledAt }])
  }
  return assumed
}

function gatherDispatchedOpen({ rows, dispatches }: StoredLedger): ReadonlyMap<string, number> {
  const open = new Map<string, number>()
  for (const row of rows) {
    if (row.locationId === null) continue
    const records = dispatches.filter(
      (each) => each.orderId === row.orderId && each.lineId === row.lineId && each.locationId === row.locationId,
    )
    const key = rowKey(row.itemId, row.locationId)
    if (records.length > 0) open.set(key, (open.get(key) ?? 0) + stillDispatched(row, records, 0).open)
  }
  return open
}

export function dispatchedOpenOf({ dispatchedOpen }: Gathered, itemId: string, locationId: string): number {
  return dispatchedOpen.get(rowKey(itemId, locationId)) ?? 0
}

/** The cancelled orders of a row that may turn out not to have been restocked. */
export function assumedOf({ assumed }: Gathered, itemId: string, locationId: string): readonly AssumedRestock[] {
  return assumed.get(rowKey(itemId, locationId)) ?? []
}

function productOf(articleKey: string | undefined): { readonly id: string; readonly packUnits: number } | null {
  return articleKey === undefined ? null : { id: articleKey, packUnits: 1 }
}

export function obligationsOf({ obligations }: Gathered, articleKey: string, locationId: string): readonly Obligation[] {
  return obligations.get(rowKey(articleKey, locationId)) ?? []
}

export function importedOf({ imported }: Gathered, itemId: string, locationId: string): Imported {
  return imported.get(rowKey(itemId, locationId)) ?? { taken: 0, open: 0 }
}

/** The figures of one product in the warehouses of a pairing as one reading; null when none of them has a figure. */
export function readingOf(readings: readonly Reading[]): Reading | null {
  const [first, ...others] = readings
  return first === undefined ? null : readingsTogether([first, ...others])
}
