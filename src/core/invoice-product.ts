import type { ComposeFacts } from './compose-invoice.ts'
import type { ProductLine } from './invoice.ts'
import type { InvoiceWait, LineRef, UnboundLine } from './invoice-wait.ts'
import type { FulfilmentOrder, OrderLine } from './order.ts'

/** What a line is to the billing service, and where its units are discharged. */
export type PartProduct = Pick<ProductLine, 'kind' | 'name' | 'code' | 'unit' | 'useServiceName'> & { readonly places: readonly Place[] }

type Place = { readonly warehouse: string; readonly quantity: number }

export type LineBinding =
  | { readonly is: 'bound'; readonly code: string; readonly name: string; readonly unit: string }
  | ({ readonly is: 'unbound' } & Pick<UnboundLine, 'reason' | 'key' | 'suggestions'>)

const giftCardCode = 'CARD-CADOU'
const customCode = 'DIVERSE'

/** Gift cards and custom items are services and need no binding; everything else is a product. */
export function needsBinding(line: OrderLine): boolean {
  return !line.giftCard && (line.variantId !== null || !isBlank(line.sku))
}

export function bindingOf(facts: Pick<ComposeFacts, 'bindings'>, line: OrderLine): LineBinding {
  return facts.bindings.get(line.id) ?? { is: 'unbound', reason: 'unmatched', key: null, suggestions: [] }
}

export function productOf(facts: ComposeFacts, line: OrderLine): PartProduct | InvoiceWait {
  const { preferences, service } = facts
  if (!needsBinding(line)) return asService(facts, line, line.giftCard ? giftCardCode : customCode)

  const binding = bindingOf(facts, line)
  if (binding.is === 'unbound') {
    return preferences.useStock && preferences.unboundLines === 'service' ? asService(facts, line, customCode) : unboundProduct(facts, line)
  }
  const places = preferences.useStock ? placesOf(facts, line) : []
  if ('why' in places) return places

  // A product bound by its name carries that very name on both sides, and is told to the service by it.
  const useServiceName = service.warehouse.useWarehouseName && binding.code !== ''
  const name = useServiceName || service.warehouse.codeType === 'name' ? binding.name : line.name
  return { kind: 'product', name, code: binding.code === '' ? null : binding.code, unit: binding.unit, places, useServiceName }
}

/** Without stock a product needs no binding: it is written as Shopify names it. */
function unboundProduct(facts: ComposeFacts, line: OrderLine): PartProduct {
  return { ...asService(facts, line, null), kind: 'product' }
}

function asService({ service }: ComposeFacts, line: OrderLine, fallback: string | null): PartProduct {
  const code = service.warehouse.codeType === 'barcode' ? line.barcode : line.sku
  return {
    kind: 'service',
    name: line.name,
    code: isBlank(code) ? fallback : code,
    unit: service.invoice.unit,
    places: [],
    useServiceName: false,
  }
}

function isBlank(code: string | null): boolean {
  return code === null || code.trim() === ''
}

/** The units of a line by the warehouse of the location that ships them; a location in no pairing counts to the chosen warehouse. */
function placesOf(facts: ComposeFacts, line: OrderLine): readonly Place[] | InvoiceWait {
  const { order, service, warehouses } = facts
  const chosen = service.warehouse.name
  const shipped = order.fulfilmentOrders.filter(({ status }) => status !== 'CANCELLED').flatMap((place) => unitsAt(place, line.id))
  const units = new Map<string, number>()
  for (const { locationId, quantity } of shipped) {
    const warehouse = (locationId === null ? undefined : warehouses.get(locationId)) ?? chosen
    if (warehouse === null) return { why: 'warehouseNotChosen' }
    units.set(warehouse, (units.get(warehouse) ?? 0) + quantity)
  }
  const [only, ...others] = units.keys()
  if (only === undefined) return chosen === null ? { why: 'warehouseNotChosen' } : [{ warehouse: chosen, quantity: line.currentQuantity }]
  if (others.length === 0) return [{ warehouse: only, quantity: line.currentQuantity }]

  const places = [...units].map(([warehouse, quantity]) => ({ warehouse, quantity }))
  const known = places.reduce((sum, place) => sum + place.quantity, 0)
  return known === line.currentQuantity ? places : { why: 'locationsUnclear', line: ref(line) }
}

function unitsAt(place: FulfilmentOrder, lineId: string): { locationId: string | null; quantity: number }[] {
  const found = place.lines.filter((line) => line.lineId === lineId && line.total > 0)
  return found.map((line) => ({ locationId: place.locationId, quantity: line.total }))
}

function ref(line: OrderLine): LineRef {
  return { id: line.id, name: line.name }
}
