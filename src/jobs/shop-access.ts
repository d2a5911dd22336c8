import { z } from 'zod'
import type { Context } from '#app/context.ts'
import type { Tenant } from '#db/tenants.ts'
import { admin, type Admin } from '#shopify/admin.ts'

/** How Punte calls Shopify for a shop, and what signs that shop's webhooks. Sealed at rest. */
export type ShopAccess = z.infer<typeof ShopAccess>
export const ShopAccess = z.object({ kind: z.literal('static'), token: z.string(), webhookSecret: z.string() })

const column = 'tenants.access'

export function sealAccess(context: Pick<Context, 'sealer'>, tenantId: string, access: ShopAccess): string {
  return context.sealer.seal(JSON.stringify(access), { tenantId, column })
}

export function openAccess(context: Pick<Context, 'sealer'>, tenant: Pick<Tenant, 'tenantId' | 'access'>): ShopAccess {
  return ShopAccess.parse(JSON.parse(context.sealer.open(tenant.access, { tenantId: tenant.tenantId, column })))
}

/** The Admin API of a shop, with its own token. */
export function adminOf(context: Pick<Context, 'sealer' | 'io' | 'services'>, tenant: Tenant): Admin {
  return adminWith(context, tenant.domain, openAccess(context, tenant).token)
}

export function adminWith(context: Pick<Context, 'io' | 'services'>, domain: string, token: string): Admin {
  return admin(context.io, { address: context.services.shopify.replace('{shop}', domain), token: () => Promise.resolve(token) })
}
