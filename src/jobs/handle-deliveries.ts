import { z } from 'zod'
import type { Context } from '#app/context.ts'
import type { TenantId, WakeUp } from '#core/tenant.ts'
import { transaction, type Tx } from '#db/client.ts'
import { markHandled, waitingDeliveries, type Waiting } from '#db/inbox.ts'
import { addOrderWork } from '#db/order-work.ts'
import { forgetProduct } from '#db/variants.ts'
import { isOwnEcho } from '#db/stock-rows.ts'
import { addMarks } from '#db/stock-marks.ts'
import { raiseProblem } from '#db/problems.ts'
import { wake } from './wake.ts'

const deliveriesMax = 500
/** A shop that sells changes its products with every sale: its catalogue is read once for many. */
const catalogueDelayMs = 10_000

const id = z.union([z.number().int().nonnegative(), z.string().regex(/^\d+$/)]).transform(String)
const orderId = z.union([
  z.object({ order_edit: z.object({ order_id: id }) }).transform(({ order_edit }) => order_edit.order_id),
  z.object({ order_id: id }).transform(({ order_id }) => order_id),
  z.object({ id }).transform((order) => order.id),
])
const level = z.object({ inventory_item_id: id, location_id: id, available: z.number().int().nullable() })
const movedOrder = z
  .object({ original_fulfillment_order: z.object({ order_id: id }) })
  .transform((moved) => moved.original_fulfillment_order.order_id)
const product = z.object({ id })

/** What a delivery asks for. Its figures are never used: it says what to read again. */
type Hint =
  | { readonly do: 'readOrder'; readonly orderId: string }
  | { readonly do: 'lookAtItem'; readonly itemId: string; readonly locationId: string; readonly available: number | null }
  | { readonly do: 'readCatalogue' }
  | { readonly do: 'forgetProduct'; readonly productId: string }
  | { readonly do: 'uninstalled' }
  | { readonly do: 'nothing' }

/** Turns what Shopify delivered into what is due, a slice at a time. */
export async function handleDeliveries(context: Context, { tenantId }: WakeUp): Promise<Date | null> {
  const waiting = await waitingDeliveries(context.db, tenantId, deliveriesMax)
  if (waiting.length === 0) return null
  const hints = waiting.map((delivery) => hintOf(context, delivery))
  await transaction(context.db, async (tx) => {
    await follow(context, tx, tenantId, hints)
    await markHandled(tx, tenantId, waiting, context.io.clock.now())
  })
  return waiting.length < deliveriesMax ? null : context.io.clock.now()
}

async function follow(context: Context, tx: Tx, tenantId: TenantId, hints: readonly Hint[]): Promise<void> {
  const now = context.io.clock.now()
  const orders = hints.flatMap((hint) => (hint.do === 'readOrder' ? [hint.orderId] : []))
  if (orders.length > 0) {
    await addOrderWork(tx, { tenantId, kind: 'import' }, orders, now)
    await wake(context, tx, { tenantId, kind: 'orders', connection: '' })
  }
  const items: string[] = []
  for (const hint of hints) {
    if (hint.do === 'lookAtItem' && !(await isOwnEcho(tx, tenantId, hint))) items.push(hint.itemId)
    if (hint.do === 'forgetProduct') await forgetProduct(tx, tenantId, hint.productId)
    if (hint.do === 'uninstalled') await raiseProblem(tx, tenantId, { kind: 'uninstalled', subject: 'shop', detail: {} }, context.io)
  }
  if (items.length > 0 && (await addMarks(tx, tenantId, items, { at: now, cause: 'movement' })) > 0) {
    await wake(context, tx, { tenantId, kind: 'stock', connection: 'smartbill' })
  }
  if (hints.some((hint) => hint.do === 'readCatalogue')) {
    await wake(context, tx, { tenantId, kind: 'catalogue', connection: '' }, new Date(now.getTime() + catalogueDelayMs))
  }
}

function hintOf(context: Context, delivery: Waiting): Hint {
  const hint = readHint(delivery.topic, json(delivery.body.toString('utf8')))
  // The signature was good, so this is Shopify's own text in a shape that we do not know. The sweep reads whatever it meant.
  if (hint === undefined) context.log.warn({ topic: delivery.topic, webhookId: delivery.webhookId }, 'a delivery in an unknown shape')
  return hint ?? { do: 'nothing' }
}

function readHint(topic: string, body: unknown): Hint | undefined {
  const [resource = '', event = ''] = topic.split('/')
  switch (resource) {
    case 'orders':
    case 'refunds':
    case 'fulfillments':
      return orderHint(orderId.safeParse(body))
    case 'fulfillment_orders':
      return orderHint(movedOrder.safeParse(body)) ?? { do: 'nothing' }
    case 'inventory_levels': {
      const { data } = level.safeParse({ available: null, ...(typeof body === 'object' ? body : {}) })
      return data && { do: 'lookAtItem', itemId: data.inventory_item_id, locationId: data.location_id, available: data.available }
    }
    case 'products': {
      const { data } = product.safeParse(body)
      if (event !== 'delete') return { do: 'readCatalogue' }
      return data && { do: 'forgetProduct', productId: data.id }
    }
    case 'inventory_items':
    case 'locations':
      return { do: 'readCatalogue' }
    case 'app':
      return event === 'uninstalled' ? { do: 'uninstalled' } : { do: 'nothing' }
    default:
      return { do: 'nothing' }
  }
}

function orderHint(parsed: z.ZodSafeParseResult<string>): Hint | undefined {
  return parsed.success ? { do: 'readOrder', orderId: parsed.data } : undefined
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Signed and yet not JSON: the caller says so.
    return undefined
  }
}
