/** A cancelled order without any refund record, whose units were read as restocked (whole Shopify units of one row) and of whose rows none has been seen whole since. */
export type AssumedRestock = { readonly orderId: string; readonly units: number; readonly cancelledAt: Date }

/**
 * The orders that were not restocked after all, when a row falls short by `shortBy` units: the youngest cancellations that fit into it.
 * Their units are to be read as kept, and a person asked where the goods are.
 */
export function notRestocked(shortBy: number, assumed: readonly AssumedRestock[]): readonly string[] {
  const youngestFirst = [...assumed].sort((a, b) => b.cancelledAt.getTime() - a.cancelledAt.getTime())
  const orders: string[] = []
  let left = shortBy
  for (const { orderId, units } of youngestFirst) {
    if (units > left || units === 0) continue
    orders.push(orderId)
    left -= units
  }
  return orders
}
