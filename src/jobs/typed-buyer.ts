import type { Context } from '#app/context.ts'
import type { InvoiceClient } from '#core/invoice.ts'
import { parseCui } from '#core/romania.ts'
import type { TenantId } from '#core/tenant.ts'

const column = 'orders.typed_buyer'

/** What a person types of a buyer. */
export type TypedBuyer = Omit<InvoiceClient, 'isTaxPayer'>

/** The buyer as the invoice will name it; null when its Romanian fiscal code cannot be right. */
export function clientOf(typed: TypedBuyer): InvoiceClient | null {
  if (typed.vatCode === null) return { ...typed, isTaxPayer: false }
  const cui = parseCui(typed.vatCode)
  if (cui !== null) return { ...typed, vatCode: cui.code, isTaxPayer: cui.vatPayer }
  return typed.country === 'Romania' ? null : { ...typed, isTaxPayer: true }
}

export function sealBuyer(context: Pick<Context, 'sealer'>, tenantId: TenantId, client: InvoiceClient): string {
  return context.sealer.seal(JSON.stringify(client), { tenantId, column })
}

export function openBuyer(context: Pick<Context, 'sealer'>, tenantId: TenantId, sealed: string): InvoiceClient {
  // Sealed by sealBuyer alone, from this very type.
  return JSON.parse(context.sealer.open(sealed, { tenantId, column })) as InvoiceClient
}
