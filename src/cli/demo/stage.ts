import { z } from 'zod'
import { cif, shop, sku, warehouse, orderNames } from './demo-world.ts'
import type { Figures } from './figures.ts'
import type { Speaker } from './product-api.ts'

/** Nothing more is on its way once nobody has called anybody for so long. */
const restMs = 250
const lookEveryMs = 25
/** The services' limits count in tens of seconds: a product that waits for its budget goes on after this. */
const budgetMs = 10_000
/** A step comes to rest within so much real time. */
const stepMsMax = 40_000

const Levels = z.array(z.object({ available: z.int(), committed: z.int() }))
const Stock = z.array(z.object({ warehouse: z.string(), quantity: z.number() }))
const Journal = z.array(z.object({ seq: z.int(), direction: z.enum(['in', 'out']) }))
const Started = z.object({ id: z.string() })
const Run = z.object({ state: z.string(), reason: z.object({ text: z.string() }).nullable() })
const Order = z.object({ name: z.string(), state: z.string(), reason: z.string().nullish() })

/** The product and the world around it, as somebody who watches both sees them. */
export type Stage = { readonly api: Speaker; readonly world: Speaker }

/** Does it and gives what was answered. Throws when it was refused. */
export async function tell(speaker: Speaker, method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await speaker(method, path, body)
  if (answer.status >= 400) throw new Error(`${method} ${path} was refused: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}

export async function levels({ world }: Stage): Promise<Omit<Figures, 'change'>> {
  const [level] = Levels.parse(await tell(world, 'GET', `/shopify/${shop}/levels?sku=${sku}`))
  const stock = Stock.parse(await tell(world, 'GET', `/smartbill/${cif}/stock?code=${sku}`)).find((row) => row.warehouse === warehouse)
  if (level === undefined || stock === undefined) throw new Error(`the world has lost ${sku}`)
  return { billing: stock.quantity, ...level, sum: level.committed + level.available }
}

/** How often the product called a service after a place in the journal, and the place where the journal ends now. */
export async function calls({ world }: Stage, after: number): Promise<{ readonly count: number; readonly last: number }> {
  const entries = Journal.parse(await tell(world, 'GET', `/journal?after=${after}`))
  return { count: entries.filter(({ direction }) => direction === 'in').length, last: entries.at(-1)?.seq ?? after }
}

/** Waits until nobody calls anybody any more. */
export async function rest(stage: Stage): Promise<void> {
  const deadline = performance.now() + stepMsMax
  let { last } = await calls(stage, 0)
  for (let quietSince = performance.now(); performance.now() - quietSince < restMs; await pause()) {
    const now = await calls(stage, last)
    if (now.last !== last) quietSince = performance.now()
    last = now.last
    if (performance.now() > deadline) throw new Error('the product does not come to rest')
  }
}

/** Sync now for the one product, to its end. */
export async function sync(stage: Stage): Promise<void> {
  const { id } = Started.parse(await tell(stage.api, 'POST', `/shops/${shop}/runs`, { codes: [sku] }))
  for (const deadline = performance.now() + stepMsMax; performance.now() < deadline; await pause()) {
    const { state, reason } = Run.parse(await tell(stage.api, 'GET', `/shops/${shop}/runs/${id}`))
    if (state === 'done') return rest(stage)
    if (state === 'failed' || state === 'waiting') throw new Error(`the run is ${state}: ${reason?.text ?? 'no reason is given'}`)
  }
  throw new Error('the run does not end')
}

/** A person asks for the invoice of every order. The clock goes on whenever the product waits for its budget. */
export async function invoiceAll(stage: Stage): Promise<void> {
  for (const name of orderNames) await tell(stage.api, 'POST', `/shops/${shop}/orders/${encodeURIComponent(name)}/invoice`, {})
  const deadline = performance.now() + stepMsMax
  while ((await notIssued(stage)).length > 0) {
    if (performance.now() > deadline) throw new Error(`not invoiced: ${(await notIssued(stage)).join('; ')}`)
    await rest(stage)
    await tell(stage.world, 'POST', '/clock', { advanceMs: budgetMs })
  }
  await rest(stage)
}

async function notIssued({ api }: Stage): Promise<readonly string[]> {
  const orders = await Promise.all(
    orderNames.map(async (name) => Order.parse(await tell(api, 'GET', `/shops/${shop}/orders/${encodeURIComponent(name)}`))),
  )
  return orders.filter(({ state }) => state !== 'issued').map(({ name, state, reason }) => `${name} ${state} ${reason ?? ''}`)
}

export async function shipAll({ world }: Stage): Promise<void> {
  for (const name of orderNames) await tell(world, 'POST', `/shopify/${shop}/orders/${encodeURIComponent(name)}/fulfil`, {})
}

/** 200 pieces are received and booked by the warehouse's people. */
export async function receive({ world }: Stage, quantity: number): Promise<void> {
  await tell(world, 'POST', `/smartbill/${cif}/nir`, { warehouse, code: sku, quantity })
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, lookEveryMs))
}
