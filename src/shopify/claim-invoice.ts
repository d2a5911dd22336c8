import { z } from 'zod'
import type { Admin } from './admin.ts'
import { CLAIM_INVOICE, INVOICE_CLAIM } from './documents.ts'
import { gid } from './gid.ts'
import { parseReply } from './parse.ts'

export type Claim =
  | { readonly is: 'ours' }
  | { readonly is: 'taken'; readonly since: Date | null }
  /** Shopify does not let us write to the order. */
  | { readonly is: 'refused'; readonly said: string }

type Claiming = {
  readonly orderId: string
  /** The installation that asks. */
  readonly by: string
  readonly at: Date
  /** A person says that the other installation will not do it. */
  readonly takeOver: boolean
}

/** Null where the scope is missing. */
const SetReply = z.object({
  metafieldsSet: z.object({ userErrors: z.array(z.object({ code: z.string().nullable(), message: z.string() })) }).nullable(),
})
const ReadReply = z.object({
  order: z.object({ claim: z.object({ value: z.string(), compareDigest: z.string() }).nullable() }).nullable(),
})
const Claimed = z.object({ by: z.string(), at: z.coerce.date() })

/**
 * Of several installations on a shop the first to write the order metafield punte.invoicing invoices the order: it is written only where
 * nobody has (compareDigest null). Throws a ShopifyError when Shopify does not answer; asking again is safe.
 */
export async function claimInvoice(shop: Admin, claiming: Claiming): Promise<Claim> {
  const first = await write(shop, claiming, null)
  if (first !== 'stale') return first
  const { data } = await shop.read(INVOICE_CLAIM, { id: gid('Order', claiming.orderId) })
  const claim = parseReply(ReadReply, data).order?.claim ?? null
  if (claim === null) return { is: 'taken', since: null }
  const holder = claimIn(claim.value)
  if (holder?.by === claiming.by) return { is: 'ours' }
  const second = claiming.takeOver ? await write(shop, claiming, claim.compareDigest) : 'stale'
  return second === 'stale' ? { is: 'taken', since: holder?.at ?? null } : second
}

/** Stale: somebody has written there since. */
async function write(shop: Admin, { orderId, by, at }: Claiming, compareDigest: string | null): Promise<Claim | 'stale'> {
  const value = JSON.stringify({ by, at: at.toISOString() })
  const metafield = { ownerId: gid('Order', orderId), namespace: 'punte', key: 'invoicing', type: 'json', value, compareDigest }
  const { data } = await shop.write(CLAIM_INVOICE, { metafields: [metafield] })
  const set = parseReply(SetReply, data, true).metafieldsSet
  if (set === null) return { is: 'refused', said: 'write_orders' }
  const [wrong] = set.userErrors
  if (wrong === undefined) return { is: 'ours' }
  return wrong.code === 'STALE_OBJECT' ? 'stale' : { is: 'refused', said: wrong.message }
}

/** Null for a text that is no claim of ours: somebody else wrote it, and only a person writes over it. */
function claimIn(value: string): z.infer<typeof Claimed> | null {
  try {
    return Claimed.safeParse(JSON.parse(value)).data ?? null
  } catch {
    // That it is no JSON is the answer.
    return null
  }
}
