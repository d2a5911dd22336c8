import { z } from 'zod'
import type { Admin } from './admin.ts'
import { VARIANTS } from './documents.ts'
import { idOf } from './gid.ts'
import { parseReply } from './parse.ts'

export type ShopVariant = {
  readonly variantId: string
  readonly itemId: string
  readonly productId: string
  readonly productTitle: string
  /** Empty for a product without options. */
  readonly options: readonly string[]
  readonly sku: string | null
  readonly barcode: string | null
  readonly tracked: boolean
  readonly bundle: boolean
  readonly status: string
  readonly updatedAt: Date
}

const page = 250
const pagesMax = 1_000

const Variant = z
  .object({
    id: z.string(),
    sku: z.string().nullable(),
    barcode: z.string().nullable(),
    updatedAt: z.iso.datetime({ offset: true }),
    requiresComponents: z.boolean(),
    selectedOptions: z.array(z.object({ name: z.string(), value: z.string() })),
    product: z.object({ id: z.string(), title: z.string(), status: z.string(), hasOnlyDefaultVariant: z.boolean() }),
    inventoryItem: z.object({ id: z.string(), tracked: z.boolean() }),
  })
  .transform((node): ShopVariant => ({
    variantId: idOf(node.id),
    itemId: idOf(node.inventoryItem.id),
    productId: idOf(node.product.id),
    productTitle: node.product.title,
    options: node.product.hasOnlyDefaultVariant ? [] : node.selectedOptions.map(({ value }) => value),
    sku: node.sku,
    barcode: node.barcode,
    tracked: node.inventoryItem.tracked,
    bundle: node.requiresComponents,
    status: node.product.status,
    updatedAt: new Date(node.updatedAt),
  }))

const Reply = z.object({
  productVariants: z.object({
    nodes: z.array(Variant),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
})

/** The shop's catalogue: every variant, or those changed since then. */
export async function readVariants(shop: Admin, since: Date | null): Promise<readonly ShopVariant[]> {
  const variants: ShopVariant[] = []
  const query = since === null ? null : `updated_at:>='${since.toISOString()}'`
  let after: string | null = null
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const reply: z.output<typeof Reply> = parseReply(Reply, (await shop.read(VARIANTS, { first: page, after, query })).data)
    variants.push(...reply.productVariants.nodes)
    if (!reply.productVariants.pageInfo.hasNextPage) return variants
    after = reply.productVariants.pageInfo.endCursor
  }
  throw new RangeError(`the shop has more than ${page * pagesMax} variants`)
}
