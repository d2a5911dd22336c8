import { z } from 'zod'
import type { Order } from '#core/order.ts'
import type { Admin } from './admin.ts'
import { FULFIL } from './documents.ts'
import { parseReply } from './parse.ts'
import { ShopifyError } from './shopify-error.ts'

const Reply = z.object({
  fulfillmentCreate: z.object({ userErrors: z.array(z.object({ message: z.string() })) }).nullable(),
})

const waiting: ReadonlySet<string> = new Set(['OPEN', 'IN_PROGRESS', 'SCHEDULED', 'ON_HOLD'])

/** What of an order still waits to be shipped, by location: Shopify takes one location in a call. */
export function unshippedGroups(order: Order): readonly (readonly string[])[] {
  const open = order.fulfilmentOrders.filter(({ status, lines }) => waiting.has(status) && lines.some(({ remaining }) => remaining > 0))
  return [...Map.groupBy(open, ({ locationId }) => locationId).values()].map((group) => group.map(({ id }) => id))
}

/** Marks whole fulfilment orders of one location as shipped, without a message to the customer. Ids are GIDs. */
export async function fulfil(shop: Admin, fulfilmentOrderIds: readonly string[]): Promise<void> {
  const lineItemsByFulfillmentOrder = fulfilmentOrderIds.map((fulfillmentOrderId) => ({ fulfillmentOrderId }))
  const { data } = await shop.write(FULFIL, { fulfillment: { lineItemsByFulfillmentOrder, notifyCustomer: false } })
  const { fulfillmentCreate } = parseReply(Reply, data, true)
  if (fulfillmentCreate === null) throw new ShopifyError({ kind: 'rejected', reason: 'Shopify lets us fulfil no orders' })
  const [first] = fulfillmentCreate.userErrors
  if (first !== undefined) throw new ShopifyError({ kind: 'rejected', reason: first.message })
}
