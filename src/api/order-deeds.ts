import type { Context } from '#app/context.ts'
import type { Goods, ShopifyChoice } from '#core/dispatched.ts'
import { shipmentsDischarge } from '#core/flows.ts'
import { transaction } from '#db/client.ts'
import { readShownOrder, type ShownOrder } from '#db/order-views.ts'
import { addOrderEvent } from '#db/order-events.ts'
import { addOrderWork } from '#db/order-work.ts'
import { askForInvoice } from '#db/orders.ts'
import type { Tenant } from '#db/tenants.ts'
import { dispatchOrder, undispatchOrder, type Dispatched } from '#jobs/dispatch-order.ts'
import { retryOrder } from '#jobs/retry-order.ts'
import { readShopFacts } from '#jobs/shop-facts.ts'
import { reversedByHand } from '#jobs/reverse-by-hand.ts'
import { settleOrder, type SettledOrder } from '#jobs/settle-order.ts'
import { wake } from '#jobs/wake.ts'
import { clientOf, sealBuyer, type TypedBuyer } from '#jobs/typed-buyer.ts'
import type { Question } from './contract.ts'
import { becomeOrdinary } from '#jobs/become-ordinary.ts'
import { obstacleTo, questionsFor } from './order-acts.ts'
import { notFound, Problem } from './problem.ts'
import type { SentenceData } from './sentence.ts'
import type { SentenceId } from './sentences.ts'

/** What a person can do to an order. */
export type Deed =
  | { readonly do: 'invoice'; readonly answers: readonly Question[]; readonly buyer: TypedBuyer | null; readonly by: string }
  | { readonly do: 'dispatched'; readonly goods: Goods; readonly shopify: ShopifyChoice }
  | { readonly do: 'undispatch' }
  | { readonly do: 'settle'; readonly document: { readonly series: string; readonly number: string } | null }
  | { readonly do: 'retry'; readonly notIssued: boolean }
  | { readonly do: 'reversed' }

type On = { readonly tenant: Tenant; readonly orderId: string }

/** Does it to one order, or throws a Problem that says why not; then nothing was changed. */
export async function doToOrder(context: Context, on: On, deed: Deed): Promise<void> {
  const { tenantId } = on.tenant
  const shown = await readShownOrder(context.db, tenantId, on.orderId)
  if (shown === undefined) throw notFound('missing.order', { name: on.orderId })
  const obstacle = obstacleTo(shown.order, deed.do)
  if (obstacle !== null) throw refused(obstacle)
  switch (deed.do) {
    case 'invoice':
      return invoice(context, on, shown.order, deed)
    case 'dispatched':
      return answerDispatched(await dispatchOrder(context, tenantId, { ...deed, orderId: on.orderId }))
    case 'undispatch':
      if (!(await undispatchOrder(context, tenantId, on.orderId))) throw refused('action.invoicedAlready')
      return
    case 'settle':
      return answerSettled(await settleOrder(context, tenantId, { orderId: on.orderId, document: deed.document }), deed.document)
    case 'retry':
      if (!(await retryOrder(context, tenantId, { orderId: on.orderId, notIssued: deed.notIssued }))) throw refused('action.nothingToRetry')
      return
    case 'reversed':
      if (!(await reversedByHand(context, tenantId, on.orderId))) throw refused('action.nothingToReverse')
  }
}

/** To name one old order and ask for its invoice is the answer to whether it may be invoiced although it is old; a page asks before it asks us. */
const saidByAsking: readonly Question[] = ['beforeCutOver']

/** Questions that stand between the order and its invoice are asked first; what was answered is kept with the order. */
async function invoice(context: Context, { tenant, orderId }: On, order: ShownOrder, deed: Deed & { do: 'invoice' }): Promise<void> {
  const { tenantId } = tenant
  const answers = [...new Set([...deed.answers, ...saidByAsking])]
  const question = questionsFor(order).find((each) => !answers.includes(each))
  if (question !== undefined && question !== 'withoutStock')
    throw new Problem({ status: 409, kind: 'question', title: 'A question first', says: `question.${question}` })
  const client = deed.buyer === null ? null : clientOf(deed.buyer)
  if (deed.buyer !== null && client === null) throw refused('action.cuiWrong', { cui: deed.buyer.vatCode ?? '' }, 422)
  const typedBuyer = client === null ? null : sealBuyer(context, tenantId, client)
  const now = context.io.clock.now()
  const facts = await readShopFacts(context, tenantId)
  await transaction(context.db, async (tx) => {
    const withoutStock = deed.answers.includes('withoutStock')
    await askForInvoice(tx, tenantId, orderId, { at: now, by: deed.by, answers, withoutStock, typedBuyer })
    // Sent to invoicing, an older order is an ordinary one: its invoice discharges it, not its shipment, unless shipments discharge every order.
    if (order.elsewhere && !shipmentsDischarge(facts.settings.preferences)) await becomeOrdinary(context, tx, { tenantId, orderId })
    await addOrderEvent(tx, { tenantId, orderId }, { kind: 'invoiceAsked', detail: {} }, context.io)
    await addOrderWork(tx, { tenantId, kind: 'invoice' }, [orderId], now)
    await wake(context, tx, { tenantId, kind: 'invoices', connection: 'smartbill' })
  })
}

const dispatchRefusals = {
  unread: 'action.unread',
  changed: 'action.dispatchedAlready',
  'nothing-to-release': 'action.nothingToRelease',
  'goods-and-choice-contradict': 'action.contradiction',
  'shopify-refused': 'action.shopifyRefused',
  'still-unanswered': 'action.shopifySilent',
} as const

function answerDispatched(dispatched: Dispatched): void {
  if (dispatched.is === 'done') return
  if (dispatched.is === 'silent') throw refused('action.shopifySilent', {}, 502)
  const { because, said } = dispatched
  if (because === 'goods-and-choice-contradict') throw refused(dispatchRefusals[because], {}, 422)
  throw refused(dispatchRefusals[because], {}, 409, said)
}

function answerSettled(settled: SettledOrder, document: { readonly series: string; readonly number: string } | null): void {
  if (settled.is === 'done') return
  const data = { ...document }
  if (settled.is === 'taken') throw refused('action.documentTaken', { ...data, order: settled.by })
  switch (settled.because) {
    case 'changed':
      throw refused('action.invoicedAlready')
    case 'unread':
      throw refused('action.unread')
    case 'needs-number':
      throw refused('action.needsNumber')
    case 'no-such-document':
      throw refused('action.noSuchDocument', data, 422)
  }
}

function refused(id: SentenceId, data: SentenceData = {}, status: 409 | 422 | 502 = 409, said?: string): Problem {
  return new Problem({
    status,
    kind: 'not-possible',
    title: 'Not possible',
    says: id,
    data,
    ...(said === undefined ? {} : { quote: said }),
  })
}
