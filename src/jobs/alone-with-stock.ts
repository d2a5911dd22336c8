import type { Context } from '#app/context.ts'
import type { TenantId } from '#core/tenant.ts'

const triesMax = 25
const againAfterMs = 200
const endOfTime = new Date(8.64e15)

/** Does something to a shop's stock while no run of it is under way. `busy` when one does not end in time. */
export async function aloneWithStock<Result>(
  context: Context,
  { tenantId, kind }: { readonly tenantId: TenantId; readonly kind: string },
  work: () => Promise<Result>,
): Promise<Result | 'busy'> {
  for (let attempt = 0; attempt < triesMax; attempt += 1) {
    const lock = await context.locks.tryLock(`stock/${tenantId}/${kind}`)
    if (lock !== undefined) {
      await using _held = lock
      return await work()
    }
    await context.io.clock.until(endOfTime, context.io.deadline(againAfterMs))
  }
  return 'busy'
}
