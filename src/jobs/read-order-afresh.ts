import type { Context } from '#app/context.ts'
import type { Order } from '#core/order.ts'
import { readOrders } from '#shopify/read-orders.ts'
import { importOrder } from './import-orders.ts'
import { patientAdminOf } from './patient-admin.ts'
import type { ShopFacts } from './shop-facts.ts'

/** The order as Shopify has it now, imported; undefined when it is not there or cannot be read whole. */
export async function readOrderAfresh(context: Context, facts: ShopFacts, orderId: string): Promise<Order | undefined> {
  const askedAt = context.io.clock.now()
  const read = (await readOrders(patientAdminOf(context, facts.tenant), [orderId])).get(orderId)
  if (read?.is === 'unread') context.log.info({ orderId, reason: read.reason }, 'an order could not be read whole')
  if (read?.is !== 'order') return undefined
  await importOrder(context, facts, { order: read.order, askedAt })
  return read.order
}
