import type { Context } from '#app/context.ts'
import type { ProductLine, ServiceInvoice } from '#core/invoice.ts'
import { units } from '#core/quantity.ts'
import type { TenantId } from '#core/tenant.ts'
import type { Tx } from '#db/client.ts'
import { keepDischarges } from '#db/discharges.ts'

type Meant = {
  readonly tenantId: TenantId
  readonly orderId: string
  readonly connection: string
  readonly invoice: ServiceInvoice
  readonly intent: { readonly intentId: string; readonly at: Date }
}

/** Whether an invoice takes its lines out of the book. */
export function takesOut({ useStock, draft }: Pick<ServiceInvoice, 'useStock' | 'draft'>): boolean {
  return useStock && !draft
}

/** The lines that an invoice is about to take out of the book, as open entries. */
export async function openDischarges(context: Context, tx: Tx, { tenantId, orderId, connection, invoice, intent }: Meant): Promise<void> {
  if (!takesOut(invoice)) return
  const lines = invoice.lines.filter(
    (line): line is ProductLine & { readonly warehouse: string } => line.kind === 'product' && line.warehouse !== null,
  )
  await keepDischarges(
    tx,
    tenantId,
    lines.map((line) => ({
      dischargeId: context.io.random.uuid(),
      intentId: intent.intentId,
      orderId,
      connection,
      articleKey: line.code ?? line.name,
      warehouse: line.warehouse,
      quantity: units(line.quantity),
      sentAt: intent.at,
    })),
  )
}
