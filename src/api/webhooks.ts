import { Hono } from 'hono'
import type { Context } from '#app/context.ts'
import { tenantByDomain, type Tenant } from '#db/tenants.ts'
import { openAccess } from '#jobs/shop-access.ts'
import { isSignedByShopify } from '#shopify/signature.ts'
import { readBody } from './bodies.ts'
import { openIntake } from './intake.ts'
import { Problem } from './problem.ts'
import type { Counters } from './metrics.ts'

/** A shop's secret may change; what was read is believed so long. */
const secretLifeMs = 10_000
const headerMax = 256

type Known = { readonly tenant: Tenant; readonly secret: string; readonly readAt: number }

/** Shopify's deliveries: verified over their raw bytes, stored, answered. Nothing else happens before the answer. */
export function webhookRoutes(context: Context, counters: Counters): Hono {
  const intake = openIntake(context)
  const shops = new Map<string, Known>()
  const routes = new Hono()

  routes.post('/shopify', async ({ req }) => {
    const body = await readBody(req.raw)
    if (body === undefined) throw new Problem({ status: 413, kind: 'body-too-large', title: 'Body too large', says: 'refused.tooLarge' })
    const domain = req.header('x-shopify-shop-domain') ?? ''
    const shop = await known(domain)
    const signed = shop !== undefined && isSignedByShopify(body, req.header('x-shopify-hmac-sha256') ?? null, [shop.secret])
    if (!signed) {
      counters.refusedDeliveries.inc()
      throw new Problem({
        status: 401,
        kind: 'bad-signature',
        title: 'Unauthorized',
        says: 'refused.deliverySignature',
      })
    }
    const webhookId = short(req.header('x-shopify-webhook-id'))
    const topic = short(req.header('x-shopify-topic'))
    if (webhookId === null || topic === null) {
      throw new Problem({
        status: 400,
        kind: 'missing-header',
        title: 'Missing header',
        says: 'refused.deliveryHeaders',
      })
    }
    const kept = await intake.keep({
      tenantId: shop.tenant.tenantId,
      webhookId,
      eventId: short(req.header('x-shopify-event-id')),
      topic,
      triggeredAt: instant(req.header('x-shopify-triggered-at')),
      receivedAt: context.io.clock.now(),
      body,
    })
    if (!kept)
      throw new Problem({ status: 503, kind: 'busy', title: 'Busy', says: 'refused.busyDeliveries', headers: { 'retry-after': '5' } })
    counters.deliveries.inc()
    return new Response(null, { status: 200 })
  })
  return routes

  async function known(domain: string): Promise<Known | undefined> {
    const remembered = shops.get(domain)
    const now = context.io.clock.now().getTime()
    if (remembered !== undefined && now - remembered.readAt < secretLifeMs) return remembered
    const tenant = domain.length > headerMax ? undefined : await tenantByDomain(context.db, domain)
    if (tenant === undefined) {
      shops.delete(domain)
      return undefined
    }
    const fresh = { tenant, secret: openAccess(context, tenant).webhookSecret, readAt: now }
    shops.set(domain, fresh)
    return fresh
  }
}

function short(header: string | undefined): string | null {
  return header === undefined || header === '' || header.length > headerMax ? null : header
}

function instant(header: string | undefined): Date | null {
  const at = new Date(header ?? '')
  return Number.isNaN(at.getTime()) ? null : at
}
