import { Hono, type Context as Asked } from 'hono'
import type { z } from 'zod'
import type { Context } from '#app/context.ts'
import { readShownOrder } from '#db/order-views.ts'
import type { Tenant } from '#db/tenants.ts'
import type { Env } from './auth.ts'
import { BulkOrders, choicesFor, Dispatched, InvoiceOrder, Retry, Settle, type BulkAnswer, type Goods } from './contract.ts'
import { doToOrder, type Deed } from './order-deeds.ts'
import type { OrderOf } from './order-routes.ts'
import { readOrder } from './order-view.ts'
import { parseBody } from './parse-body.ts'
import { outsideProblem } from './outside-problem.ts'
import { Problem } from './problem.ts'
import { sentence } from './sentence.ts'
import type { ShopOf } from './shop-routes.ts'

/** What a person can do to an order, and to many. */
export function orderActions(context: Context, shopOf: ShopOf, orderOf: OrderOf): Hono<Env> {
  const routes = new Hono<Env>()

  routes.post('/bulk', async (asked) => {
    const tenant = await shopOf(asked.req.param('shop') ?? '')
    const bulk = await parseBody(asked.req.raw, BulkOrders)
    const deed = deedOf(bulk, asked.get('caller').by)
    const results: BulkAnswer['results'] = []
    for (const id of new Set(bulk.ids)) results.push(await oneOfMany(tenant, id, deed))
    return asked.json({ results })
  })

  routes.post('/:id/invoice', async (asked) => {
    const { answers, buyer = null } = await parseBody(asked.req.raw, InvoiceOrder)
    return act(asked, { do: 'invoice', answers, buyer, by: asked.get('caller').by }, 202)
  })
  routes.post('/:id/dispatched', async (asked) => {
    const { goods, shopify } = await parseBody(asked.req.raw, Dispatched)
    return act(asked, { do: 'dispatched', goods, shopify: shopify ?? proposed(goods) })
  })
  routes.post('/:id/undispatch', (asked) => act(asked, { do: 'undispatch' }))
  routes.post('/:id/settle', async (asked) => act(asked, { do: 'settle', document: documentOf(await parseBody(asked.req.raw, Settle)) }))
  routes.post('/:id/retry', async (asked) => {
    const { notIssued } = await parseBody(asked.req.raw, Retry)
    return act(asked, { do: 'retry', notIssued }, 202)
  })
  routes.post('/:id/reversed', (asked) => act(asked, { do: 'reversed' }))
  return routes

  async function act(asked: Asked<Env>, deed: Deed, status: 200 | 202 = 200): Promise<Response> {
    const tenant = await shopOf(asked.req.param('shop') ?? '')
    const orderId = await orderOf(tenant, asked.req.param('id') ?? '')
    await doToOrder(context, { tenant, orderId }, deed)
    return asked.json(await readOrder(context, tenant, orderId), status)
  }

  /** Each order is done or refused by itself; only a failure of ours ends them all. */
  async function oneOfMany(tenant: Tenant, id: string, deed: Deed): Promise<BulkAnswer['results'][number]> {
    let name = id
    try {
      const orderId = await orderOf(tenant, id)
      name = (await readShownOrder(context.db, tenant.tenantId, orderId))?.order.name ?? id
      await doToOrder(context, { tenant, orderId }, deed)
      return { id, name, ok: true, problem: null }
    } catch (error) {
      const facts = error instanceof Problem ? error.facts : outsideProblem(error)
      if (facts === undefined) throw error
      if (!(error instanceof Problem)) context.log.warn({ err: error }, 'an outside service failed one of many orders')
      return { id, name, ok: false, problem: sentence(facts.says, facts.data, facts.quote ?? null) }
    }
  }
}

function deedOf(bulk: z.output<typeof BulkOrders>, by: string): Deed {
  switch (bulk.action) {
    case 'invoice':
      return { do: 'invoice', answers: bulk.answers ?? [], buyer: null, by }
    case 'dispatched': {
      const goods = bulk.goods ?? 'onShelf'
      return { do: 'dispatched', goods, shopify: bulk.shopify ?? proposed(goods) }
    }
    case 'undispatch':
      return { do: 'undispatch' }
    case 'settle':
      return { do: 'settle', document: null }
    case 'retry':
      return { do: 'retry', notIssued: false }
  }
}

function proposed(goods: Goods): (typeof choicesFor)[Goods][number] {
  return choicesFor[goods][0] ?? 'leave'
}

/** A document is named by its series and its number together. */
function documentOf({ series, number }: z.output<typeof Settle>): { readonly series: string; readonly number: string } | null {
  const [given, counted] = [series?.trim() ?? '', number?.trim() ?? '']
  if (given === '' && counted === '') return null
  if (given === '' || counted === '') {
    const path = given === '' ? '/series' : '/number'
    const { text: message, say } = sentence('refused.seriesAndNumber')
    throw new Problem({
      status: 422,
      kind: 'not-valid',
      title: 'Not valid',
      says: 'refused.seriesAndNumber',
      errors: [{ path, message, say }],
    })
  }
  return { series: given, number: counted }
}
