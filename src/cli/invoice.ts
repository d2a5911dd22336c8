import { z } from 'zod'
import { CommandEnd, exitCode, type Answer } from './answer.ts'
import type { RunningPunte } from './running.ts'

const lookEveryMs = 150
/** An order that stands as it stood before it was asked for is believed to stay so after this. */
const unchangedMs = 5_000
/** A service that refuses for now is tried again by the product; we wait for it so long. */
const busyMsMax = 30_000

/** What may stand between an order and its invoice until a person says yes. */
export const questions = ['dispatched', 'withoutStock', 'beforeCutOver', 'again', 'claimed']

const Order = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(['waiting', 'issuing', 'issued', 'unknown-outcome', 'reversed', 'never']),
  reason: z.string().nullish(),
  say: z.object({ id: z.string(), data: z.record(z.string(), z.union([z.string(), z.number()])) }).nullish(),
  documents: z.array(z.object({ service: z.string(), series: z.string(), number: z.string() })),
  events: z.array(z.object({ kind: z.string(), quote: z.string().nullish() })),
})
type Order = z.infer<typeof Order>

/** `answers`: the questions that are answered with yes beforehand. */
export type Asking = { readonly order: string; readonly answers: readonly string[] }

/** Asks for the invoice of an order and waits for what becomes of it. */
export async function invoice(punte: RunningPunte, shop: string, { order: named, answers }: Asking): Promise<Answer> {
  const path = `/shops/${shop}/orders/${encodeURIComponent(named)}`
  const before = await punte.get(path, Order)
  if (before.state === 'issued') return issued(before)
  const asked = await ask(punte, path, answers)
  const began = performance.now()
  for (;;) {
    const order = await punte.get(path, Order)
    const answer = answerOf(order, {
      waitedMs: performance.now() - began,
      moved: order.state !== asked.state || order.reason !== asked.reason || order.events.length > asked.events.length,
    })
    if (answer !== null) return answer
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
}

/** An order that began to be invoiced by itself a moment ago is refused; what was asked for comes about all the same. */
async function ask(punte: RunningPunte, path: string, answers: readonly string[]): Promise<Order> {
  try {
    return await punte.send('POST', `${path}/invoice`, { body: { answers } }, Order)
  } catch (error) {
    const order = error instanceof CommandEnd ? await punte.get(path, Order) : undefined
    if (order?.state === 'issued' || order?.state === 'issuing') return order
    throw error
  }
}

type Wait = { readonly waitedMs: number; readonly moved: boolean }

/** Null while it may still become something else by itself. */
function answerOf(order: Order, { waitedMs, moved }: Wait): Answer | null {
  const { name, state } = order
  if (state === 'issued') return issued(order)
  if (state === 'issuing' || (!moved && waitedMs < unchangedMs)) return null
  const why = [order.reason ?? '', order.events.at(-1)?.quote ?? ''].filter((text) => text !== '').join(': ')
  if (state === 'unknown-outcome') {
    const line = `${name}: it is not known whether the invoice was made: ${why}`
    return { code: exitCode.waitsForPerson, lines: [line], json: order }
  }
  if (state === 'never' || state === 'reversed') return { code: exitCode.no, lines: [`${name}: not invoiced: ${why}`], json: order }
  return waiting(order, why, waitedMs)
}

function issued(order: Order): Answer {
  const documents = order.documents.map(({ series, number }) => `${series} ${number}`).join(', ')
  return { code: exitCode.done, lines: [`${order.name}: issued ${documents}`], json: order }
}

function waiting(order: Order, why: string, waitedMs: number): Answer | null {
  const fault = order.say?.data['fault']
  const lines = [`${order.name}: waits: ${why || 'its turn has not come; it is tried again by itself'}`]
  if (fault === 'throttled' || fault === 'unavailable' || why === '') {
    return waitedMs < busyMsMax ? null : { code: exitCode.notReachable, lines, json: order }
  }
  if (fault !== undefined) return { code: exitCode.no, lines: [`${order.name}: refused: ${why}`], json: order }
  return { code: exitCode.waitsForPerson, lines, json: order }
}
