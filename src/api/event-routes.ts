import { Hono } from 'hono'
import type { Context } from '#app/context.ts'
import { findRun } from '#db/run-views.ts'
import type { TenantId } from '#core/tenant.ts'
import type { Env } from './auth.ts'
import type { LiveEvent } from './contract.ts'
import { Problem } from './problem.ts'
import { runSummary } from './run-view.ts'
import type { ServerOptions } from './server.ts'
import type { ShopOf } from './shop-routes.ts'

const heartbeatMs = 15_000
/** A stream ends and is asked for again, so that whoever was signed out sees nothing for long. */
const lifeMsMax = 15 * 60_000
/** Pages that listen at one instance. */
const listenersMax = 1_000
/** A page that reads no faster than this loses its stream and reads everything again. */
const waitingMax = 500

type Told = { readonly kind: string; readonly id?: string }

/** Server-sent events: what has become stale, as it happens. Nothing depends on them. */
export function eventRoutes(context: Context, { events }: Pick<ServerOptions, 'events'>, shopOf: ShopOf): Hono<Env> {
  const routes = new Hono<Env>()
  let listening = 0

  routes.get('/events', async (asked) => {
    const { tenantId } = await shopOf(asked.req.param('shop') ?? '')
    if (listening >= listenersMax) {
      const headers = { 'retry-after': '10' }
      throw new Problem({ status: 503, kind: 'busy', title: 'Busy', says: 'refused.busyPages', fix: 'do.laterAgain', headers })
    }
    return new Response(streamOf(tenantId, asked.req.raw.signal), {
      headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
    })
  })
  return routes

  function streamOf(tenantId: TenantId, signal: AbortSignal): ReadableStream<Uint8Array> {
    const encoder = new TextEncoder()
    let end: (() => void) | undefined
    return new ReadableStream<Uint8Array>(
      {
        start(controller) {
          let open = true
          const unlisten = events.listen(tenantId, (told) => void tell(told))
          const beat = setInterval(() => send(': here\n\n'), heartbeatMs)
          const life = setTimeout(() => end?.(), lifeMsMax)
          listening += 1
          end = () => {
            if (!open) return
            open = false
            listening -= 1
            unlisten()
            clearInterval(beat)
            clearTimeout(life)
            signal.removeEventListener('abort', close)
            controller.close()
          }
          signal.addEventListener('abort', close, { once: true })
          send('retry: 2000\n: here\n\n')

          function close(): void {
            end?.()
          }

          function send(text: string): void {
            if (!open) return
            if ((controller.desiredSize ?? 0) < -waitingMax) return end?.()
            controller.enqueue(encoder.encode(text))
          }

          async function tell(told: Told): Promise<void> {
            for (const event of await eventsOf(context, tenantId, told)) send(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
          }
        },
        cancel() {
          end?.()
        },
      },
      { highWaterMark: 0 },
    )
  }
}

/** What a page must know of what a job told: a run may move stock and raise problems, an order may wait for a person. */
async function eventsOf({ db, log }: Context, tenantId: TenantId, { kind, id }: Told): Promise<readonly LiveEvent[]> {
  switch (kind) {
    case 'run': {
      const run = id === undefined ? undefined : await findRun(db, tenantId, id).catch(unread)
      const event: LiveEvent = run === undefined ? { type: 'run' } : { type: 'run', run: runSummary(run) }
      return run?.state === 'writing' ? [event] : [event, { type: 'stock' }, { type: 'problems' }]
    }
    case 'order':
      return [{ type: 'order', ...(id === undefined ? {} : { id: `gid://shopify/Order/${id}` }) }, { type: 'problems' }]
    case 'problems':
    case 'stock':
    case 'settings':
    case 'pause':
      return [{ type: kind }]
    default:
      return []
  }

  /** The page is told that something ran, and reads for itself. */
  function unread(error: unknown): undefined {
    log.warn({ err: error, tenantId }, 'a run could not be read for the pages that listen')
    return undefined
  }
}
