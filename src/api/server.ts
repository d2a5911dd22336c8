import { randomUUID } from 'node:crypto'
import { Hono } from 'hono'
import type { Context } from '#app/context.ts'
import { hasToken, requireCaller, type Env } from './auth.ts'
import { healthRoutes } from './health.ts'
import { hookRoutes } from './hooks.ts'
import { openCounters } from './metrics.ts'
import { openApiDocument } from './openapi.ts'
import { outsideProblem } from './outside-problem.ts'
import { notFound, Problem, problemResponse } from './problem.ts'
import { shopRoutes } from './shop-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { webhookRoutes } from './webhooks.ts'

export type ServerOptions = {
  readonly adminToken: string
  readonly sandbox: boolean
  readonly lockedByFile: (domain: string) => readonly string[]
  readonly events: {
    readonly listen: (tenantId: string, heard: (event: { readonly kind: string; readonly id?: string }) => void) => () => void
  }
  /** Serves the built pages; absent where only the API is wanted. */
  readonly pages?: (request: Request) => Promise<Response | undefined>
}

/** The whole HTTP face: deliveries and pushes in, the API, the pages. */
export function createServer(context: Context, options: ServerOptions): Hono<Env> {
  const counters = openCounters(context)
  const app = new Hono<Env>()
  app.onError((error) => answerError(context, error))
  app.route('/webhooks', webhookRoutes(context, counters))
  app.route('/hooks', hookRoutes(context, counters))
  app.route(
    '/',
    healthRoutes(context, counters, (request) => hasToken(request, options.adminToken)),
  )

  app.use('/api/*', securityHeaders)
  app.get('/api/v1/openapi.json', (asked) => asked.json(openApiDocument()))
  app.route('/api/v1', sessionRoutes(context, options))
  app.use('/api/v1/*', requireCaller(context, options.adminToken))
  app.route('/api/v1', shopRoutes(context, options))
  app.all('/api/*', () => {
    throw notFound('missing.address', {}, 'do.listAddresses')
  })
  app.get('*', async ({ req }) => {
    const page = await options.pages?.(req.raw)
    if (page === undefined) throw notFound('missing.address')
    return page
  })
  return app
}

async function securityHeaders(asked: Parameters<ReturnType<typeof requireCaller>>[0], next: () => Promise<void>): Promise<void> {
  await next()
  asked.res.headers.set('cache-control', 'no-store')
  asked.res.headers.set('x-content-type-options', 'nosniff')
}

function answerError(context: Context, error: Error): Response {
  const id = randomUUID()
  if (error instanceof Problem) return problemResponse(error.facts, id)
  const facts = outsideProblem(error)
  if (facts !== undefined) {
    context.log.warn({ err: error, problem: id }, 'an outside service failed a request')
    return problemResponse(facts, id)
  }
  context.log.error({ err: error, problem: id }, 'a request failed')
  return problemResponse({ status: 500, kind: 'failed', title: 'Failed', says: 'refused.failed', fix: 'do.again' }, id)
}
