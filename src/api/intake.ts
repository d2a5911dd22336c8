import type { Context } from '#app/context.ts'
import type { TenantId } from '#core/tenant.ts'
import { transaction } from '#db/client.ts'
import { keepDeliveries, type Delivery } from '#db/inbox.ts'
import { wake } from '#jobs/wake.ts'

/** Deliveries of one insert; while it is under way the next ones wait here. */
const batchMax = 200
/** Beyond this Shopify is told to come back: better than an answer that comes too late. */
const waitingMax = 20_000

export type Intake = {
  /** Resolves once the delivery is durable; false when there is no room for it now. */
  keep(delivery: Delivery): Promise<boolean>
}

type Waiting = { readonly delivery: Delivery; readonly settle: (error: Error | null) => void }

/** Stores deliveries in micro-batches without a timer: what comes while one insert is under way goes with the next. */
export function openIntake(context: Context): Intake {
  const waiting: Waiting[] = []
  let busy = false
  return { keep }

  function keep(delivery: Delivery): Promise<boolean> {
    if (waiting.length >= waitingMax) return Promise.resolve(false)
    return new Promise((resolve, reject) => {
      waiting.push({ delivery, settle: (error) => (error === null ? resolve(true) : reject(error)) })
      if (!busy) void storeAll()
    })
  }

  async function storeAll(): Promise<void> {
    busy = true
    while (waiting.length > 0) await storeSome(waiting.splice(0, batchMax))
    busy = false
  }

  /** If the batch fails its rows are tried one by one: one bad row must not refuse the others. */
  async function storeSome(batch: readonly Waiting[]): Promise<void> {
    try {
      await store(
        context,
        batch.map(({ delivery }) => delivery),
      )
      for (const { settle } of batch) settle(null)
    } catch (error) {
      if (batch.length === 1) return batch[0]?.settle(error instanceof Error ? error : new Error('the delivery could not be stored'))
      for (const one of batch) await storeSome([one])
    }
  }
}

async function store(context: Context, deliveries: readonly Delivery[]): Promise<void> {
  const tenants = [...new Set(deliveries.map(({ tenantId }) => tenantId))].toSorted()
  await transaction(context.db, async (tx) => {
    await keepDeliveries(tx, deliveries)
    for (const tenantId of tenants) await wake(context, tx, { tenantId: tenantId satisfies TenantId, kind: 'deliveries', connection: '' })
  })
}
