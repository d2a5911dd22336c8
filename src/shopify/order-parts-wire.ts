import { z } from 'zod'
import { parseMoney } from '#core/money.ts'
import type { OrderLine } from '#core/order.ts'

/** Shop money only: the currency that the books are kept in. */
export const Money = z
  .object({ shopMoney: z.object({ amount: z.string(), currencyCode: z.string() }) })
  .transform(({ shopMoney }) => parseMoney(shopMoney.amount))
export const Instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text))
const Ref = z.object({ id: z.string() })
const Whole = z.number().int()

/** A page of a list; `after` is the cursor after which the list goes on, null where it ends. */
export type Page<Entry> = { readonly entries: readonly Entry[]; readonly after: string | null }

/** A list of an order by pages: all of them are needed, for an order of which a part is missing would be counted wrong. */
export function Page<Node extends z.ZodType>(node: Node): z.ZodType<Page<z.output<Node>>> {
  const PageInfo = z.union([
    z.object({ hasNextPage: z.literal(false) }).transform(() => null),
    z.object({ hasNextPage: z.literal(true), endCursor: z.string() }).transform(({ endCursor }) => endCursor),
  ])
  return z.object({ nodes: z.array(node), pageInfo: PageInfo }).transform(({ nodes, pageInfo }) => ({ entries: nodes, after: pageInfo }))
}

export const TaxLine = z
  .object({ title: z.string(), ratePercentage: z.number().nullable(), channelLiable: z.boolean().nullable(), priceSet: Money })
  .transform((line) => ({
    title: line.title,
    ratePercent: line.ratePercentage ?? 0,
    tax: line.priceSet,
    channelLiable: line.channelLiable ?? false,
  }))

export const Line = z
  .object({
    id: z.string(),
    title: z.string(),
    variantTitle: z.string().nullable(),
    name: z.string(),
    sku: z.string().nullable(),
    isGiftCard: z.boolean(),
    taxable: z.boolean(),
    requiresShipping: z.boolean(),
    quantity: Whole,
    currentQuantity: Whole,
    variant: z.object({ id: z.string(), barcode: z.string().nullable(), inventoryItem: Ref }).nullable(),
    originalUnitPriceSet: Money,
    discountAllocations: z.array(z.object({ allocatedAmountSet: Money })),
    taxLines: z.array(TaxLine),
  })
  .transform((line): OrderLine => ({
    id: line.id,
    title: line.title,
    variantTitle: line.variantTitle,
    name: line.name,
    sku: line.sku,
    barcode: line.variant?.barcode ?? null,
    variantId: line.variant?.id ?? null,
    itemId: line.variant?.inventoryItem.id ?? null,
    giftCard: line.isGiftCard,
    taxable: line.taxable,
    requiresShipping: line.requiresShipping,
    quantity: line.quantity,
    currentQuantity: line.currentQuantity,
    unitPrice: line.originalUnitPriceSet,
    discounts: line.discountAllocations.map(({ allocatedAmountSet }) => allocatedAmountSet),
    taxLines: line.taxLines,
  }))

export const RefundLine = z
  .object({
    quantity: Whole,
    restockType: z.enum(['CANCEL', 'RETURN', 'LEGACY_RESTOCK', 'NO_RESTOCK']),
    location: Ref.nullable(),
    lineItem: Ref,
  })
  .transform((line) => ({
    lineId: line.lineItem.id,
    quantity: line.quantity,
    restockType: line.restockType,
    locationId: line.location?.id ?? null,
  }))

export const Refund = z
  .object({
    id: z.string(),
    createdAt: Instant,
    totalRefundedSet: Money,
    return: Ref.nullable(),
    refundLineItems: Page(RefundLine),
  })
  .transform((refund) => ({
    id: refund.id,
    createdAt: refund.createdAt,
    returnId: refund.return?.id ?? null,
    total: refund.totalRefundedSet,
    lines: refund.refundLineItems,
  }))

export const FulfilmentOrderLine = z
  .object({ totalQuantity: Whole, remainingQuantity: Whole, inventoryItemId: z.string().nullable(), lineItem: Ref })
  .transform((line) => ({
    lineId: line.lineItem.id,
    itemId: line.inventoryItemId,
    total: line.totalQuantity,
    remaining: line.remainingQuantity,
  }))

export const FulfilmentOrder = z
  .object({
    id: z.string(),
    status: z.enum(['OPEN', 'IN_PROGRESS', 'ON_HOLD', 'SCHEDULED', 'CLOSED', 'CANCELLED', 'INCOMPLETE']),
    assignedLocation: z.object({ location: Ref.nullable() }),
    lineItems: Page(FulfilmentOrderLine),
  })
  .transform((order) => ({
    id: order.id,
    status: order.status,
    locationId: order.assignedLocation.location?.id ?? null,
    lines: order.lineItems,
  }))

export const FulfilmentLine = z
  .object({ quantity: Whole.nullable(), lineItem: Ref })
  .transform((line) => ({ lineId: line.lineItem.id, quantity: line.quantity ?? 0 }))

export const Fulfilment = z
  .object({
    id: z.string(),
    status: z.string(),
    location: Ref.nullable(),
    fulfillmentLineItems: Page(FulfilmentLine),
  })
  .transform((fulfilment) => ({
    id: fulfilment.id,
    status: fulfilment.status,
    locationId: fulfilment.location?.id ?? null,
    lines: fulfilment.fulfillmentLineItems,
  }))

export const ShippingLine = z
  .object({
    id: z.string().nullable(),
    title: z.string(),
    code: z.string().nullable(),
    isRemoved: z.boolean(),
    originalPriceSet: Money,
    discountedPriceSet: Money,
    taxLines: z.array(TaxLine),
  })
  .transform((line) => ({
    id: line.id ?? `shipping:${line.title}`,
    title: line.title,
    code: line.code,
    removed: line.isRemoved,
    price: line.originalPriceSet,
    discounted: line.discountedPriceSet,
    taxLines: line.taxLines,
  }))
