import type { Context } from '#app/context.ts'
import type { TenantId } from '#core/tenant.ts'
import { transaction } from '#db/client.ts'
import { addOrderWork } from '#db/order-work.ts'
import { keepNotRestocked } from '#db/orders.ts'
import { wake } from './wake.ts'

/** Cancelled orders that were taken for restocked and were not: they are read again, and their units are held until a person says where they are. */
export async function readAgainAsKept(context: Context, tenantId: TenantId, orderIds: readonly string[]): Promise<void> {
  if (orderIds.length === 0) return
  const now = context.io.clock.now()
  await transaction(context.db, async (tx) => {
    const found = await keepNotRestocked(tx, tenantId, orderIds, now)
    if (found.length === 0) return
    await addOrderWork(tx, { tenantId, kind: 'import' }, found, now)
    await wake(context, tx, { tenantId, kind: 'orders', connection: '' })
  })
}
