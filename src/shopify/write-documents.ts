import { z } from 'zod'
import type { OrderDocument } from '#core/order.ts'
import type { Admin } from './admin.ts'
import { WRITE_DOCUMENTS } from './documents.ts'
import { gid } from './gid.ts'
import { parseReply } from './parse.ts'
import { ShopifyError } from './shopify-error.ts'

const Reply = z.object({
  metafieldsSet: z.object({ userErrors: z.array(z.object({ code: z.string().nullable(), message: z.string() })) }),
})

/** Writes which documents an order has to the order itself (metafield punte.documents): every installation reads it before it invoices. */
export async function writeDocuments(shop: Admin, orderId: string, documents: readonly OrderDocument[]): Promise<void> {
  const metafield = { ownerId: gid('Order', orderId), namespace: 'punte', key: 'documents', type: 'json', value: JSON.stringify(documents) }
  const { data } = await shop.write(WRITE_DOCUMENTS, { metafields: [metafield] })
  const [first] = parseReply(Reply, data, true).metafieldsSet.userErrors
  if (first !== undefined) throw new ShopifyError({ kind: 'rejected', reason: first.message })
}
