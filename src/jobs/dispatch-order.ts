import type { Context } from '#app/context.ts'
import { dispatch, mayUndo, type DispatchChoice, type DispatchRow, type Goods, type ShopifyChoice } from '#core/dispatched.ts'
import type { Order } from '#core/order.ts'
import type { TenantId } from '#core/tenant.ts'
import { transaction, type Tx } from '#db/client.ts'
import { endDispatches, keepDispatches, owingRows, setDispatchedAt } from '#db/dispatches.ts'
import { addOrderEvent } from '#db/order-events.ts'
import { lockOrder, setOrderState, type StoredOrder } from '#db/orders.ts'
import { endProblems, raiseProblem } from '#db/problems.ts'
import { markOrder } from './mark-order.ts'
import { readOrderAfresh } from './read-order-afresh.ts'
import { adminOf } from './shop-access.ts'
import { readShopFacts } from './shop-facts.ts'
import { settleTold, tellCancelled, tellFulfilled, type Told } from './tell-shopify.ts'

export type Dispatching = { readonly orderId: string; readonly goods: Goods; readonly shopify: ShopifyChoice }

export type Dispatched =
  | { readonly is: 'done' }
  /** Nothing was changed. */
  | { readonly is: 'refused'; readonly because: DispatchRefusal; readonly said?: string }
  /** It is marked; whether Shopify did its part is not known yet. */
  | { readonly is: 'silent' }

type DispatchRefusal = 'unread' | 'changed' | 'nothing-to-release' | 'goods-and-choice-contradict' | 'shopify-refused' | 'still-unanswered'

const eventOf = { onShelf: 'dispatchedOnShelf', bookedOut: 'dispatchedBookedOut', gone: 'dispatchedGone' } as const

/** The merchant says that an order will not be fulfilled, or left otherwise: read afresh, released, Shopify told, its products looked at. */
export async function dispatchOrder(context: Context, tenantId: TenantId, dispatching: Dispatching): Promise<Dispatched> {
  const { orderId } = dispatching
  const facts = await readShopFacts(context, tenantId)
  const order = await readOrderAfresh(context, facts, orderId)
  if (order === undefined) return { is: 'refused', because: 'unread' }
  if (!(await settleTold(context, tenantId, order))) return { is: 'refused', because: 'still-unanswered' }

  const shopify = choiceFor(order, dispatching)
  const refused = await transaction(context.db, (tx) => release(context, tx, tenantId, { ...dispatching, shopify, order }))
  if (refused !== null) return { is: 'refused', because: refused }
  const telling = { tenantId, shop: adminOf(context, facts.tenant), order }
  const told = await tell(context, telling, order.cancelledAt === null ? shopify : 'leave')
  if (told.is === 'refused') {
    await takeBack(context, tenantId, orderId, { kind: 'shopifyRefused', detail: { said: told.said } })
    await readOrderAfresh(context, facts, orderId)
    return { is: 'refused', because: 'shopify-refused', said: told.said }
  }
  const after = shopify === 'leave' ? order : await readOrderAfresh(context, facts, orderId)
  if (told.is === 'done') return { is: 'done' }
  return after !== undefined && (await settleTold(context, tenantId, after)) ? { is: 'done' } : { is: 'silent' }
}

/** An order that is cancelled already has nothing more to be told: what it still holds on the shelf is released by us. */
function choiceFor(order: Order, { goods, shopify }: Dispatching): ShopifyChoice {
  return order.cancelledAt !== null && goods === 'onShelf' && shopify === 'cancel' ? 'leave' : shopify
}

function tell(context: Context, telling: Parameters<typeof tellCancelled>[1], shopify: ShopifyChoice): Promise<Told> {
  if (shopify === 'leave') return Promise.resolve({ is: 'done' })
  return shopify === 'cancel' ? tellCancelled(context, telling) : tellFulfilled(context, telling)
}

/** The ledger's part, in one transaction with the mark on the order. Null when it is done. */
async function release(
  context: Context,
  tx: Tx,
  tenantId: TenantId,
  { orderId, goods, shopify, order }: Dispatching & { readonly order: Order },
): Promise<DispatchRefusal | null> {
  const known = await lockOrder(tx, tenantId, orderId)
  if (known === undefined || known.dispatchedAt !== null || isInvoiced(known)) return 'changed'
  const now = context.io.clock.now()
  const rows = await owingRows(tx, tenantId, orderId, { shipments: known.elsewhere })
  const decision = dispatch(rows, { goods, shopify, units: unitsFor(goods, rows) }, now)
  if (decision.do === 'refuse') return decision.because
  if (decision.do === 'release') {
    const itemOf = new Map(rows.map(({ lineId, itemId }) => [lineId, itemId]))
    const records = decision.records.map((record) => ({
      ...record,
      dispatchId: context.io.random.uuid(),
      itemId: itemOf.get(record.lineId) ?? '',
      goods,
    }))
    await keepDispatches(tx, tenantId, records)
  }
  await setDispatchedAt(tx, tenantId, orderId, now)
  await setOrderState(tx, tenantId, orderId, { state: 'never', reason: { why: 'dispatched' }, at: now })
  await addOrderEvent(tx, { tenantId, orderId }, { kind: eventOf[goods], detail: { goods, shopify } }, context.io)
  if (goods === 'gone') await raiseProblem(tx, tenantId, { kind: 'goodsLeft', subject: orderId, detail: { order: order.name } }, context.io)
  await markOrder(context, tx, tenantId, orderId)
  return null
}

/** Goods that left are released as far as they are owed; from the shelf what never shipped, or, when all of it shipped, what has come back. */
function unitsFor(goods: Goods, rows: readonly DispatchRow[]): DispatchChoice['units'] {
  if (goods === 'bookedOut') return 'owed'
  return rows.some(({ open, unsettled }) => open + unsettled > 0) ? 'waiting' : 'owed'
}

function isInvoiced({ state }: StoredOrder): boolean {
  return state === 'issued' || state === 'issuing' || state === 'unknown-outcome'
}

/** Takes Dispatched back while the order is not invoiced; what Shopify was told stays. False when it is not possible any more. */
export async function undispatchOrder(context: Context, tenantId: TenantId, orderId: string): Promise<boolean> {
  if (!(await takeBack(context, tenantId, orderId, { kind: 'undispatched', detail: {} }))) return false
  await readOrderAfresh(context, await readShopFacts(context, tenantId), orderId)
  return true
}

async function takeBack(
  context: Context,
  tenantId: TenantId,
  orderId: string,
  event: { readonly kind: string; readonly detail: Record<string, unknown> },
): Promise<boolean> {
  return transaction(context.db, async (tx) => {
    const known = await lockOrder(tx, tenantId, orderId)
    if (known === undefined || known.dispatchedAt === null || isInvoiced(known)) return false
    if (!mayUndo(await owingRows(tx, tenantId, orderId, { shipments: false }))) return false
    const now = context.io.clock.now()
    await endDispatches(tx, tenantId, orderId, now)
    await setDispatchedAt(tx, tenantId, orderId, null)
    await setOrderState(tx, tenantId, orderId, { state: 'waiting', reason: null, at: now })
    await addOrderEvent(tx, { tenantId, orderId }, event, context.io)
    await endProblems(tx, tenantId, { kinds: ['goodsLeft'], subjects: [orderId] }, now)
    await markOrder(context, tx, tenantId, orderId)
    return true
  })
}
