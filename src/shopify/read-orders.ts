import { z } from 'zod'
import type { Order, OrderLine } from '#core/order.ts'
import type { Admin } from './admin.ts'
import { BUYER, ORDER_LINES, ORDERS, ORDERS_CHANGED } from './documents.ts'
import { gid, idOf } from './gid.ts'
import { LinePage, OrderNode } from './order-wire.ts'
import { BuyerNode } from './buyer-wire.ts'
import { parseReply } from './parse.ts'

/** Orders of one read: its cost does not grow with them, its size does. */
export const ordersMax = 25
const linesFirst = 50
const linePage = 250
const linePagesMax = 60
const changedPage = 250
const changedPagesMax = 400

const Nodes = z.object({ nodes: z.array(z.unknown()) })
const Node = z.union([z.null(), OrderNode])
const Lines = z.object({ order: z.object({ updatedAt: z.string(), lineItems: LinePage }).nullable() })
const Changed = z.object({
  orders: z.object({
    nodes: z.array(z.object({ id: z.string(), updatedAt: z.iso.datetime({ offset: true }).transform((text) => new Date(text)) })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
})
const BuyerReply = z.object({ order: BuyerNode.nullable() })

/**
 * Reads orders afresh, without their buyers. Null where Shopify knows no such order any more; an order that cannot be read whole is absent,
 * so that it keeps no other from being read. At most `ordersMax` ids.
 */
export async function readOrders(shop: Admin, orderIds: readonly string[]): Promise<ReadonlyMap<string, Order | null>> {
  const { data } = await shop.read(ORDERS, { ids: orderIds.map((id) => gid('Order', id)), lines: linesFirst })
  const { nodes } = parseReply(Nodes, data)
  const read = new Map<string, Order | null>()
  for (const [index, orderId] of orderIds.entries()) {
    const { success, data: node } = Node.safeParse(nodes[index] ?? null)
    if (success) read.set(orderId, node === null ? null : await withAllLines(shop, node))
  }
  return read
}

async function withAllLines(shop: Admin, { order, moreLinesAfter }: z.output<typeof OrderNode>): Promise<Order> {
  const lines: OrderLine[] = [...order.lines]
  let after = moreLinesAfter
  for (let page = 0; after !== null; page += 1) {
    if (page === linePagesMax) throw new RangeError(`order ${order.name} has more lines than can be read`)
    const { data } = await shop.read(ORDER_LINES, { id: order.id, lines: linePage, after })
    const { order: part } = parseReply(Lines, data)
    if (part === null || Date.parse(part.updatedAt) !== order.updatedAt.getTime()) throw new OrderMoved(order.name)
    lines.push(...part.lineItems.nodes)
    after = part.lineItems.pageInfo.hasNextPage ? part.lineItems.pageInfo.endCursor : null
  }
  return { ...order, lines }
}

/** The order changed between two pages of one read: read it again from its start. */
export class OrderMoved extends Error {
  override readonly name = 'OrderMoved'

  constructor(orderName: string) {
    super(`order ${orderName} changed while it was read`)
  }
}

/** The same order with its buyer, and the fields that Shopify's permissions hide. */
export async function withBuyer(shop: Admin, order: Order): Promise<Order> {
  const { data, hidden } = await shop.read(BUYER, { id: order.id })
  const { order: node } = parseReply(BuyerReply, data)
  if (node === null) throw new OrderMoved(order.name)
  return { ...order, buyer: node, hidden: hidden.map((path) => path.replace(/^order\./, '')) }
}

export type ChangedOrder = { readonly orderId: string; readonly updatedAt: Date }

/** Every order that Shopify lists as changed since then, oldest change first. */
export async function readChangedOrders(shop: Admin, since: Date): Promise<readonly ChangedOrder[]> {
  const changed: ChangedOrder[] = []
  let after: string | null = null
  for (let page = 0; ; page += 1) {
    if (page === changedPagesMax)
      throw new RangeError(`more than ${changedPagesMax * changedPage} orders changed since ${since.toISOString()}`)
    const query = `updated_at:>='${since.toISOString()}'`
    const reply: z.output<typeof Changed> = parseReply(
      Changed,
      (await shop.read(ORDERS_CHANGED, { first: changedPage, after, query })).data,
    )
    changed.push(...reply.orders.nodes.map(({ id, updatedAt }) => ({ orderId: idOf(id), updatedAt })))
    if (!reply.orders.pageInfo.hasNextPage) return changed
    after = reply.orders.pageInfo.endCursor
  }
}
