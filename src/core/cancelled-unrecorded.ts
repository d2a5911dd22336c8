/** A cancelled order without any refund record, whose units are read as restocked since `assumedAt` (whole Shopify units of one row). */
export type AssumedRestock = { readonly orderId: string; readonly units: number; readonly cancelledAt: Date; readonly assumedAt: Date }

/** Those that no look has borne out: at `wholeAt` nothing of the row was missing. `marginMs` is how long an import and a look may overlap. */
export function notBorneOut(assumed: readonly AssumedRestock[], wholeAt: Date | null, marginMs: number): readonly AssumedRestock[] {
  return assumed.filter(({ assumedAt }) => wholeAt === null || assumedAt.getTime() + marginMs > wholeAt.getTime())
}

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
