import { Hono } from 'hono'
import type { Context } from '#app/context.ts'
import { transaction } from '#db/client.ts'
import { setPaused, type Flow } from '#db/tenants.ts'
import { wake } from '#jobs/wake.ts'
import type { Env } from './auth.ts'
import { PauseRequest } from './contract.ts'
import { readOverview } from './overview-view.ts'
import { parseBody } from './parse-body.ts'
import type { ShopOf } from './shop-routes.ts'

const flowsOf: Readonly<Record<'all' | 'A' | 'B', readonly Flow[]>> = { all: ['a', 'b'], A: ['a'], B: ['b'] }

/** Stops and resumes everything, or one flow. Nothing is lost meanwhile: it is due when it is resumed. */
export function pauseRoutes(context: Context, shopOf: ShopOf): Hono<Env> {
  const routes = new Hono<Env>()
  routes.post('/pause', (asked) => set(asked.req.param('shop') ?? '', asked.req.raw, context.io.clock.now()))
  routes.post('/resume', (asked) => set(asked.req.param('shop') ?? '', asked.req.raw, null))
  return routes

  async function set(domain: string, request: Request, at: Date | null): Promise<Response> {
    const { tenantId } = await shopOf(domain)
    const { flow } = await parseBody(request, PauseRequest)
    await transaction(context.db, async (tx) => {
      await setPaused(tx, tenantId, flowsOf[flow], at)
      await wake(context, tx, { tenantId, kind: 'invoices', connection: 'smartbill' })
      await wake(context, tx, { tenantId, kind: 'stock', connection: 'smartbill' })
      tx.onCommit(() => context.tell(tenantId, { kind: 'pause' }))
    })
    return Response.json(await readOverview(context, await shopOf(domain)))
  }
}
