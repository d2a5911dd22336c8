import { Hono } from 'hono'
import { z } from 'zod'
import { FaultFile } from './faults.ts'
import { ControlProblem, parsed, problemAnswer } from './problem.ts'
import { dumpWorld, loadWorld } from './world-file.ts'
import type { World } from './world.ts'

/** A long poll of the clock is answered after this, moved or not. */
const clockWaitMsMax = 20_000

const Moment = z.union([z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)), z.coerce.number().int()])
const Move = z.union([z.strictObject({ advanceMs: z.int().min(0) }), z.strictObject({ to: Moment })])

/** The control API that concerns the world as a whole: file, clock, faults, journal. */
export function worldControl(world: World): Hono {
  return new Hono()
    .get('/world', (context) => context.json(dumpWorld(world)))
    .post('/world', async (context) => {
      loadWorld(world, await context.req.json())
      return context.json(dumpWorld(world))
    })
    .get('/clock', async (context) => {
      const after = parsed(Moment.optional(), context.req.query('after'))
      if (after !== undefined) await world.clock.movedPast(after, clockWaitMsMax)
      return context.json(clockAnswer(world))
    })
    .post('/clock', async (context) => {
      const move = parsed(Move, await context.req.json())
      const toMs = 'to' in move ? move.to : world.clock.now() + move.advanceMs
      if (toMs < world.clock.now()) throw new ControlProblem(422, 'the clock never goes backwards', [{ pointer: '/to', detail: 'is past' }])
      await world.clock.advanceTo(toMs)
      return context.json(clockAnswer(world))
    })
    .get('/faults', (context) => context.json(world.faults.list()))
    .post('/faults', async (context) => {
      const fault = parsed(FaultFile, await context.req.json())
      return context.json({ id: world.faults.plant(fault) }, 201)
    })
    .delete('/faults', (context) => {
      world.faults.remove()
      return context.body(null, 204)
    })
    .delete('/faults/:id', (context) => {
      if (!world.faults.remove(context.req.param('id'))) throw new ControlProblem(404, 'there is no such fault')
      return context.body(null, 204)
    })
    .get('/journal', (context) => {
      const after = parsed(z.coerce.number().int().min(0).default(0), context.req.query('after'))
      const service = context.req.query('service')
      return context.json(world.journal.list({ after, ...(service === undefined ? {} : { service }) }))
    })
}

/** What every control route answers when it cannot do what it was asked. */
export function controlError(error: Error): Response {
  if (error instanceof ControlProblem) return problemAnswer(error)
  if (error instanceof SyntaxError)
    return problemAnswer(new ControlProblem(422, 'The body is not JSON', [{ pointer: '', detail: error.message }]))
  if (error instanceof RangeError) return problemAnswer(new ControlProblem(422, error.message))
  throw error
}

function clockAnswer({ clock }: World): { now: string; running: boolean } {
  return { now: new Date(clock.now()).toISOString(), running: clock.mode() === 'real' }
}
