import { Hono } from 'hono'
import type { Context } from '#app/context.ts'
import type { Env } from './auth.ts'
import { readCursor } from './cursor.ts'
import { readOverview } from './overview-view.ts'
import { readProblems } from './problem-view.ts'
import { readReadiness } from './readiness-view.ts'
import type { ShopOf } from './shop-routes.ts'

const problemIdShape = /^[\w-]{1,100}$/

/** How a shop stands: the overview, what needs a person, and whether everything is set up. */
export function viewRoutes(context: Context, shopOf: ShopOf): Hono<Env> {
  const routes = new Hono<Env>()
  routes.get('/overview', async (asked) => asked.json(await readOverview(context, await shopOf(asked.req.param('shop') ?? ''))))
  routes.get('/readiness', async (asked) => asked.json(await readReadiness(context, await shopOf(asked.req.param('shop') ?? ''))))
  routes.get('/problems', async (asked) => {
    const tenant = await shopOf(asked.req.param('shop') ?? '')
    return asked.json(await readProblems(context, tenant, readCursor(asked.req.query('cursor'), problemIdShape)))
  })
  return routes
}
