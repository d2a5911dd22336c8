import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { speakTo, type Speaker } from '#cli/demo/product-api.ts'
import { sandbox } from '#sandbox/server.ts'

/** One call that the product made: milliseconds of this process's own monotonic clock, from its arrival to the end of its answer. */
export type Call = { readonly what: string; readonly about: string; readonly began: number; readonly ended: number }

/** What the world sent to the product, and when the product had answered it. */
type Sent = { readonly what: string; readonly about: string; readonly accepted: number; readonly status: number }

export type Outside = AsyncDisposable & {
  readonly url: string
  readonly calls: Call[]
  readonly sent: Sent[]
  readonly control: Speaker
}

/** The simulated services, served from this process, so that each of their answers can be timed. */
export async function openOutside(): Promise<Outside> {
  const calls: Call[] = []
  const sent: Sent[] = []
  const services = sandbox({ send })
  const server = createAdaptorServer({ fetch: timed })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { url, calls, sent, control: controlOf(`${url}/_sim`), [Symbol.asyncDispose]: close }

  async function timed(request: Request, env: Parameters<typeof services.fetch>[1]): Promise<Response> {
    const { pathname } = new URL(request.url)
    if (pathname.startsWith('/_sim')) return services.fetch(request, env)
    const began = performance.now()
    const body = await request.clone().text()
    const answer = await services.fetch(request, env)
    calls.push({ what: nameOf(pathname, body), about: `${pathname} ${body}`, began, ended: performance.now() })
    return answer
  }

  async function send(request: Request): Promise<Response> {
    const about = await request.clone().text()
    const answer = await fetch(request)
    const what = request.headers.get('x-shopify-topic') ?? 'push'
    sent.push({ what, about, accepted: performance.now(), status: answer.status })
    return answer
  }

  async function close(): Promise<void> {
    services.world.restart({ seed: 1, nowMs: services.world.clock.now(), clock: 'still' })
    if ('closeAllConnections' in server) server.closeAllConnections()
    server.close()
  }
}

/** GraphQL operations by their name, the rest by the last part of their path. */
function nameOf(pathname: string, body: string): string {
  return /(?:query|mutation) (\w+)/.exec(pathname.endsWith('graphql.json') ? body : '')?.[1] ?? pathname.replace(/^.*\/api\//, '')
}

function controlOf(url: string): Speaker {
  const speak = speakTo(url)
  return async (method, path, body) => {
    const answer = await speak(method, path, body)
    if (answer.status >= 400) throw new Error(`the world refused ${method} ${path}: ${JSON.stringify(answer.body)}`)
    return answer
  }
}

/** Waits until `found` gives something. */
export async function eventually<Found>(what: string, found: () => Found | undefined | Promise<Found | undefined>): Promise<Found> {
  for (const deadline = performance.now() + waitMsMax; performance.now() < deadline; await pause(lookEveryMs)) {
    const result = await found()
    if (result !== undefined) return result
  }
  throw new Error(`${what} did not happen in time`)
}

const waitMsMax = 60_000
const lookEveryMs = 10

export function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs))
}
