import { Hono } from 'hono'
import type { Context } from '#app/context.ts'
import { documentsOf } from '#db/documents.ts'
import { listOrders, type ShownOrder } from '#db/order-views.ts'
import { findOrderByName } from '#db/orders.ts'
import type { Tenant } from '#db/tenants.ts'
import { providerOf } from '#jobs/provider-of.ts'
import { readShopFacts } from '#jobs/shop-facts.ts'
import type { Env } from './auth.ts'
import { OrderState } from './contract.ts'
import { cursorText, pageMost, readCursor } from './cursor.ts'
import { readOrder, summariesOf } from './order-view.ts'
import { notFound } from './problem.ts'
import { queryText, queryWord } from './query.ts'
import type { ShopOf } from './shop-routes.ts'

const idShape = /^\d{1,18}$/

/** Finds the order of an address: its GID, the number at its end, or its name. One that is not there is 404. */
export type OrderOf = (tenant: Tenant, id: string) => Promise<string>

/** Orders: a page of them, one, and the PDF of a document. */
export function orderRoutes(context: Context, shopOf: ShopOf, orderOf: OrderOf): Hono<Env> {
  const routes = new Hono<Env>()

  routes.get('/', async (asked) => {
    const tenant = await shopOf(asked.req.param('shop') ?? '')
    const page = {
      most: pageMost + 1,
      before: readCursor(asked.req.query('cursor'), idShape),
      name: queryText(asked, 'name'),
      state: queryWord(asked, 'state', OrderState),
    }
    const found = await named(tenant, page)
    const shown = found.slice(0, pageMost)
    const last = shown.at(-1)
    const next = last === undefined || found.length <= pageMost ? null : cursorText({ at: last.createdAt, id: last.orderId })
    return asked.json({ items: await summariesOf(context, tenant, shown), next })
  })

  routes.get('/:id', async (asked) => {
    const tenant = await shopOf(asked.req.param('shop') ?? '')
    return asked.json(await readOrder(context, tenant, await orderOf(tenant, asked.req.param('id'))))
  })

  routes.get('/:id/documents/:service/:series/:number/pdf', async (asked) => {
    const tenant = await shopOf(asked.req.param('shop') ?? '')
    const orderId = await orderOf(tenant, asked.req.param('id'))
    const { service, series, number } = asked.req.param()
    const documents = await documentsOf(context.db, tenant.tenantId, [orderId])
    const document = documents.find((each) => each.service === service && each.series === series && each.number === number)
    const provider = providerOf(context, await readShopFacts(context, tenant.tenantId), 'documents')
    if (document === undefined || provider === null || provider.kind !== service) throw notFound('missing.document')
    const pdf = await provider.readPdf({ series: document.series, number: document.number })
    return new Response(new Uint8Array(pdf), {
      headers: { 'content-type': 'application/pdf', 'content-disposition': `inline; filename="${fileName(document)}"` },
    })
  })
  return routes

  /** A whole name finds that order; a part of one finds every order that has it. */
  async function named(tenant: Tenant, page: Omit<Parameters<typeof listOrders>[2], 'part'>): Promise<readonly ShownOrder[]> {
    const whole = await listOrders(context.db, tenant.tenantId, { ...page, part: false })
    if (page.name === null || whole.length > 0) return whole
    return listOrders(context.db, tenant.tenantId, { ...page, part: true })
  }
}

function fileName({ series, number }: { readonly series: string; readonly number: string }): string {
  return `${series}-${number}.pdf`.replaceAll(/[^\w.-]/g, '_')
}

/** See OrderOf. */
export function findOrderOf({ db }: Pick<Context, 'db'>): OrderOf {
  return async ({ tenantId }, id) => {
    const number = /^(?:gid:\/\/shopify\/Order\/)?(\d{1,18})$/.exec(id)?.[1]
    const readable = id.length <= 100 && !id.includes('\0')
    const orderId = number ?? (readable ? await findOrderByName(db, tenantId, id.startsWith('#') ? id : `#${id}`) : undefined)
    if (orderId === undefined) throw notFound('missing.order', { name: id.slice(0, 60) })
    return orderId
  }
}
