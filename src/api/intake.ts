import type { Context } from '#app/context.ts'
import type { TenantId } from '#core/tenant.ts'
import { keepDeliveries, type Delivery } from '#db/inbox.ts'

/** Deliveries and bytes of one insert; while it is under way the next ones wait here. */
const batchMax = 200
const batchBytesMax = 8 * 1024 * 1024
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
    while (waiting.length > 0) await storeSome(waiting.splice(0, batchSize(waiting)))
    busy = false
  }

  /** If the batch fails its rows are tried one by one: one bad row must not refuse the others. */
  async function storeSome(batch: readonly Waiting[]): Promise<void> {
    try {
      const deliveries = batch.map(({ delivery }) => delivery)
      const newlyDue = await keepDeliveries(context.db, deliveries, context.io.clock.now())
      for (const { settle } of batch) settle(null)
      await nudge(context, newlyDue)
    } catch (error) {
      if (batch.length === 1) return batch[0]?.settle(error instanceof Error ? error : new Error('the delivery could not be stored'))
      for (const one of batch) await storeSome([one])
    }
  }
}

/** How many go with the next insert: one at least, however large it is. */
function batchSize(waiting: readonly Waiting[]): number {
  let bytes = 0
  const size = waiting.slice(0, batchMax).findIndex(({ delivery }) => (bytes += delivery.body.byteLength) > batchBytesMax)
  return size === -1 ? batchMax : Math.max(size, 1)
}

/**
 * What was due already has its nudge, or its worker looks again before it leaves.
 * A nudge that is lost only costs time: whoever looks what is due finds the row.
 */
async function nudge(context: Context, tenants: readonly TenantId[]): Promise<void> {
  try {
    for (const tenantId of tenants) await context.queue.nudge(context.db, { tenantId, kind: 'deliveries', connection: '' })
  } catch (error) {
    context.log.warn({ err: error }, 'deliveries were stored and their nudge was lost')
  }
}
