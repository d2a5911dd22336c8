import type { PaymentType } from './invoice.ts'
import type { InvoicePreferences, InvoiceTrigger } from './settings.ts'

/** What the merchant set for the way an order is paid: its own rule if there is one, else the service's. */
export function paymentMethod(
  gateways: readonly string[],
  preferences: Pick<InvoicePreferences, 'methods' | 'trigger' | 'record'>,
): { readonly trigger: InvoiceTrigger; readonly record: PaymentType | null } {
  const used = new Set(gateways.map((gateway) => gateway.trim().toLowerCase()))
  const rule = preferences.methods.find(({ gateway }) => used.has(gateway.trim().toLowerCase()))
  return rule === undefined ? preferences : { trigger: rule.trigger ?? preferences.trigger, record: rule.record }
}
