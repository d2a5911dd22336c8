import { Hono } from 'hono'
import type { Context } from '#app/context.ts'
import { transaction } from '#db/client.ts'
import { askForInvoice } from '#db/orders.ts'
import { addOrderEvent } from '#db/order-events.ts'
import { addOrderWork } from '#db/order-work.ts'
import { wake } from '#jobs/wake.ts'
import type { Env } from './auth.ts'
import { InvoiceOrder } from './contract.ts'
import type { OrderOf } from './order-routes.ts'
import { readOrder } from './order-view.ts'
import { parseBody } from './parse-body.ts'
import { Problem } from './problem.ts'
import type { ShopOf } from './shop-routes.ts'

/** What a person can do to an order. {id} is its GID, the number at its end, or its name. */
export function orderActions(context: Context, shopOf: ShopOf, orderOf: OrderOf): Hono<Env> {
  const routes = new Hono<Env>()

  routes.post('/:id/invoice', async (asked) => {
    const tenant = await shopOf(asked.req.param('shop') ?? '')
    const { tenantId } = tenant
    const orderId = await orderOf(tenant, asked.req.param('id'))
    const { answers } = await parseBody(asked.req.raw, InvoiceOrder)
    const known = await readOrder(context, tenant, orderId)
    if (known.dispatchedAt !== null && !answers.includes('dispatched')) {
      const detail = 'The order was marked as Dispatched: its units were released. Invoice it all the same?'
      throw new Problem({ status: 409, kind: 'question', title: 'A question first', detail, say: { id: 'question.dispatched', data: {} } })
    }
    const now = context.io.clock.now()
    await transaction(context.db, async (tx) => {
      await askForInvoice(tx, tenantId, orderId, { at: now, by: asked.get('caller').by, answers: [...answers, 'beforeCutOver'] })
      await addOrderEvent(tx, { tenantId, orderId }, { kind: 'invoiceAsked', detail: {} }, context.io)
      await addOrderWork(tx, { tenantId, kind: 'invoice' }, [orderId], now)
      await wake(context, tx, { tenantId, kind: 'invoices', connection: 'smartbill' })
    })
    return asked.json(await readOrder(context, tenant, orderId), 202)
  })
  return routes
}
