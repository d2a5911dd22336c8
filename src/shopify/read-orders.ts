import { z } from 'zod'
import type { Order } from '#core/order.ts'
import type { Admin } from './admin.ts'
import { BuyerNode } from './buyer-wire.ts'
import { BUYER, ORDERS_CHANGED } from './documents.ts'
import { gid, idOf } from './gid.ts'
import { ORDERS } from './order-documents.ts'
import { OrderNode } from './order-wire.ts'
import { parseReply, whatIsWrong } from './parse.ts'
import { ShopifyError } from './shopify-error.ts'
import { OrderMoved, OrderUnreadable, wholeOrder } from './whole-order.ts'

/** Orders of one read: its cost does not grow with them, its size does. */
export const ordersMax = 25
const changedPage = 250
const changedPagesMax = 400

const Nodes = z.object({ nodes: z.array(z.unknown()) })
const Named = z.object({ name: z.string() })
const Changed = z.object({
  orders: z.object({
    nodes: z.array(z.object({ id: z.string(), updatedAt: z.iso.datetime({ offset: true }).transform((text) => new Date(text)) })),
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
  }),
})
const BuyerReply = z.object({ order: BuyerNode.nullable() })

export type ReadOrder =
  | { readonly is: 'order'; readonly order: Order }
  /** Shopify knows no such order any more. */
  | { readonly is: 'gone' }
  /** It cannot be read whole. `again`: it changed while it was read, or an answer was missing; nothing is wrong with it. */
  | { readonly is: 'unread'; readonly name: string | null; readonly again: boolean; readonly reason: string }

/** Reads orders afresh and whole, without their buyers. One that cannot be read keeps no other from being read. At most `ordersMax` ids. */
export async function readOrders(shop: Admin, orderIds: readonly string[]): Promise<ReadonlyMap<string, ReadOrder>> {
  const { data, hidden } = await shop.read(ORDERS, { ids: orderIds.map((id) => gid('Order', id)) })
  const { nodes } = parseReply(Nodes, data)
  const read = new Map<string, ReadOrder>()
  for (const [index, orderId] of orderIds.entries()) {
    const hiding = hidden.find((path) => path.startsWith(`nodes.${index}.`))
    read.set(orderId, await readNode(shop, nodes[index] ?? null, hiding))
  }
  return read
}

async function readNode(shop: Admin, node: unknown, hiding: string | undefined): Promise<ReadOrder> {
  // A field that must be there and is hidden takes its order with it.
  if (node === null) return hiding === undefined ? { is: 'gone' } : unread(node, `hidden by Shopify's permissions: ${hiding}`)
  const { success, data: first, error: misshape } = OrderNode.safeParse(node)
  if (!success) return unread(node, whatIsWrong(misshape))
  try {
    return { is: 'order', order: await wholeOrder(shop, first) }
  } catch (error) {
    if (error instanceof OrderUnreadable) return unread(node, error.message)
    if (error instanceof OrderMoved) return { ...unread(node, error.message), again: true }
    // Without our access or its points no other order can be read either.
    if (!(error instanceof ShopifyError) || error.fault.kind === 'throttled' || error.fault.kind === 'unauthorized') throw error
    return { ...unread(node, error.message), again: error.fault.kind === 'unavailable' }
  }
}

function unread(node: unknown, reason: string): Extract<ReadOrder, { is: 'unread' }> {
  return { is: 'unread', name: Named.safeParse(node).data?.name ?? null, again: false, reason }
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
