import { Hono } from 'hono'
import type { Context } from '#app/context.ts'
import { readConnection } from '#db/connections.ts'
import { allLocations } from '#db/locations.ts'
import { testConnection } from '#jobs/test-connection.ts'
import type { Env } from './auth.ts'
import { notFound } from './problem.ts'
import { sentence } from './sentence.ts'
import type { ShopOf } from './shop-routes.ts'

/** One billing service: what it was last seen to offer, where its pushes go, and Test connection. */
export function serviceRoutes(context: Context, shopOf: ShopOf): Hono<Env> {
  const routes = new Hono<Env>()

  routes.get('/:kind', async (asked) => {
    const { tenantId } = await shopOf(asked.req.param('shop') ?? '')
    const kind = asked.req.param('kind')
    const connection = await readConnection(context.db, { tenantId, kind })
    if (connection === undefined) throw notFound(`service ${kind} in this shop`, 'Save its account first.')
    const { loaded, loadedAt, failure, failedAt, hookToken } = connection
    const locations = (await allLocations(context.db, tenantId)).map(({ name, active }) => ({ name, active }))
    return asked.json({
      kind,
      loaded: loaded === null || loadedAt === null ? null : { ...loaded, at: loadedAt.toISOString() },
      failure:
        failure === null || failedAt === null
          ? null
          : { at: failedAt.toISOString(), why: sentence(`service.${failure.kind}`, {}, failure.reason) },
      push: { url: `${new URL(asked.req.url).origin}/hooks/${kind}/${hookToken}`, token: hookToken, lastAt: null },
      blockedUntil: null,
      locations,
    })
  })

  routes.post('/:kind/test', async (asked) => {
    const tenant = await shopOf(asked.req.param('shop') ?? '')
    const tested = await testConnection(context, tenant)
    if (tested.is === 'failed') {
      const failure = sentence(`service.${tested.kind}`, {}, tested.reason)
      return asked.json({ ok: false, loaded: null, runId: null, failure })
    }
    return asked.json({ ok: true, loaded: { ...tested.loaded, at: tested.at.toISOString() }, runId: tested.runId, failure: null })
  })
  return routes
}
