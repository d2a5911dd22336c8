import { z } from 'zod'
import { exitCode, type Answer } from './answer.ts'
import type { RunningPunte } from './running.ts'

const lookEveryMs = 150
/** An order that stands as it stood before it was asked for is believed to stay so after this. */
const unchangedMs = 5_000
/** A service that refuses for now is tried again by the product; we wait for it so long. */
const busyMsMax = 30_000

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

/** Asks for the invoice of an order and waits for what becomes of it. */
export async function invoice(punte: RunningPunte, shop: string, named: string): Promise<Answer> {
  const path = `/shops/${shop}/orders/${encodeURIComponent(named)}`
  const asked = await punte.send('POST', `${path}/invoice`, { body: {} }, Order)
  const began = performance.now()
  for (;;) {
    const order = await punte.get(path, Order)
    const answer = answerOf(order, {
      waitedMs: performance.now() - began,
      moved: order.reason !== asked.reason || order.events.length > asked.events.length,
    })
    if (answer !== null) return answer
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
}

type Wait = { readonly waitedMs: number; readonly moved: boolean }

/** Null while it may still become something else by itself. */
function answerOf(order: Order, { waitedMs, moved }: Wait): Answer | null {
  const { name, state } = order
  if (state === 'issued') {
    const documents = order.documents.map(({ series, number }) => `${series} ${number}`).join(', ')
    return { code: exitCode.done, lines: [`${name}: issued ${documents}`], json: order }
  }
  const why = [order.reason ?? '', order.events.at(-1)?.quote ?? ''].filter((text) => text !== '').join(': ')
  if (state === 'unknown-outcome') {
    const line = `${name}: it is not known whether the invoice was made: ${why}`
    return { code: exitCode.waitsForPerson, lines: [line], json: order }
  }
  if (state === 'never' || state === 'reversed') return { code: exitCode.no, lines: [`${name}: not invoiced: ${why}`], json: order }
  if (state === 'issuing' || (!moved && waitedMs < unchangedMs)) return null
  return waiting(order, why, waitedMs)
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
