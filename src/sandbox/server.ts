import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono } from 'hono'
import { readFileSync } from 'node:fs'
import { controlError, worldControl } from './control.ts'
import { droppedHeader, faultGate } from './fault-gate.ts'
import { journalGate } from './journal-gate.ts'
import { controlDocument } from './openapi.ts'
import { machineTime } from './real-time.ts'
import { shopifyControl, shopifyFace } from './shopify/face.ts'
import { smartbillControl } from './smartbill/control.ts'
import { smartbillFace } from './smartbill/face.ts'
import { emptyWorld, type Start, type Surroundings, type World } from './world.ts'

/** A receiver of webhooks or stock pushes must answer within this. */
const sendTimeoutMs = 5_000

export type Sandbox = {
  readonly world: World
  readonly app: Hono
  /** A connection that a fault kills is a TypeError here, and a destroyed socket where there is one. */
  readonly fetch: (request: Request, env?: Wire) => Promise<Response>
}

/** What the Node server hands over beside the request. */
type Wire = { readonly outgoing?: { destroy(): unknown } }

export type SandboxOptions = Partial<Surroundings> & { readonly start?: Start }

/** The simulated services over one empty world, and the control that fills it. */
export function sandbox(options: SandboxOptions = {}): Sandbox {
  const surroundings = { realTime: options.realTime ?? machineTime(), send: options.send ?? sendByNetwork }
  const world = emptyWorld(surroundings, options.start ?? { seed: 1, nowMs: surroundings.realTime.now(), clock: 'still' })
  const app = new Hono()

  app.use('/shopify/*', journalGate(world, 'shopify'), faultGate(world, 'shopify'))
  app.route('/shopify/:shop', shopifyFace(world))
  app.use('/smartbill/*', journalGate(world, 'smartbill'), faultGate(world, 'smartbill'))
  app.route('/smartbill/SBORO/api', smartbillFace(world))

  const control = new Hono().onError(controlError)
  control.route('/', worldControl(world))
  control.route('/shopify', shopifyControl(world))
  control.route('/smartbill', smartbillControl(world))
  control.get('/openapi.json', (context) => context.json(controlDocument()))
  app.route('/_sim', control)
  app.get('/', (context) => context.html(readFileSync(new URL('page.html', import.meta.url), 'utf8')))

  return { world, app, fetch: (request, env) => throughTheWire(app, request, env) }
}

async function throughTheWire(app: Hono, request: Request, env: Wire = {}): Promise<Response> {
  const answer = await app.fetch(request, env)
  if (!answer.headers.has(droppedHeader)) return answer
  if (env.outgoing === undefined) throw new TypeError('fetch failed')
  env.outgoing.destroy()
  return RESPONSE_ALREADY_SENT
}

function sendByNetwork(request: Request): Promise<Response> {
  return fetch(new Request(request, { redirect: 'manual', signal: AbortSignal.timeout(sendTimeoutMs) }))
}
