import type { Context } from '#app/context.ts'
import type { ServiceInvoice } from '#core/invoice.ts'

const column = 'intents.body'

/** An invoice names its buyer: it lies sealed in the journal. */
export function sealInvoice(context: Pick<Context, 'sealer'>, tenantId: string, invoice: ServiceInvoice): { readonly sealed: string } {
  return { sealed: context.sealer.seal(JSON.stringify(invoice), { tenantId, column }) }
}

export function openInvoice(context: Pick<Context, 'sealer'>, tenantId: string, body: unknown): ServiceInvoice {
  if (typeof body !== 'object' || body === null || !('sealed' in body) || typeof body.sealed !== 'string') {
    throw new TypeError('an invoice intent without its invoice')
  }
  // Sealed by sealInvoice alone, from this very type.
  return JSON.parse(context.sealer.open(body.sealed, { tenantId, column })) as ServiceInvoice
}
