import type { MiddlewareHandler } from 'hono'
import type { FaultOf, Service } from './faults.ts'
import { requestFields } from './request-fields.ts'
import type { World } from './world.ts'

const transportKinds = ['dropBeforeCommit', 'dropAfterCommit', 'delay', 'http', 'httpAfterCommit', 'truncate', 'html200'] as const
type TransportFault = FaultOf<(typeof transportKinds)[number]>

/** On an answer: the connection died instead. The outermost fetch turns it into a rejected promise or a destroyed socket. */
export const droppedHeader = 'x-sim-connection-dropped'
/** On an answer: the fault that shaped it, for the journal. */
export const faultHeader = 'x-sim-fault'

/** Applies the faults that any HTTP service may have, in front of its face. */
export function faultGate(world: World, service: Service): MiddlewareHandler {
  return async (context, next) => {
    if (world.faults.list().length === 0) return next()
    const { method, path } = context.req
    const fields = requestFields(await context.req.raw.clone().text())
    const fault = world.faults.take(service, transportKinds, { method, path, fields })
    if (fault === undefined) return next()

    if (!happensBefore(fault)) await next()
    context.res = await answerUnder(world, fault, context.res)
    context.res.headers.set(faultHeader, fault.kind)
  }
}

function happensBefore(fault: TransportFault): boolean {
  return fault.kind === 'dropBeforeCommit' || fault.kind === 'http' || fault.kind === 'html200'
}

async function answerUnder(world: World, fault: TransportFault, answer: Response): Promise<Response> {
  switch (fault.kind) {
    case 'dropBeforeCommit':
    case 'dropAfterCommit':
      return new Response(null, { status: 502, headers: { [droppedHeader]: '1' } })
    case 'delay':
      await world.pause(fault.ms)
      return new Response(answer.body, answer)
    case 'http':
    case 'httpAfterCommit':
      return brokenAnswer(fault)
    case 'truncate': {
      const text = await answer.text()
      return new Response(text.slice(0, Math.floor(text.length / 2)), {
        status: answer.status,
        headers: { 'content-type': 'application/json' },
      })
    }
    case 'html200':
      return new Response(page(200, 'Mentenanta'), { headers: { 'content-type': 'text/html' } })
  }
}

function brokenAnswer({ status, body, retryAfter }: FaultOf<'http'> | FaultOf<'httpAfterCommit'>): Response {
  const headers = new Headers(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) })
  if (body === 'empty' || [204, 205, 304].includes(status)) return new Response(null, { status, headers })
  headers.set('content-type', body === 'json' ? 'application/json' : 'text/html')
  return new Response(body === 'json' ? JSON.stringify({ errors: 'Service error' }) : page(status, 'Error'), { status, headers })
}

function page(status: number, title: string): string {
  return `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`
}
