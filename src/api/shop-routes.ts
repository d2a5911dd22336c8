import { Hono } from 'hono'
import type { Context } from '#app/context.ts'
import type { Tenant } from '#db/tenants.ts'
import { allTenants, tenantByDomain } from '#db/tenants.ts'
import type { Env } from './auth.ts'
import { notFound } from './problem.ts'
import type { ServerOptions } from './server.ts'
import { eventRoutes } from './event-routes.ts'
import { oncePerKey } from './idempotency.ts'
import { orderActions } from './order-actions.ts'
import { findOrderOf, orderRoutes } from './order-routes.ts'
import { productRoutes } from './product-routes.ts'
import { runRoutes } from './run-routes.ts'
import { pauseRoutes } from './pause-routes.ts'
import { serviceRoutes } from './service-routes.ts'
import { settingsRoutes } from './settings-routes.ts'
import { viewRoutes } from './view-routes.ts'

const domainShape = /^[\w.-]{1,100}$/

/** Finds the shop of an address; one that is not there is 404. */
export type ShopOf = (domain: string) => Promise<Tenant>

/** Everything under /shops. */
export function shopRoutes(context: Context, options: ServerOptions): Hono<Env> {
  const routes = new Hono<Env>()
  routes.get('/shops', async (asked) => {
    const items = (await allTenants(context.db)).map(({ domain, name, subscription, sandbox }) => ({ domain, name, subscription, sandbox }))
    return asked.json({ items, next: null })
  })
  routes.use('/shops/:shop/*', oncePerKey(context, shopOf))
  routes.route('/shops/:shop/settings', settingsRoutes(context, options, shopOf))
  routes.route('/shops/:shop/services', serviceRoutes(context, shopOf))
  routes.route('/shops/:shop/runs', runRoutes(context, shopOf))
  const orderOf = findOrderOf(context)
  routes.route('/shops/:shop/orders', orderRoutes(context, shopOf, orderOf))
  routes.route('/shops/:shop/orders', orderActions(context, shopOf, orderOf))
  routes.route('/shops/:shop', pauseRoutes(context, shopOf))
  routes.route('/shops/:shop', viewRoutes(context, shopOf))
  routes.route('/shops/:shop', productRoutes(context, shopOf))
  routes.route('/shops/:shop', eventRoutes(context, options, shopOf))
  return routes

  async function shopOf(domain: string): Promise<Tenant> {
    const tenant = domainShape.test(domain) ? await tenantByDomain(context.db, domain) : undefined
    if (tenant === undefined) throw notFound('missing.shop', { name: domain.slice(0, 100) }, 'do.listShops')
    return tenant
  }
}
