import type { ComposeFacts } from '#core/compose-invoice.ts'
import type { LineBinding } from '#core/invoice-product.ts'
import type { Order } from '#core/order.ts'
import { defaultInvoicePreferences, defaultWarehousePreferences, type InvoicePreferences } from '#core/settings.ts'
import { anOrder } from './an-order.ts'

export const bound: ReadonlyMap<string, LineBinding> = new Map([
  ['gid://shopify/LineItem/1', { is: 'bound', code: 'TEE-S', name: 'Tricou alb S', unit: 'buc' } as const],
])

/** A paid order of one bound shirt, of a VAT payer with two rates; the test says what differs. */
export function composeFacts(
  order: Partial<Order>,
  change: Partial<ComposeFacts> = {},
  invoice: Partial<InvoicePreferences> = {},
): ComposeFacts {
  return {
    order: anOrder(order),
    preferences: { useStock: true, unboundLines: 'wait', hiddenBuyer: 'wait' },
    service: {
      invoice: { ...defaultInvoicePreferences, series: 'SHOP', ...invoice },
      warehouse: { ...defaultWarehousePreferences, use: true, name: 'Depozit Online' },
    },
    configuration: {
      vatPayer: true,
      vatRates: [
        { name: 'Normala', percent: 21 },
        { name: 'Redusa', percent: 11 },
        { name: 'SDD', percent: 0 },
        { name: 'Taxare inversa', percent: 0 },
      ],
    },
    limits: { linesMax: 400, currencies: ['RON'], vatRounding: ['perLine', 'perRate'] },
    bindings: bound,
    warehouses: new Map(),
    typedBuyer: null,
    mark: 'P7K2M9',
    day: '2026-11-23',
    ...change,
  }
}
