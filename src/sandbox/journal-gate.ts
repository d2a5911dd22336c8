import type { MiddlewareHandler } from 'hono'
import { droppedHeader, faultHeader } from './fault-gate.ts'
import type { Service } from './faults.ts'
import type { World } from './world.ts'

/** Writes each request of a face and its answer into the journal. */
export function journalGate(world: World, service: Service): MiddlewareHandler {
  return async (context, next) => {
    const request = context.req.raw
    const body = await request.clone().text()
    await next()

    const answer = context.res
    const dropped = answer.headers.has(droppedHeader)
    const fault = answer.headers.get(faultHeader)
    const url = new URL(request.url)
    world.journal.record({
      at: new Date(world.clock.now()).toISOString(),
      service,
      direction: 'in',
      method: request.method,
      path: url.pathname,
      query: url.search,
      headers: Object.fromEntries(request.headers),
      body,
      status: dropped ? null : answer.status,
      answer: dropped ? '' : await shown(answer),
      ...(fault === null ? {} : { fault }),
    })
    answer.headers.delete(faultHeader)
  }
}

async function shown(answer: Response): Promise<string> {
  const type = answer.headers.get('content-type') ?? ''
  const bytes = await answer.clone().arrayBuffer()
  const binary = type !== '' && !/json|text|html|xml/.test(type)
  return binary ? `(${bytes.byteLength} bytes of ${type})` : new TextDecoder().decode(bytes)
}
