import type { Context } from '#app/context.ts'
import type { TenantId } from '#core/tenant.ts'
import type { StoredOrder } from '#db/orders.ts'
import { claimsAs } from '#db/tenants.ts'
import type { Admin } from '#shopify/admin.ts'
import { claimInvoice } from '#shopify/claim-invoice.ts'

/** Whoever claimed an order invoices it within this time, or a person is told. */
const patientMs = 10 * 60_000

export type Claimed =
  | { readonly is: 'ours' }
  /** Another installation is about to invoice it, or nobody can be kept from it: the order waits. */
  | { readonly is: 'waits'; readonly reason: { readonly why: string; readonly said?: string }; readonly againMs: number }

/** Of several installations that serve a shop one invoices an order: the first to sign it. */
export async function claimOrder(
  context: Context,
  { tenantId, shop, known }: { readonly tenantId: TenantId; readonly shop: Admin; readonly known: StoredOrder },
): Promise<Claimed> {
  const at = context.io.clock.now()
  const by = await claimsAs(context.db, tenantId, context.io.random.uuid())
  const claim = await claimInvoice(shop, { orderId: known.orderId, by, at, takeOver: known.answers.includes('claimed') })
  if (claim.is === 'ours') return claim
  if (claim.is === 'refused') return { is: 'waits', reason: { why: 'notClaimable', said: claim.said }, againMs: patientMs }
  const young = claim.since !== null && at.getTime() - claim.since.getTime() < patientMs
  return { is: 'waits', reason: { why: young ? 'claimed' : 'claimedElsewhere' }, againMs: young ? patientMs / 10 : patientMs }
}
