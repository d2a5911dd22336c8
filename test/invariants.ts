import type { Db } from '#db/client.ts'
import type { Sandbox } from '#sandbox/server.ts'
import type { Order } from '#sandbox/shopify/state.ts'
import { financialStatus } from '#sandbox/shopify/order-status.ts'
import { UNIT } from '#sandbox/smartbill/stock.ts'
import { isOwn, type Books } from '#test/simulation/books.ts'
import { cif, domain, skus } from '#test/simulation/day-world.ts'
import type { Taken } from '#test/simulation/people.ts'

export type AtRest = {
  readonly db: Db
  readonly outside: Sandbox
  readonly books: Books
  readonly taken: Taken
  readonly acknowledged: ReadonlySet<string>
}

/** What must be true of a shop when nothing has happened for a while: each sentence says what is not. */
export async function shopAtRest(rest: AtRest): Promise<readonly string[]> {
  return [
    ...invoices(rest),
    ...levels(rest),
    ...(await deliveries(rest)),
    ...(await nothingOpen(rest)),
    ...(await targets(rest)),
    ...(await tenants(rest)),
  ]
}

/** Every order that is due an invoice has one that stands, and none has two. */
function invoices({ outside: { world } }: AtRest): string[] {
  const orders = [...(world.shops.get(domain)?.orders.values() ?? [])]
  const documents = (world.smartbill.get(cif)?.documents ?? []).filter(isOwn)
  return orders.flatMap((order) => {
    const own = documents.filter(({ mentions }) => mentions.split(/[^#\w-]+/).includes(order.name))
    if (own.length > 1) return [`${order.name} has ${own.length} invoices: ${own.map(({ number }) => number).join(', ')}`]
    return own.length === 0 && isDue(order) ? [`${order.name} has no invoice`] : []
  })
}

/** Paid and not all paid back, still wanted, and of something. */
function isDue(order: Order): boolean {
  return (
    ['PAID', 'PARTIALLY_REFUNDED'].includes(financialStatus(order)) &&
    order.cancelledAt === null &&
    order.lines.some(({ currentQuantity }) => currentQuantity > 0)
  )
}

/** Shopify shows what may be sold; less only by what was invoiced and came back, which nobody has reversed. */
function levels({ outside: { world }, books, taken }: AtRest): string[] {
  const back = new Map<string, number>()
  for (const { lines, mentions } of (world.smartbill.get(cif)?.documents ?? []).filter(isOwn)) {
    const [, order] = [...taken].find(([name]) => mentions.split(/[^#\w-]+/).includes(name)) ?? []
    for (const sku of order === undefined ? [] : skus) {
      const out = lines.filter(({ code }) => code === sku).reduce((sum, { discharge }) => sum + (discharge?.quantity ?? 0) / UNIT, 0)
      back.set(sku, (back.get(sku) ?? 0) + Math.max(0, out - (order?.get(sku) ?? 0)))
    }
  }
  return skus.flatMap((sku) => {
    const expected = books.right(sku) - (back.get(sku) ?? 0)
    return books.available(sku) === expected ? [] : [`${sku} shows ${books.available(sku)} and should show ${expected}`]
  })
}

async function deliveries({ db, acknowledged }: AtRest): Promise<string[]> {
  const rows = await db.selectFrom('inbox').select(['webhook_id', 'handled_at']).execute()
  const kept = new Map(rows.map((row) => [row.webhook_id, row.handled_at]))
  const lost = [...acknowledged].filter((id) => !kept.has(id))
  const waiting = rows.filter(({ handled_at }) => handled_at === null)
  return [
    ...(lost.length > 0 ? [`${lost.length} acknowledged deliveries are not kept: ${lost.slice(0, 3).join(', ')}`] : []),
    ...(waiting.length > 0 ? [`${waiting.length} deliveries were never handled`] : []),
  ]
}

/** Nothing was begun of which the end is not known. */
async function nothingOpen({ db, outside: { world } }: AtRest): Promise<string[]> {
  const now = new Date(world.clock.now())
  const intents = await db
    .selectFrom('intents')
    .select(['kind', 'subject', 'outcome', 'tries'])
    .where((where) => where.or([where('outcome', 'is', null), where('outcome', '=', 'unknown')]))
    .execute()
  const work = await db.selectFrom('order_work').select(['kind', 'order_id']).where('due_at', '<=', now).execute()
  const due = await db.selectFrom('due').select(['kind']).where('due_at', '<=', now).execute()
  const sums = await db.selectFrom('runs').select(['run_id', 'state']).where('state', 'in', ['writing', 'planned']).execute()
  return [
    ...intents.map(
      ({ kind, subject, outcome, tries }) => `the outcome of ${kind} for ${subject} is ${outcome ?? 'open'} after ${tries} looks`,
    ),
    ...work.map(({ kind, order_id }) => `order ${order_id} still waits for ${kind}`),
    ...due.map(({ kind }) => `${kind} is due and nobody does it`),
    ...sums.map(({ run_id, state }) => `run ${run_id} is still ${state}`),
  ]
}

/** The product's own plan says what Shopify shows. */
async function targets({ db, outside: { world } }: AtRest): Promise<string[]> {
  const rows = await db.selectFrom('stock_rows').select(['item_id', 'location_id', 'target']).execute()
  const broken = rows.flatMap(({ item_id, location_id, target }) => {
    const level = world.shops.get(domain)?.levels.byItem.get(Number(item_id))?.get(Number(location_id))
    const shown = level?.counters.available
    return shown === target ? [] : [`item ${item_id} shows ${shown} and the plan says ${target}`]
  })
  return rows.length === skus.length ? broken : [...broken, `${rows.length} of ${skus.length} products are in step`]
}

async function tenants({ db, outside: { world } }: AtRest): Promise<string[]> {
  const own = String(world.shops.get(domain)?.id)
  const rows = await db.selectFrom('orders').select('tenant_id').distinct().execute()
  const others = rows.filter(({ tenant_id }) => tenant_id !== own)
  return others.length > 0 ? [`orders of shop ${others[0]?.tenant_id} came into being`] : []
}
