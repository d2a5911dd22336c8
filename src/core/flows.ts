import type { Preferences, ServiceSettings, Subscription } from './settings.ts'

/** Flow A discharges stock with the invoice; flow B carries billing stock to Shopify. Invoices without discharge are neither. */
export type Flows = { readonly do: 'run'; readonly a: boolean; readonly b: boolean } | { readonly do: 'refuse'; readonly why: FlowsRefusal }

type FlowsRefusal = 'useStockNeedsWarehouse' | 'syncNeedsWarehouse' | 'syncNotOffered'

/** What the three switches mean together; refused combinations are refused when they are saved. */
export function flows(
  preferences: Pick<Preferences, 'useStock'>,
  warehouse: Pick<ServiceSettings['warehouse'], 'use' | 'sync'>,
  service: { readonly needsWarehouse: boolean; readonly readsStock: boolean },
): Flows {
  if (warehouse.sync && !warehouse.use) return { do: 'refuse', why: 'syncNeedsWarehouse' }
  if (warehouse.sync && !service.readsStock) return { do: 'refuse', why: 'syncNotOffered' }
  if (preferences.useStock && !warehouse.use && service.needsWarehouse) return { do: 'refuse', why: 'useStockNeedsWarehouse' }
  return { do: 'run', a: preferences.useStock, b: warehouse.sync }
}

/** Flow B alone sees no discharge: what ships counts as booked out where the shop says so. */
export function shipmentsDischarge({ useStock, bookedOutWhenShipped }: Pick<Preferences, 'useStock' | 'bookedOutWhenShipped'>): boolean {
  return !useStock && bookedOutWhenShipped
}

/** The rule that can be kept: with flow B alone nobody tells us of discharges, unless shipments do. */
export function ruleKept(preferences: Pick<Preferences, 'useStock' | 'bookedOutWhenShipped' | 'stockRule'>): Preferences['stockRule'] {
  return preferences.useStock || shipmentsDischarge(preferences) ? preferences.stockRule : 'documented'
}

export type NotCovered = 'barcode' | 'flowB'

/** What the subscription pauses: settings stay as they are, and what is not covered says so instead of changing by itself. */
export function notCovered(
  subscription: Subscription,
  warehouse: Pick<ServiceSettings['warehouse'], 'codeType' | 'sync'>,
): readonly NotCovered[] {
  if (subscription === 'advanced') return []
  return [...(warehouse.codeType === 'barcode' ? ['barcode' as const] : []), ...(warehouse.sync ? ['flowB' as const] : [])]
}

/** The flows that may work under the subscription. */
export function coveredFlows(
  running: { readonly a: boolean; readonly b: boolean },
  missing: readonly NotCovered[],
): { a: boolean; b: boolean } {
  const barcode = missing.includes('barcode')
  return { a: running.a && !barcode, b: running.b && !barcode && !missing.includes('flowB') }
}
