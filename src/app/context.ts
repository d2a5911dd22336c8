import type { Io } from '#core/seam.ts'
import type { Db } from '#db/client.ts'
import type { Locks } from '#db/locks.ts'
import type { Queue } from '#jobs/queue.ts'
import type { Log } from './log.ts'
import type { Sealer } from './sealer.ts'

/** What every job and every route is given: nothing of it is global. */
export type Context = {
  readonly db: Db
  readonly locks: Locks
  readonly io: Io
  readonly queue: Queue
  readonly sealer: Sealer
  readonly log: Log
  readonly services: { readonly shopify: string; readonly smartbill: string }
  /** Tells the pages of a shop that something changed. */
  readonly tell: (tenantId: string, event: { readonly kind: string; readonly id?: string }) => void
}
