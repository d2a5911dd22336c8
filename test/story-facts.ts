import { once } from 'node:events'
import { serve as listen } from '@hono/node-server'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Story } from './story.ts'

const Level = z.object({ location: z.string(), available: z.number(), committed: z.number(), on_hand: z.number() })
const Stock = z.array(z.object({ warehouse: z.string(), code: z.string(), name: z.string(), quantity: z.number() }))
const Placed = z.object({ id: z.string(), name: z.string() })
const Document = z.object({
  kind: z.string(),
  series: z.string(),
  number: z.string(),
  date: z.string(),
  status: z.string(),
  total: z.number(),
  useStock: z.boolean(),
  mentions: z.string(),
  lines: z.array(z.object({ code: z.string(), name: z.string(), quantity: z.number(), warehouse: z.string().nullish() })),
})

export type ShownDocument = z.infer<typeof Document>

export const shopPath = '/shopify/demo.myshopify.com'
export const companyPath = '/smartbill/RO10203040'

/** Places an order in the simulated shop. */
export async function anOrder(story: Story, order: object): Promise<z.infer<typeof Placed>> {
  return Placed.parse(await story.world('POST', `${shopPath}/orders`, order))
}

/** What a person does to an order in Shopify: pay, fulfil, cancel, refund, edit. */
export async function actOnOrder(story: Story, name: string, act: string, body: object = {}): Promise<void> {
  await story.world('POST', `${shopPath}/orders/${encodeURIComponent(name)}/${act}`, body)
}

/** Shopify's figures of a product at a location: at the story's only one, unless another is named. */
export async function level(
  story: Story,
  sku: string,
  location?: string,
): Promise<{ available: number; committed: number; onHand: number }> {
  const levels = z.array(Level).parse(await story.world('GET', `${shopPath}/levels?sku=${encodeURIComponent(sku)}`))
  const found = levels.find((each) => each.location === (location ?? each.location))
  if (found === undefined) throw new Error(`Shopify has no level of ${sku}`)
  return { available: found.available, committed: found.committed, onHand: found.on_hand }
}

/** SmartBill's stock of a product in the online warehouse. */
export async function stock(story: Story, code: string, warehouse = 'Depozit Online'): Promise<number> {
  const rows = Stock.parse(await story.world('GET', `${companyPath}/stock?code=${encodeURIComponent(code)}`))
  return rows.find((row) => row.warehouse === warehouse)?.quantity ?? 0
}

export async function documents(story: Story): Promise<readonly ShownDocument[]> {
  return z.array(Document).parse(await story.world('GET', `${companyPath}/documents`))
}

/** A movement booked in SmartBill by its own people. */
export async function book(story: Story, movement: string, body: object): Promise<void> {
  await story.world('POST', `${companyPath}/${movement}`, { warehouse: 'Depozit Online', ...body })
}

/** How often the product told Shopify a stock figure. */
export function stockWrites(story: Story): number {
  return callsOf(story, 'shopify').filter((body) => body.includes('inventorySetQuantities')).length
}

/** The figures that the product told Shopify, in their order. */
export function figuresWritten(story: Story): readonly number[] {
  const calls = callsOf(story, 'shopify').filter((call) => call.includes('inventorySetQuantities'))
  return calls.flatMap((call) => [...call.matchAll(/\\"quantity\\":(-?\d+)/g)].map(([, figure]) => Number(figure)))
}

/** Every call to a simulated service, as its journal has it. */
export function callsOf(story: Story, service: string): readonly string[] {
  return story.sandbox.world.journal.list({ service }).map((entry) => `${entry.method} ${entry.path} ${JSON.stringify(entry.body)}`)
}

/** The state of an order as the product shows it. */
export async function orderState(story: Story, name: string): Promise<string> {
  const { body } = await story.api('GET', `/shops/demo.myshopify.com/orders/${encodeURIComponent(name)}`)
  return z.object({ state: z.string() }).parse(body).state
}

export const ordersPath = '/shops/demo.myshopify.com/orders'

const Reason = z.object({ state: z.string(), reason: z.string().nullish(), say: z.object({ id: z.string() }).nullish() })

/** The state of an order with why it stands, as the product shows it, in the words and by the id of the sentence. */
export async function orderShown(story: Story, name: string): Promise<{ state: string; say: string | null; reason: string }> {
  const { body } = await story.api('GET', `${ordersPath}/${encodeURIComponent(name)}`)
  const { state, say, reason } = Reason.parse(body)
  return { state, say: say?.id ?? null, reason: reason ?? '' }
}

/** A person asks for something to be done with an order in the product. */
export async function askFor(story: Story, name: string, act: string, body: object = {}): Promise<number> {
  const { status } = await story.api('POST', `${ordersPath}/${encodeURIComponent(name)}/${act}`, body)
  await story.settle()
  return status
}

/** What the product says is wrong now: the kind of each open problem and whom it is about. */
export async function problems(story: Story): Promise<readonly { kind: string; name: string }[]> {
  const { body } = await story.api('GET', '/shops/demo.myshopify.com/problems')
  const Problems = z.object({ items: z.array(z.object({ kind: z.string(), subject: z.object({ name: z.string() }) })) })
  return Problems.parse(body).items.map(({ kind, subject }) => ({ kind, name: subject.name }))
}

/** Makes every run fail to read the changed orders: what is placed now stays unknown to the product. */
export async function hideOrders(story: Story): Promise<void> {
  await story.world('POST', '/faults', { service: 'webhooks', kind: 'drop', times: 1000 })
  const refused = { kind: 'http', status: 503, body: 'html', times: 1000, match: { field: 'orders' } }
  await story.world('POST', '/faults', { service: 'shopify', ...refused })
}

const ShownProduct = z.object({
  code: z.string(),
  name: z.string(),
  sku: z.string().nullable(),
  binding: z.string(),
  bindingReason: z.object({ text: z.string() }).nullable(),
  onlyIn: z.string().nullable(),
})

/** Everything the product shows under a code, or under a part of a name with `q`. */
export async function products(story: Story, query: { readonly code: string } | { readonly q: string }): Promise<readonly ShownProduct[]> {
  const { body } = await story.api('GET', `/shops/demo.myshopify.com/products?${new URLSearchParams(query).toString()}`)
  const Shown = z.union([z.array(ShownProduct), z.object({ items: z.array(ShownProduct) }).transform(({ items }) => items)])
  return Shown.parse(body)
}

export type ShownProduct = z.infer<typeof ShownProduct>

/** Runs over everything at once, new products included: Test connection. */
export async function testConnection(story: Story): Promise<void> {
  await story.api('POST', '/shops/demo.myshopify.com/services/smartbill/test')
  await story.settle()
}

/** The connection that held the locks is cut, as by a network that was down for too long. */
export async function loseLocks({ database: { db } }: Story): Promise<void> {
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'punte locks' and datname = current_database()`.execute(db)
}

/** What an operator's monitoring reads, from this machine. */
export async function metricsOf(story: Story): Promise<string> {
  const server = listen({ fetch: story.server.fetch, hostname: '127.0.0.1', port: 0 })
  try {
    await once(server, 'listening')
    const { port } = z.object({ port: z.number() }).parse(server.address())
    return await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()
  } finally {
    server.close()
  }
}
