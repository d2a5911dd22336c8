import { Hono } from 'hono'
import type { Context } from '#app/context.ts'
import { capabilitiesOf } from '#billing/registry.ts'
import { readConnection } from '#db/connections.ts'
import { allLocations } from '#db/locations.ts'
import { readShopFacts } from '#jobs/shop-facts.ts'
import { testConnection } from '#jobs/test-connection.ts'
import type { Env } from './auth.ts'
import { blockOf } from './overview-view.ts'
import { notFound } from './problem.ts'
import { sentence, sentenceOf } from './sentence.ts'
import type { ShopOf } from './shop-routes.ts'

type ServiceKind = keyof typeof capabilitiesOf

const kinds = Object.keys(capabilitiesOf) as readonly ServiceKind[]

/** One billing service: what it was last seen to offer, where its pushes go, and Test connection. */
export function serviceRoutes(context: Context, shopOf: ShopOf): Hono<Env> {
  const routes = new Hono<Env>()

  routes.get('/:kind', async (asked) => {
    const { tenantId } = await shopOf(asked.req.param('shop') ?? '')
    const kind = kindOf(asked.req.param('kind'))
    const connection = await readConnection(context.db, { tenantId, kind })
    if (connection === undefined) throw notFound('missing.service', { name: kind }, 'do.saveAccount')
    const blocked = await blockOf(context, await readShopFacts(context, tenantId), context.io.clock.now())
    const { loaded, loadedAt, failure, failedAt, hookToken, pushedAt } = connection
    const locations = (await allLocations(context.db, tenantId)).map(({ name, active }) => ({ name, active }))
    return asked.json({
      kind,
      loaded: loaded === null || loadedAt === null ? null : { ...loaded, at: loadedAt.toISOString() },
      failure:
        failure === null || failedAt === null
          ? null
          : { at: failedAt.toISOString(), why: sentence(sentenceOf('service', failure.kind, 'service.failed'), {}, failure.reason) },
      push: {
        url: `${new URL(asked.req.url).origin}/hooks/${kind}/${hookToken}`,
        token: hookToken,
        lastAt: pushedAt?.toISOString() ?? null,
      },
      blockedUntil: blocked?.toISOString() ?? null,
      locations,
    })
  })

  routes.post('/:kind/test', async (asked) => {
    const tenant = await shopOf(asked.req.param('shop') ?? '')
    kindOf(asked.req.param('kind'))
    const tested = await testConnection(context, tenant)
    if (tested.is === 'failed') {
      const failure = sentence(sentenceOf('service', tested.kind, 'service.failed'), {}, tested.reason)
      return asked.json({ ok: false, loaded: null, runId: null, failure })
    }
    return asked.json({ ok: true, loaded: { ...tested.loaded, at: tested.at.toISOString() }, runId: tested.runId, failure: null })
  })
  return routes
}

/** A service that Punte knows; any other is 404. */
function kindOf(text: string): ServiceKind {
  const kind = kinds.find((known) => known === text)
  if (kind === undefined) throw notFound('missing.service', { name: text.slice(0, 60) })
  return kind
}
