import { Hono } from 'hono'
import type { Context } from '#app/context.ts'
import { listProducts, productsByCode, type ProductPage } from '#db/product-views.ts'
import { readShopFacts, type ShopFacts } from '#jobs/shop-facts.ts'
import type { Env } from './auth.ts'
import { ProductFilter, type Product } from './contract.ts'
import { nameCursorText, pageMost, readNameCursor } from './cursor.ts'
import { explainProducts } from './explain-view.ts'
import { Problem } from './problem.ts'
import { productRows } from './product-view.ts'
import { queryText, queryWord } from './query.ts'
import type { ShopOf } from './shop-routes.ts'

/** Several variants may claim one code; so many of them are shown. */
const sameCodeMost = 50

/** Products of both sides: a page of them, those of a code, and why one shows what it shows. */
export function productRoutes(context: Context, shopOf: ShopOf): Hono<Env> {
  const routes = new Hono<Env>()

  routes.get('/products', async (asked) => {
    const facts = await factsOf(asked.req.param('shop') ?? '')
    const code = queryText(asked, 'code')
    if (code !== null) return asked.json(await productRows(context, facts, await byCode(facts, code)))
    return asked.json(
      await page(facts, {
        q: queryText(asked, 'q'),
        show: queryWord(asked, 'show', ProductFilter) ?? 'all',
        boundOnly: false,
        after: readNameCursor(asked.req.query('cursor')),
      }),
    )
  })

  routes.get('/products/explain', async (asked) => {
    const facts = await factsOf(asked.req.param('shop') ?? '')
    const code = queryText(asked, 'code')
    if (code === null) throw new Problem({ status: 422, kind: 'not-valid', title: 'Not valid', says: 'refused.noCode' })
    return asked.json({ items: await explainProducts(context, facts, await byCode(facts, code)) })
  })

  routes.get('/bindings', async (asked) => {
    const facts = await factsOf(asked.req.param('shop') ?? '')
    const after = readNameCursor(asked.req.query('cursor'))
    return asked.json(await page(facts, { q: null, show: 'all', boundOnly: true, after }))
  })
  return routes

  async function factsOf(domain: string): Promise<ShopFacts> {
    return readShopFacts(context, (await shopOf(domain)).tenantId)
  }

  async function byCode(facts: ShopFacts, code: string): ReturnType<typeof productsByCode> {
    return productsByCode(context.db, connectionOf(facts), code, sameCodeMost)
  }

  async function page(facts: ShopFacts, wanted: Omit<ProductPage, 'most' | 'now'>): Promise<{ items: Product[]; next: string | null }> {
    const found = await listProducts(context.db, connectionOf(facts), { ...wanted, most: pageMost + 1, now: context.io.clock.now() })
    const shown = found.slice(0, pageMost)
    const last = shown.at(-1)
    const next = last === undefined || found.length <= pageMost ? null : nameCursorText({ name: last.sortName, id: last.id })
    return { items: await productRows(context, facts, shown), next }
  }
}

function connectionOf({ tenant, service }: ShopFacts): { readonly tenantId: ShopFacts['tenant']['tenantId']; readonly connection: string } {
  return { tenantId: tenant.tenantId, connection: service?.kind ?? '' }
}
