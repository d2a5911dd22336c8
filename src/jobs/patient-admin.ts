import type { Context } from '#app/context.ts'
import type { Tenant } from '#db/tenants.ts'
import type { Admin } from '#shopify/admin.ts'
import { ShopifyError } from '#shopify/shopify-error.ts'
import { adminOf } from './shop-access.ts'

/** A shop's bucket of points fills in this time, whatever its plan. */
const waitMsMax = 20_000
/** Others draw on the same points: a call may come too late so many times. */
const waitsMax = 8

/**
 * The Admin API of a shop for reads that need several calls: one that Shopify throttles waits for its points.
 * Begun again from its start, a read that costs more than the bucket holds would never end.
 */
export function patientAdminOf(context: Pick<Context, 'sealer' | 'io' | 'services'>, tenant: Tenant): Admin {
  const shop = adminOf(context, tenant)
  return {
    write: (document, variables) => shop.write(document, variables),
    async read(document, variables) {
      for (let waits = 0; ; waits += 1) {
        try {
          return await shop.read(document, variables)
        } catch (error) {
          const delayMs = throttledFor(error)
          if (delayMs === null || delayMs > waitMsMax || waits === waitsMax) throw error
          await context.io.clock.until(new Date(context.io.clock.now().getTime() + delayMs), context.io.deadline(waitMsMax))
        }
      }
    },
  }
}

function throttledFor(error: unknown): number | null {
  return error instanceof ShopifyError && error.fault.kind === 'throttled' ? error.fault.retryAfterMs : null
}
