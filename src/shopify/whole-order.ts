import { z } from 'zod'
import type { Order } from '#core/order.ts'
import type { Admin } from './admin.ts'
import {
  FULFILMENT_LINES,
  FULFILMENT_ORDER_LINES,
  FULFILMENT_ORDERS,
  ORDER_LINES,
  REFUND_LINES,
  SHIPPING_LINES,
} from './order-documents.ts'
import { FulfilmentLine, FulfilmentOrder, FulfilmentOrderLine, Instant, Line, Page, RefundLine, ShippingLine } from './order-parts-wire.ts'
import type { FirstRead } from './order-wire.ts'
import { whatIsWrong } from './parse.ts'

/** Calls for one order: more than Shopify's longest order needs, which has 10,000 lines. */
const pagesMax = 500

/** The order changed between two pages of one read: read it again from its start. */
export class OrderMoved extends Error {
  override readonly name = 'OrderMoved'

  constructor(orderName: string) {
    super(`order ${orderName} changed while it was read`)
  }
}

/** A further page cannot be read, or there are too many. */
export class OrderUnreadable extends Error {
  override readonly name = 'OrderUnreadable'
}

/** Reads the further pages of an order's lists. Throws OrderMoved when it is not the same order from its first page to its last. */
export async function wholeOrder(shop: Admin, { order, lists }: FirstRead): Promise<Order> {
  const { id } = order
  let pages = 0
  const places = await whole(lists.fulfilmentOrders, { document: FULFILMENT_ORDERS, id, entry: FulfilmentOrder })
  return {
    ...order,
    lines: await whole(lists.lines, { document: ORDER_LINES, id, entry: Line }),
    shippingLines: await whole(lists.shippingLines, { document: SHIPPING_LINES, id, entry: ShippingLine }),
    fulfilmentOrders: await eachWhole(places, { document: FULFILMENT_ORDER_LINES, entry: FulfilmentOrderLine }),
    fulfilments: await eachWhole(lists.fulfilments, { document: FULFILMENT_LINES, entry: FulfilmentLine }),
    refunds: await eachWhole(lists.refunds, { document: REFUND_LINES, entry: RefundLine }),
  }

  async function eachWhole<Entry, Part extends { readonly id: string; readonly lines: Page<Entry> }>(
    parts: readonly Part[],
    list: Pick<List<Entry>, 'document' | 'entry'>,
  ): Promise<(Omit<Part, 'lines'> & { readonly lines: readonly Entry[] })[]> {
    const complete: (Omit<Part, 'lines'> & { readonly lines: readonly Entry[] })[] = []
    for (const part of parts) complete.push({ ...part, lines: await whole(part.lines, { ...list, id: part.id }) })
    return complete
  }

  async function whole<Entry>(first: Page<Entry>, list: List<Entry>): Promise<readonly Entry[]> {
    const entries = [...first.entries]
    for (let { after } = first; after !== null; pages += 1) {
      if (pages === pagesMax) throw new OrderUnreadable(`more than ${pagesMax} further pages`)
      const page = await nextPage(shop, order, list, after)
      entries.push(...page.entries)
      after = page.after
    }
    return entries
  }
}

/** A list of the order, or of the part of it with that id. */
type List<Entry> = { readonly document: string; readonly id: string; readonly entry: z.ZodType<Entry> }

const Unchanged = z.object({ updatedAt: Instant })

async function nextPage<Entry>(shop: Admin, order: FirstRead['order'], list: List<Entry>, after: string): Promise<Page<Entry>> {
  const { data } = await shop.read(list.document, { order: order.id, id: list.id, after })
  const shape = z.object({ order: Unchanged.nullable(), of: z.object({ list: Page(list.entry) }).nullable() })
  const parsed = shape.safeParse(data)
  if (!parsed.success) throw new OrderUnreadable(whatIsWrong(parsed.error))
  const { order: now, of } = parsed.data
  if (of === null || now?.updatedAt.getTime() !== order.updatedAt.getTime()) throw new OrderMoved(order.name)
  return of.list
}
