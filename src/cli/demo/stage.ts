import { z } from 'zod'
import { cif, openOrders, orderNames, shop, sku, warehouse } from './demo-world.ts'
import type { Figures } from './figures.ts'
import type { Journal } from './journal.ts'
import { tell, type Speaker } from './product-api.ts'

const lookEveryMs = 30
/** The services' limits count in tens of seconds: a product that waits for its turn goes on after this. */
const budgetMs = 10_000
/** A product that waits for its turn has called nobody for so long. */
const waitingMs = 120
/** What invoices leave to be done is done after so many times that long. */
const turnsMax = 30
const stepMsMax = 45_000

const Levels = z.array(z.object({ committed: z.int(), available: z.int() }))
const Stock = z.array(z.object({ warehouse: z.string(), quantity: z.number() }))
const Documents = z.array(z.unknown())
const Started = z.object({ id: z.string() })
const Run = z.object({ state: z.string(), reason: z.object({ text: z.string() }).nullable() })
const Order = z.object({ name: z.string(), state: z.string(), reason: z.string().nullish() })

/** The product and the world around it, as somebody who watches both sees them. */
export type Stage = { readonly api: Speaker; readonly world: Speaker; readonly journal: Journal }

export async function levels({ world }: Stage): Promise<Omit<Figures, 'change'>> {
  const [level] = Levels.parse(await tell(world, 'GET', `/shopify/${shop}/levels?sku=${sku}`))
  const stock = Stock.parse(await tell(world, 'GET', `/smartbill/${cif}/stock?code=${sku}`)).find((row) => row.warehouse === warehouse)
  if (level === undefined || stock === undefined) throw new Error(`the world has lost ${sku}`)
  return { billing: stock.quantity, ...level, sum: level.committed + level.available }
}

/** Sync now for the one product, to its end. */
export async function sync({ api, journal }: Stage): Promise<void> {
  const { id } = Started.parse(await tell(api, 'POST', `/shops/${shop}/runs`, { codes: [sku] }))
  for (const deadline = performance.now() + stepMsMax; performance.now() < deadline; await pause()) {
    const { state, reason } = Run.parse(await tell(api, 'GET', `/shops/${shop}/runs/${id}`))
    if (state === 'done') return journal.rest()
    if (state === 'failed' || state === 'waiting') throw new Error(`the run is ${state}: ${reason?.text ?? 'no reason is given'}`)
  }
  throw new Error('the run does not end')
}

/** A person asks for the invoice of every order. The clock goes on whenever the product waits for its turn. */
export async function invoiceAll({ api, world, journal }: Stage): Promise<void> {
  for (const name of orderNames)
    await tell(api, 'POST', `/shops/${shop}/orders/${encodeURIComponent(name)}/invoice`, { answers: ['beforeCutOver'] })
  for (const deadline = performance.now() + stepMsMax; performance.now() < deadline;) {
    await journal.rest(waitingMs)
    const issued = Documents.parse(await tell(world, 'GET', `/smartbill/${cif}/documents`)).length
    if (issued >= openOrders) break
    await tell(world, 'POST', '/clock', { advanceMs: budgetMs })
  }
  await settle({ world, journal })
  for (const name of orderNames) {
    const { state, reason } = Order.parse(await tell(api, 'GET', `/shops/${shop}/orders/${encodeURIComponent(name)}`))
    if (state !== 'issued') throw new Error(`${name} is ${state} and not issued: ${reason ?? 'no reason is given'}`)
  }
}

export async function shipAll({ world, journal }: Stage): Promise<void> {
  for (const name of orderNames) await tell(world, 'POST', `/shopify/${shop}/orders/${encodeURIComponent(name)}/fulfil`, {})
  await settle({ world, journal })
}

/** Lets the clock go on until the product asks for nothing more. */
async function settle({ world, journal }: Pick<Stage, 'world' | 'journal'>): Promise<void> {
  for (let turn = 0; turn < turnsMax; turn += 1) {
    await journal.rest()
    const before = await journal.calls()
    await tell(world, 'POST', '/clock', { advanceMs: budgetMs })
    await journal.rest()
    if ((await journal.calls()) === before) return
  }
  throw new Error('the product always has something more to ask')
}

/** Goods are received and booked by the warehouse's people. */
export async function receive({ world }: Stage, quantity: number): Promise<void> {
  await tell(world, 'POST', `/smartbill/${cif}/nir`, { warehouse, code: sku, quantity })
}

/** Nothing is carried to Shopify until the flow is resumed. */
export async function pauseStock({ api }: Stage): Promise<void> {
  await tell(api, 'POST', `/shops/${shop}/pause`, { flow: 'B' })
}

export async function resumeStock({ api }: Stage): Promise<void> {
  await tell(api, 'POST', `/shops/${shop}/resume`, { flow: 'B' })
}

function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, lookEveryMs))
}
