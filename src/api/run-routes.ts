import { Hono } from 'hono'
import type { Context } from '#app/context.ts'
import { transaction } from '#db/client.ts'
import { askForRun } from '#db/run-requests.ts'
import { wake } from '#jobs/wake.ts'
import type { Env } from './auth.ts'
import { StartRun } from './contract.ts'
import { parseBody } from './parse-body.ts'
import { notFound } from './problem.ts'
import { readRun } from './run-view.ts'
import type { ShopOf } from './shop-routes.ts'

/** Runs: asked for, listed, and one with its plan. */
export function runRoutes(context: Context, shopOf: ShopOf): Hono<Env> {
  const routes = new Hono<Env>()

  routes.post('/', async (asked) => {
    const { tenantId } = await shopOf(asked.req.param('shop') ?? '')
    const { dryRun, codes } = await parseBody(asked.req.raw, StartRun)
    const runId = context.io.random.uuid()
    await transaction(context.db, async (tx) => {
      await askForRun(tx, tenantId, { runId, cause: 'syncNow', dryRun, codes: codes ?? null, askedAt: context.io.clock.now() })
      await wake(context, tx, { tenantId, kind: 'stock', connection: 'smartbill' })
    })
    return asked.json({ id: runId }, 202)
  })

  routes.get('/:id', async (asked) => {
    const { tenantId } = await shopOf(asked.req.param('shop') ?? '')
    const run = await readRun(context.db, tenantId, asked.req.param('id'))
    if (run === undefined) throw notFound(`run ${asked.req.param('id').slice(0, 60)}`)
    return asked.json(run)
  })
  return routes
}
