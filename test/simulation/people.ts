import type { Sandbox } from '#sandbox/server.ts'
import type { Books } from './books.ts'
import type { Chance } from './chance.ts'
import { cif, domain, location, series, skus, warehouse } from './day-world.ts'
import type { Process } from './process.ts'

const minute = 60_000
const hour = 60 * minute
const linesMax = 3
const unitsMax = 3

export type Stage = {
  readonly process: Process
  readonly chance: Chance
  readonly outside: Sandbox
  readonly books: Books
  /** Nobody begins anything after this. */
  readonly end: Date
  readonly orders: number
}

/** Units that an order has taken of each product: what its placing, edits, cancelling and refunds did to the shop's figure. */
export type Taken = Map<string, Map<string, number>>

/** Lets the customers, the shop's staff and the warehouse live until the end of the stage. */
export function letPeopleLive(stage: Stage, taken: Taken): void {
  const { process, chance, end } = stage
  const begin = process.io.clock.now().getTime()
  for (let order = 0; order < stage.orders; order += 1) {
    void liveOrder(stage, taken, new Date(begin + chance.fraction() * (end.getTime() - begin)))
  }
  void keepWarehouse(stage)
  void editByHand(stage)
}

async function liveOrder(stage: Stage, taken: Taken, at: Date): Promise<void> {
  const { chance } = stage
  await stage.process.io.clock.until(at)
  const bought = [...new Set(Array.from({ length: 1 + chance.below(linesMax) }, () => pick(chance, skus)))]
  const paid = chance.fraction() < 0.75
  const before = figures(stage)
  const placed = await control(stage, 'POST', `/shopify/${domain}/orders`, {
    lines: bought.map((sku) => ({ sku, quantity: 1 + chance.below(unitsMax) })),
    paid,
    ...(chance.fraction() < 0.5 ? { shipping: { title: 'Curier', price: '18.15' } } : {}),
  })
  const name = nameOf(placed)
  if (name === undefined) return
  const order = { ...stage, name, taken: new Map<string, number>() }
  taken.set(name, order.taken)
  note(order, before)

  if (!paid && chance.fraction() < 0.8) {
    if (!(await later(stage, 3 * hour))) return
    await act(order, 'pay', {})
  }
  for (const { share, name: what, body } of fates) {
    if (chance.fraction() >= share) continue
    if (!(await later(stage, 2 * hour))) return
    await act(order, what, body(chance, pick(chance, bought)))
  }
}

type Fate = {
  readonly share: number
  readonly name: string
  readonly body: (chance: Chance, sku: string) => object
}

/** What may happen to an order, one after the other. What Shopify refuses does not happen. */
const fates: readonly Fate[] = [
  { share: 0.12, name: 'edit', body: (chance) => ({ sku: pick(chance, skus), delta: 1 }) },
  { share: 0.08, name: 'edit', body: (_chance, sku) => ({ sku, delta: -1 }) },
  { share: 0.08, name: 'refund', body: (_chance, sku) => ({ lines: [{ sku, quantity: 1, restock: 'cancel' }] }) },
  { share: 0.1, name: 'cancel', body: () => ({ restock: true }) },
  { share: 0.03, name: 'cancel', body: () => ({ restock: false }) },
  { share: 0.7, name: 'fulfil', body: () => ({}) },
  { share: 0.06, name: 'refund', body: (_chance, sku) => ({ lines: [{ sku, quantity: 1, restock: 'return' }] }) },
  { share: 0.04, name: 'refund', body: (_chance, sku) => ({ lines: [{ sku, quantity: 1, restock: 'none' }] }) },
]

type Living = Stage & { readonly name: string; readonly taken: Map<string, number> }

async function act(order: Living, what: string, body: object): Promise<void> {
  const before = figures(order)
  await control(order, 'POST', `/shopify/${domain}/orders/${encodeURIComponent(order.name)}/${what}`, body)
  note(order, before)
}

function figures({ books }: Stage): ReadonlyMap<string, number> {
  return new Map(skus.map((sku) => [sku, books.available(sku)]))
}

function note({ books, taken }: Living, before: ReadonlyMap<string, number>): void {
  for (const [sku, units] of before) {
    const took = units - books.available(sku)
    if (took !== 0) taken.set(sku, (taken.get(sku) ?? 0) + took)
  }
}

/** Goods come in, are counted, are used up, and are sold at a counter, on paper of the same series. */
async function keepWarehouse(stage: Stage): Promise<void> {
  const { chance, books } = stage
  while (await later(stage, 2 * hour)) {
    const code = pick(chance, skus)
    const units = 1 + chance.below(5)
    const what = chance.fraction()
    if (what < 0.4) await control(stage, 'POST', `/smartbill/${cif}/nir`, { warehouse, code, quantity: units * 4 })
    else if (what < 0.6) await leave('adjust', { warehouse, code, quantity: -units })
    else if (what < 0.8) await leave('consume', { warehouse, code, quantity: units })
    else await leave('invoice', { series, useStock: true, lines: [{ code, quantity: units, warehouse }] })

    async function leave(verb: string, body: object): Promise<void> {
      const done = await control(stage, 'POST', `/smartbill/${cif}/${verb}`, body)
      if (done !== undefined) books.leftElsewhere(code, units)
    }
  }
}

/** Somebody types a figure into Shopify's own pages. */
async function editByHand(stage: Stage): Promise<void> {
  const { chance, books } = stage
  while (await later(stage, 16 * hour)) {
    const sku = pick(chance, skus)
    const before = books.available(sku)
    const done = await control(stage, 'POST', `/shopify/${domain}/levels`, { sku, location, available: before + chance.below(9) - 4 })
    if (done !== undefined) books.handEdit(sku, books.available(sku) - before)
  }
}

/** Waits for a time of chance; false when the stage has ended by then. */
export async function later({ process, chance, end }: Pick<Stage, 'process' | 'chance' | 'end'>, msMax: number): Promise<boolean> {
  const at = new Date(process.io.clock.now().getTime() + minute + chance.fraction() * msMax)
  if (at >= end) return false
  await process.io.clock.until(at)
  return true
}

export function pick<Item>(chance: Chance, items: readonly Item[]): Item {
  const item = items[chance.below(items.length)]
  if (item === undefined) throw new RangeError('nothing to pick from')
  return item
}

/** What the world answers; undefined when it refuses, as Shopify refuses to cancel what was shipped. */
export async function control({ outside }: Pick<Stage, 'outside'>, method: string, path: string, body?: object): Promise<unknown> {
  const answer = await outside.app.request(`/_sim${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  if (answer.status === 422) return undefined
  if (!answer.ok) throw new Error(`the world failed at ${method} ${path}: ${answer.status} ${text}`)
  return text === '' ? null : JSON.parse(text)
}

function nameOf(placed: unknown): string | undefined {
  return typeof placed === 'object' && placed !== null && 'name' in placed ? String(placed.name) : undefined
}
