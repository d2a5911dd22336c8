import type { Context } from '#app/context.ts'
import type { TenantId, WakeUp } from '#core/tenant.ts'
import { dueOrderWork, finishOrderWork, nextOrderWorkAt, postponeOrderWork } from '#db/order-work.ts'
import { endProblems, raiseProblem } from '#db/problems.ts'
import { ordersMax, readOrders, type ReadOrder } from '#shopify/read-orders.ts'
import { ShopifyError } from '#shopify/shopify-error.ts'
import { importOrder } from './import-orders.ts'
import { patientAdminOf } from './patient-admin.ts'
import { readShopFacts, type ShopFacts } from './shop-facts.ts'
import { openTellings, settleWhatTookEffect } from './tell-shopify.ts'

/** An order that could not be read is tried again after this, and after twice as long each further time. */
const againAfterMs = 30_000
const againAtMostMs = 15 * 60_000
/** One that moved while it was read, or of which no answer came, so many times in a row is a problem too. */
const againMax = 4
/** So many orders in a row that fail even alone are no matter of these orders: Shopify is away. */
const failuresMax = 3

export type Unread = Extract<ReadOrder, { is: 'unread' }>

/** Reads the orders that are due to be read, a batch at a time. */
export async function importDueOrders(context: Context, { tenantId }: WakeUp): Promise<Date | null> {
  const work = { tenantId, kind: 'import' } as const
  const due = await dueOrderWork(context.db, work, context.io.clock.now(), ordersMax)
  if (due.length === 0) return nextOrderWorkAt(context.db, tenantId, 'import')
  const unread = await importOrders(
    context,
    tenantId,
    due.map(({ orderId }) => orderId),
  )
  const read = due.filter(({ orderId }) => !unread.has(orderId))
  await finishOrderWork(context.db, work, read)
  for (const each of due) {
    const failed = unread.get(each.orderId)
    if (failed === undefined) continue
    if (failed.again && each.attempt + 1 >= againMax) await raiseUnread(context, tenantId, each.orderId, failed)
    await postponeOrderWork(context.db, work, each, readAgainAt(context, each.attempt))
  }
  return nextOrderWorkAt(context.db, tenantId, 'import')
}

/** When an order that has failed so many times before is read again. */
export function readAgainAt({ io }: Pick<Context, 'io'>, failures: number): Date {
  return new Date(io.clock.now().getTime() + Math.min(againAfterMs * 2 ** Math.min(failures, 16), againAtMostMs))
}

/** Reads orders afresh and puts what they say in the place of what was known. Gives those that could not be read whole, each a problem of its own. */
export async function importOrders(
  context: Context,
  tenantId: TenantId,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, Unread>> {
  const facts = await readShopFacts(context, tenantId)
  const unread = new Map<string, Unread>()
  for (let start = 0; start < orderIds.length; start += ordersMax) {
    const batch = orderIds.slice(start, start + ordersMax)
    for (const [orderId, why] of await importBatch(context, facts, batch)) unread.set(orderId, why)
    const read = batch.filter((orderId) => !unread.has(orderId))
    await endProblems(context.db, tenantId, { kinds: ['orderUnread'], subjects: read }, context.io.clock.now())
  }
  for (const [orderId, why] of unread) {
    context.log.warn({ tenantId, orderId, reason: why.reason }, 'an order could not be read whole')
    if (!why.again) await raiseUnread(context, tenantId, orderId, why)
  }
  return unread
}

async function raiseUnread(context: Context, tenantId: TenantId, orderId: string, { name, reason }: Unread): Promise<void> {
  const detail = { name: name ?? `#${orderId}`, said: reason }
  await raiseProblem(context.db, tenantId, { kind: 'orderUnread', subject: orderId, detail }, context.io)
}

async function importBatch(context: Context, facts: ShopFacts, batch: readonly string[]): Promise<ReadonlyMap<string, Unread>> {
  const askedAt = context.io.clock.now()
  const unread = new Map<string, Unread>()
  const open = await openTellings(context, facts.tenant.tenantId)
  for (const [orderId, read] of await readBatch(context, facts, batch)) {
    if (read.is === 'order') {
      await importOrder(context, facts, { order: read.order, askedAt })
      await settleWhatTookEffect(context, facts.tenant.tenantId, { open, order: read.order })
    }
    if (read.is === 'unread') unread.set(orderId, read)
  }
  return unread
}

/** Together, or each alone where together they cannot be read: one of them may be the reason. */
async function readBatch(context: Context, facts: ShopFacts, batch: readonly string[]): Promise<ReadonlyMap<string, ReadOrder>> {
  const shop = patientAdminOf(context, facts.tenant)
  try {
    return await readOrders(shop, batch)
  } catch (error) {
    const failed = ofTheseOrders(error)
    if (failed === null || (failed.again && batch.length === 1)) throw error
    if (batch.length === 1) return new Map(batch.map((orderId) => [orderId, failed]))
    context.log.info({ err: error }, 'orders that cannot be read together are read one by one')
  }
  const read = new Map<string, ReadOrder>()
  let failures = 0
  for (const orderId of batch) {
    try {
      for (const entry of await readOrders(shop, [orderId])) read.set(...entry)
      failures = 0
    } catch (error) {
      const failed = ofTheseOrders(error)
      failures += 1
      if (failed === null || failures === failuresMax) throw error
      read.set(orderId, failed)
    }
  }
  return read
}

/** What Shopify says against this very question, or that no answer came, which may be its fault; null for our access and its limits. */
function ofTheseOrders(error: unknown): Unread | null {
  if (!(error instanceof ShopifyError)) return null
  const { kind } = error.fault
  if (kind !== 'rejected' && kind !== 'unavailable') return null
  return { is: 'unread', name: null, again: kind === 'unavailable', reason: error.message }
}
