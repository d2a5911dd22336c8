import { createHash, timingSafeEqual } from 'node:crypto'
import { Hono } from 'hono'
import { z } from 'zod'
import type { Context } from '#app/context.ts'
import { tenantId } from '#core/tenant.ts'
import { transaction } from '#db/client.ts'
import { keepPushed, tenantOfHook } from '#db/connections.ts'
import { itemsByArticle } from '#db/item-search.ts'
import { addMarks } from '#db/stock-marks.ts'
import { wake } from '#jobs/wake.ts'
import { readBody } from './bodies.ts'
import type { Counters } from './metrics.ts'
import { Problem } from './problem.ts'

const productsMax = 10_000
const kind = 'smartbill'

const Item = z.object({ productCode: z.string().nullish(), productName: z.string().nullish() })
const Push = z.union([z.array(Item), z.object({ products: z.array(Item) }).transform(({ products }) => products)])

/** SmartBill's "Sincronizare stocuri": a hint which products moved. The figures that it carries are never used. */
export function hookRoutes(context: Context, counters: Counters): Hono {
  const routes = new Hono()
  routes.post('/smartbill/:token', async ({ req }) => {
    const token = req.param('token')
    const bearer = /^Bearer (.+)$/i.exec(req.header('authorization') ?? '')?.[1] ?? ''
    const owner = isSame(bearer, token) ? await tenantOfHook(context.db, kind, token) : undefined
    if (owner === undefined)
      throw new Problem({
        status: 401,
        kind: 'bad-token',
        title: 'Unauthorized',
        says: 'refused.pushToken',
      })

    const body = await readBody(req.raw)
    if (body === undefined) throw new Problem({ status: 413, kind: 'body-too-large', title: 'Body too large', says: 'refused.tooLarge' })
    const parsed = Push.safeParse(json(body))
    if (!parsed.success || parsed.data.length > productsMax) {
      throw new Problem({
        status: 400,
        kind: 'bad-push',
        title: 'Unreadable',
        says: 'refused.pushBody',
      })
    }
    counters.pushes.inc()
    const keys = parsed.data.flatMap(({ productCode, productName }) =>
      [productCode, productName].filter((key) => typeof key === 'string' && key !== ''),
    )
    await mark(
      tenantId(owner),
      keys.filter((key) => typeof key === 'string'),
    )
    return new Response('OK', { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' } })
  })
  return routes

  async function mark(owner: ReturnType<typeof tenantId>, keys: readonly string[]): Promise<void> {
    await keepPushed(context.db, { tenantId: owner, kind }, context.io.clock.now())
    if (keys.length === 0) return
    await transaction(context.db, async (tx) => {
      const items = await itemsByArticle(tx, { tenantId: owner, connection: kind }, [...new Set(keys)])
      const marked = await addMarks(tx, owner, items, { at: context.io.clock.now(), cause: 'push' })
      if (marked > 0) await wake(context, tx, { tenantId: owner, kind: 'stock', connection: kind })
    })
  }
}

function isSame(one: string, other: string): boolean {
  return timingSafeEqual(digest(one), digest(other))
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

function json(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body))
  } catch {
    // The shape check refuses it with a sentence.
    return undefined
  }
}
