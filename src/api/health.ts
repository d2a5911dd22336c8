import { getConnInfo } from '@hono/node-server/conninfo'
import { Hono } from 'hono'
import { sql } from 'kysely'
import type { Context } from '#app/context.ts'
import type { Counters } from './metrics.ts'
import { Problem } from './problem.ts'

/** /healthz: the process answers. /readyz: it can do its work. /metrics: for whoever may see them. */
export function healthRoutes(context: Context, counters: Counters, maySee: (request: Request) => boolean): Hono {
  const routes = new Hono()
  routes.get('/healthz', (answer) => answer.json({ ok: true }))
  routes.get('/readyz', async (answer) => {
    await sql`select 1`.execute(context.db)
    return answer.json({ ready: true })
  })
  routes.get('/metrics', async (asked) => {
    if (!isThisMachine(getConnInfo(asked).remote.address) && !maySee(asked.req.raw)) {
      throw new Problem({ status: 401, kind: 'not-signed-in', title: 'Unauthorized', says: 'refused.metrics' })
    }
    return new Response(await counters.registry.metrics(), { headers: { 'content-type': counters.registry.contentType } })
  })
  return routes
}

function isThisMachine(address: string | undefined): boolean {
  return address === '127.0.0.1' || address === '::1' || address === '::ffff:127.0.0.1'
}
