import type { Context } from '#app/context.ts'
import type { Order } from '#core/order.ts'
import { OrderMoved, readOrders } from '#shopify/read-orders.ts'
import { importOrder } from './import-orders.ts'
import { adminOf } from './shop-access.ts'
import type { ShopFacts } from './shop-facts.ts'

/** The order as Shopify has it now, imported; undefined when it is not there or changes while it is read. */
export async function readOrderAfresh(context: Context, facts: ShopFacts, orderId: string): Promise<Order | undefined> {
  try {
    const askedAt = context.io.clock.now()
    const order = (await readOrders(adminOf(context, facts.tenant), [orderId])).get(orderId) ?? undefined
    if (order !== undefined) await importOrder(context, facts, { order, askedAt })
    return order
  } catch (error) {
    if (!(error instanceof OrderMoved)) throw error
    context.log.info({ err: error }, 'an order changed while it was read')
    return undefined
  }
}
