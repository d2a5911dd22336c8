import type { Context } from '#app/context.ts'
import { listLagMs } from '#core/stock-settings.ts'
import type { TenantId, WakeUp } from '#core/tenant.ts'
import { transaction, type Tx } from '#db/client.ts'
import { forgetOld } from '#db/retention.ts'
import { storedVersions, unreadSinceLook, type ReadVersion } from '#db/order-versions.ts'
import { addPostponedWork, postponedOrders } from '#db/order-work.ts'
import { keepForgot, keepSweep, readSweep } from '#db/sweeps.ts'
import { readChangedOrders } from '#shopify/read-orders.ts'
import { importOrders, readAgainAt } from './import-due-orders.ts'
import { adminOf } from './shop-access.ts'
import { readShopFacts, type ShopFacts } from './shop-facts.ts'
import { pairingsOf } from './stock-facts.ts'
import { wake } from './wake.ts'

/** A sweep begins so much before the one before it began. */
const overlapMs = 10 * 60_000
/** Shopify lists no order older than this without a further permission. */
const windowMs = 60 * 24 * 3_600_000
/** Without flow B nothing else sweeps: lost deliveries are found this often. */
const everyMs = 5 * 60_000
/** What has been kept long enough may stay so much longer. */
const forgetEveryMs = 3_600_000
/** So many orders of doubted products are read again by one sweep. */
const againMax = 250
/** A second, and what Shopify's clock may be ahead of ours. */
const sameMomentMs = 5_000

/** Reads every order that changed since the last complete reading, whatever the webhooks said, and those that may have moved unseen. */
export async function sweepOrders(context: Context, facts: ShopFacts): Promise<void> {
  const { tenantId } = facts.tenant
  const began = context.io.clock.now()
  const { beganAt } = await readSweep(context.db, tenantId)
  const since = new Date(beganAt === null ? began.getTime() - windowMs : beganAt.getTime() - overlapMs)
  const changed = await readChangedOrders(adminOf(context, facts.tenant), since)
  const known = await storedVersions(
    context.db,
    tenantId,
    changed.map(({ orderId }) => orderId),
  )
  const waiting = await postponedOrders(context.db, { tenantId, kind: 'import' })
  const news = changed.filter(({ orderId, updatedAt }) => mayBeNews(known.get(orderId), updatedAt))
  const again = await movedUnseen(context, facts)
  const asked = new Set([...news.map(({ orderId }) => orderId), ...again])
  const unread = await importOrders(context, tenantId, [...asked.difference(waiting)])
  // What was found amiss is settled only when every order that may explain it has been read.
  const complete = waiting.size + unread.size === 0 && again.length < againMax
  await transaction(context.db, async (tx) => {
    if (unread.size > 0) await readLater(context, tx, tenantId, [...unread.keys()])
    await keepSweep(tx, tenantId, { sweptTo: complete ? new Date(began.getTime() - listLagMs) : null, beganAt: began })
  })
}

/** Orders that could not be read whole are read again by themselves; until then nothing is concluded from their not being known. */
async function readLater(context: Context, tx: Tx, tenantId: TenantId, orderIds: readonly string[]): Promise<void> {
  const at = readAgainAt(context, 0)
  await addPostponedWork(tx, { tenantId, kind: 'import' }, orderIds, at)
  await wake(context, tx, { tenantId, kind: 'orders', connection: '' }, at)
}

/** Units that go from one location to another may leave the order's own time as it was: no list of changed orders tells of them. */
async function movedUnseen(context: Context, { tenant: { tenantId }, locations }: ShopFacts): Promise<readonly string[]> {
  if (locations.filter(({ active }) => active).length < 2) return []
  return unreadSinceLook(context.db, tenantId, againMax)
}

/** Shopify tells the time of a change in whole seconds: an order that was read right after one may have changed again since. */
function mayBeNews(known: ReadVersion | undefined, updatedAt: Date): boolean {
  if (known === undefined || known.updatedAt < updatedAt) return true
  return known.readAt.getTime() < updatedAt.getTime() + sameMomentMs
}

/** The sweep of a shop whose runs do not sweep; what has been kept long enough goes with it. */
export async function drainSweep(context: Context, { tenantId }: WakeUp): Promise<Date | null> {
  const facts = await readShopFacts(context, tenantId)
  // While stock is carried to Shopify, each of its runs sweeps.
  if (!facts.running.b || pairingsOf(facts).length === 0) await sweepOrders(context, facts)
  await forgetIfDue(context, tenantId)
  return new Date(context.io.clock.now().getTime() + everyMs)
}

async function forgetIfDue({ db, io }: Context, tenantId: TenantId): Promise<void> {
  const now = io.clock.now()
  const { forgotAt } = await readSweep(db, tenantId)
  if (forgotAt !== null && now.getTime() < forgotAt.getTime() + forgetEveryMs) return
  await forgetOld(db, tenantId, now)
  await keepForgot(db, tenantId, now)
}
