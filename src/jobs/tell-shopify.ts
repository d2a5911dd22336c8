import type { Context } from '#app/context.ts'
import type { Order } from '#core/order.ts'
import type { TenantId } from '#core/tenant.ts'
import { transaction } from '#db/client.ts'
import { keepOutcome, openIntents, type StoredIntent } from '#db/intents.ts'
import { addOrderEvent } from '#db/order-events.ts'
import { endProblems, raiseProblem } from '#db/problems.ts'
import { cancelOrder } from '#shopify/cancel-order.ts'
import { fulfil, unshippedGroups } from '#shopify/fulfil-order.ts'
import { idOf } from '#shopify/gid.ts'
import type { Admin } from '#shopify/admin.ts'
import { actOnce } from './act-once.ts'

/** A call without an answer may still take effect so long. */
const settleMs = 60_000

export type Told = { readonly is: 'done' } | { readonly is: 'refused'; readonly said: string } | { readonly is: 'silent' }

type Telling = {
  readonly tenantId: TenantId
  readonly shop: Admin
  /** Read afresh, a moment ago. */
  readonly order: Order
}

/** Cancels the order in Shopify with restock. */
export function tellCancelled(context: Context, telling: Telling): Promise<Told> {
  return tell(context, telling, { kind: 'cancel-order', event: 'cancelled', body: {}, perform: (id) => cancelOrder(telling.shop, id) })
}

/** Marks what still waits of the order as shipped, one location after the other. */
export async function tellFulfilled(context: Context, telling: Telling): Promise<Told> {
  for (const group of unshippedGroups(telling.order)) {
    const told = await tell(context, telling, {
      kind: 'fulfil-order',
      event: 'fulfilled',
      body: { fulfilmentOrders: group },
      perform: () => fulfil(telling.shop, group),
    })
    if (told.is !== 'done') return told
  }
  return { is: 'done' }
}

type Act = {
  readonly kind: 'cancel-order' | 'fulfil-order'
  readonly event: string
  readonly body: object
  readonly perform: (orderId: string) => Promise<void>
}

async function tell(context: Context, { tenantId, order }: Telling, act: Act): Promise<Told> {
  const orderId = idOf(order.id)
  const outcome = await actOnce(context, tenantId, {
    kind: act.kind,
    key: `order/${orderId}/${context.io.random.uuid()}`,
    connection: 'shopify',
    subject: orderId,
    body: act.body,
    evidence: {},
    doneIs: 'done',
    intend: () => Promise.resolve(true),
    perform: () => act.perform(orderId),
    describe: () => ({}),
    settle: async (tx, _intent, { is }) => {
      if (is === 'done') await addOrderEvent(tx, { tenantId, orderId }, { kind: act.event, detail: {} }, context.io)
      if (is !== 'unknown') return
      await addOrderEvent(tx, { tenantId, orderId }, { kind: 'shopifySilent', detail: {} }, context.io)
      await raiseProblem(tx, tenantId, { kind: 'shopifySilent', subject: orderId, detail: { order: order.name } }, context.io)
    },
  })
  // An intent of before that nobody has settled keeps a second one away.
  if (outcome === undefined || outcome.is === 'unknown') return { is: 'silent' }
  if (outcome.is === 'done') return { is: 'done' }
  return { is: 'refused', said: 'reason' in outcome.fault ? outcome.fault.reason : outcome.fault.kind }
}

/**
 * Whether calls of before that were not answered took effect: the order itself says so.
 * False while one may still be on its way; then nothing is told again.
 */
export async function settleTold(context: Context, tenantId: TenantId, order: Order): Promise<boolean> {
  const open = await openTellings(context, tenantId)
  await settleWhatTookEffect(context, tenantId, { open, order })
  const without = open.filter((intent) => intent.subject === idOf(order.id) && !tookEffect(intent, order))
  const now = context.io.clock.now()
  if (without.some(({ sentAt }) => now.getTime() < sentAt.getTime() + settleMs)) return false
  for (const intent of without) await settle(context, tenantId, intent, 'refused')
  return true
}

/** What Shopify was told of any order of the shop and has not been known to do. */
export async function openTellings({ db }: Context, tenantId: TenantId): Promise<readonly StoredIntent[]> {
  const cancelling = await openIntents(db, tenantId, 'cancel-order', 'shopify')
  return [...cancelling, ...(await openIntents(db, tenantId, 'fulfil-order', 'shopify'))]
}

/** However it came about: an order that is what Shopify was told is no question any more. */
export async function settleWhatTookEffect(
  context: Context,
  tenantId: TenantId,
  { open, order }: { readonly open: readonly StoredIntent[]; readonly order: Order },
): Promise<void> {
  const done = open.filter((intent) => intent.subject === idOf(order.id) && tookEffect(intent, order))
  for (const intent of done) await settle(context, tenantId, intent, 'done')
}

async function settle(
  context: Context,
  tenantId: TenantId,
  { intentId, kind, subject: orderId }: StoredIntent,
  is: 'done' | 'refused',
): Promise<void> {
  const now = context.io.clock.now()
  await transaction(context.db, async (tx) => {
    const first = await keepOutcome(tx, tenantId, intentId, { is, at: now, result: { found: String(is === 'done') } })
    if (!first) return
    await endProblems(tx, tenantId, { kinds: ['shopifySilent'], subjects: [orderId] }, now)
    const event = kind === 'cancel-order' ? 'cancelled' : 'fulfilled'
    if (is === 'done') await addOrderEvent(tx, { tenantId, orderId }, { kind: event, detail: {} }, context.io)
  })
}

function tookEffect({ kind, body }: StoredIntent, order: Order): boolean {
  if (kind === 'cancel-order') return order.cancelledAt !== null
  const meant = typeof body === 'object' && body !== null && 'fulfilmentOrders' in body ? body.fulfilmentOrders : []
  const waiting = new Set(unshippedGroups(order).flat())
  return Array.isArray(meant) && meant.every((id) => !waiting.has(String(id)))
}
