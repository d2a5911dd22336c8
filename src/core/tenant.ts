/** Shopify's shop id as text: the key of everything that belongs to a shop. */
export type TenantId = string & { readonly __tenant: never }

export function tenantId(text: string): TenantId {
  if (!/^\d{1,19}$/.test(text)) throw new RangeError(`not a shop id: ${text}`)
  return text as TenantId
}

/** The accounts that have work of their own: each kind of work is done by one worker at a time for one account. */
export type WorkKind = 'deliveries' | 'orders' | 'invoices' | 'stock' | 'sweep' | 'catalogue'

export type WakeUp = { readonly tenantId: TenantId; readonly kind: WorkKind; readonly connection: string }
