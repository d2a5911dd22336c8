import type { Context } from '#app/context.ts'
import { quantity } from '#core/quantity.ts'
import type { TenantId } from '#core/tenant.ts'
import { transaction } from '#db/client.ts'
import { keepElsewhere } from '#db/elsewhere-discharges.ts'
import { addOrderEvent } from '#db/order-events.ts'
import { lockOrder } from '#db/orders.ts'
import { dischargedTooMuch } from './ask-about-order.ts'
import { markOrder } from './mark-order.ts'

/** A person has reversed in the billing service what an order does not keep: the book has it back. False when nothing was to be reversed. */
export async function reversedByHand(context: Context, tenantId: TenantId, orderId: string): Promise<boolean> {
  return transaction(context.db, async (tx) => {
    if ((await lockOrder(tx, tenantId, orderId)) === undefined) return false
    const reversed = await dischargedTooMuch(tx, tenantId, orderId)
    if (reversed.length === 0) return false
    const now = context.io.clock.now()
    const entries = reversed.map(({ quantity: units, ...of }) => ({
      ...of,
      quantity: quantity(0 - units),
      dischargeId: context.io.random.uuid(),
      orderId,
      sentAt: now,
      knownAt: now,
    }))
    await keepElsewhere(tx, tenantId, entries)
    await addOrderEvent(tx, { tenantId, orderId }, { kind: 'reversedByHand', detail: {} }, context.io)
    await markOrder(context, tx, tenantId, orderId)
    return true
  })
}
