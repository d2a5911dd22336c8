import { z } from 'zod'
import type { Admin } from './admin.ts'
import { CANCEL_ORDER } from './documents.ts'
import { gid } from './gid.ts'
import { parseReply } from './parse.ts'
import { ShopifyError } from './shopify-error.ts'

const Reply = z.object({ orderCancel: z.object({ orderCancelUserErrors: z.array(z.object({ message: z.string() })) }).nullable() })

/** Cancels an order with restock, without refund and without a message to the customer. Shopify does it in a job of its own, soon after its answer. */
export async function cancelOrder(shop: Admin, orderId: string): Promise<void> {
  const { data } = await shop.write(CANCEL_ORDER, { id: gid('Order', orderId), restock: true })
  const { orderCancel } = parseReply(Reply, data, true)
  if (orderCancel === null) throw new ShopifyError({ kind: 'rejected', reason: 'Shopify lets us cancel no orders' })
  const [first] = orderCancel.orderCancelUserErrors
  if (first !== undefined) throw new ShopifyError({ kind: 'rejected', reason: first.message })
}
