import type { Context } from '#app/context.ts'
import type { BillingProvider } from '#billing/provider.ts'
import type { TenantId, WakeUp } from '#core/tenant.ts'
import { addOrderWork, dueOrderWork, finishOrderWork, nextOrderWorkAt, postponeOrderWork, type OrderWork } from '#db/order-work.ts'
import { readOrders } from '#shopify/read-orders.ts'
import { issueInvoice } from './issue-invoice.ts'
import { patientAdminOf } from './patient-admin.ts'
import { providerOf } from './provider-of.ts'
import { openGates, reconsiderOrders } from './reconsider-orders.ts'
import { readShopFacts, type ShopFacts } from './shop-facts.ts'
import { settleOpenInvoices } from './settle-open-invoices.ts'
import { wake } from './wake.ts'

/** Orders of one read and one slice. */
const ordersMax = 10
/** An order that could not be read whole is tried again after this. */
const unreadableAgainMs = 5 * 60_000

const kind = 'invoice'
const settled = { is: 'settled' } as const

/** Issues what is due for a billing account, one document after the other: its counter is evidence only while nobody else of us counts. */
export async function drainInvoices(context: Context, { tenantId }: WakeUp, lost: AbortSignal): Promise<Date | null> {
  const facts = await readShopFacts(context, tenantId)
  if (facts.service === null) return null
  const provider = providerOf(context, facts, 'documents')
  if (provider === null) return null

  await reconsiderOrders(context, context.db, tenantId, openGates(facts))
  const blockedUntil = await settleOpenInvoices(context, { facts, provider })
  if (blockedUntil !== null) return blockedUntil
  const due = await dueOrderWork(context.db, { tenantId, kind }, context.io.clock.now(), ordersMax)
  const restUntil = due.length > 0 ? await issueAll(context, { facts, provider, due, lost }) : null
  return restUntil ?? (await nextOrderWorkAt(context.db, tenantId, kind))
}

type Slice = {
  readonly facts: ShopFacts
  readonly provider: BillingProvider
  readonly due: readonly OrderWork[]
  readonly lost: AbortSignal
}

/** Gives the time until which the series must rest for a document whose outcome is unknown. */
async function issueAll(context: Context, { facts, provider, due, lost }: Slice): Promise<Date | null> {
  const { tenantId } = facts.tenant
  const shop = patientAdminOf(context, facts.tenant)
  const read = await readOrders(
    shop,
    due.map(({ orderId }) => orderId),
  )
  for (const work of due) {
    if (lost.aborted) return null
    const found = read.get(work.orderId)
    if (found?.is === 'unread') {
      await readFirst(context, tenantId, work)
      continue
    }
    const issued = found?.is === 'order' ? await issueInvoice(context, { facts, shop, provider, order: found.order }) : settled
    await done(context, tenantId, work, issued.is === 'settled' ? null : issued.delayMs)
    if (issued.is === 'later') return null
    const restUntil = await settleOpenInvoices(context, { facts, provider })
    if (restUntil !== null) return restUntil
  }
  return null
}

/** An order that cannot be read whole now is imported first: that says why, and makes its invoice due again. */
async function readFirst(context: Context, tenantId: TenantId, work: OrderWork): Promise<void> {
  await done(context, tenantId, work, unreadableAgainMs)
  await addOrderWork(context.db, { tenantId, kind: 'import' }, [work.orderId], context.io.clock.now())
  await wake(context, context.db, { tenantId, kind: 'orders', connection: '' })
}

async function done(context: Context, tenantId: TenantId, work: OrderWork, delayMs: number | null): Promise<void> {
  if (delayMs === null) return finishOrderWork(context.db, { tenantId, kind }, [work])
  await postponeOrderWork(context.db, { tenantId, kind }, work, new Date(context.io.clock.now().getTime() + delayMs))
}
