import { Hono } from 'hono'
import type { Context } from '#app/context.ts'
import { transaction } from '#db/client.ts'
import { askForInvoice, findOrderByName } from '#db/orders.ts'
import { addOrderEvent } from '#db/order-events.ts'
import { addOrderWork } from '#db/order-work.ts'
import type { TenantId } from '#core/tenant.ts'
import { wake } from '#jobs/wake.ts'
import type { Env } from './auth.ts'
import { InvoiceOrder } from './contract.ts'
import { readOrder } from './order-view.ts'
import { parseBody } from './parse-body.ts'
import { notFound, Problem } from './problem.ts'
import type { ShopOf } from './shop-routes.ts'

/** What a person can do to an order. {id} is its GID, the number at its end, or its name. */
export function orderActions(context: Context, shopOf: ShopOf): Hono<Env> {
  const routes = new Hono<Env>()

  routes.get('/:id', async (asked) => {
    const { tenantId, orderId } = await orderOf(asked.req.param('shop') ?? '', asked.req.param('id'))
    return asked.json(await readOrder(context.db, tenantId, orderId))
  })

  routes.post('/:id/invoice', async (asked) => {
    const { tenantId, orderId } = await orderOf(asked.req.param('shop') ?? '', asked.req.param('id'))
    const { answers } = await parseBody(asked.req.raw, InvoiceOrder)
    const known = await readOrder(context.db, tenantId, orderId)
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
    return asked.json(await readOrder(context.db, tenantId, orderId), 202)
  })
  return routes

  async function orderOf(domain: string, id: string): Promise<{ readonly tenantId: TenantId; readonly orderId: string }> {
    const { tenantId } = await shopOf(domain)
    const number = /^(?:gid:\/\/shopify\/Order\/)?(\d{1,19})$/.exec(id)?.[1]
    const orderId = number ?? (await findOrderByName(context.db, tenantId, id.startsWith('#') ? id : `#${id}`))
    if (orderId === undefined) throw notFound(`order ${id.slice(0, 60)} in this shop`)
    return { tenantId, orderId }
  }
}
