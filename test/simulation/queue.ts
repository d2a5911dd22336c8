import type { Kysely } from 'kysely'
import type { WakeUp } from '#core/tenant.ts'
import type { Tx } from '#db/client.ts'
import type { Schema } from '#db/schema.ts'
import type { Queue } from '#jobs/queue.ts'
import type { Process } from './process.ts'

type Worker = { readonly process: Process; readonly handle: (wakeUp: WakeUp) => Promise<void> }

/** Nudges that nobody has taken, and who would. One nudge waits for an account at most; it outlives every process. */
export type NudgeTable = { readonly nudges: Map<string, WakeUp>; readonly workers: Set<Worker> }

export function nudgeTable(): NudgeTable {
  return { nudges: new Map(), workers: new Set() }
}

/** The queue as one process sees it. Which of the workers takes a nudge, and when, comes from the seed. */
export function simulatedQueue(table: NudgeTable, process: Process, onError: (error: unknown) => void): Queue {
  return {
    async nudge(db, wakeUp) {
      if (isTransaction(db)) db.onCommit(() => put(table, wakeUp, onError))
      else await process.step(`nudge ${keyOf(wakeUp)}`, async () => put(table, wakeUp, onError))
    },
    async work(handle) {
      const worker = { process, handle }
      table.workers.add(worker)
      for (const key of table.nudges.keys()) offer(table, worker, { key, onError })
    },
    [Symbol.asyncDispose]: async () => undefined,
  }
}

function isTransaction(db: Kysely<Schema>): db is Tx {
  return 'onCommit' in db
}

function put(table: NudgeTable, wakeUp: WakeUp, onError: (error: unknown) => void): void {
  const key = keyOf(wakeUp)
  if (table.nudges.has(key)) return
  table.nudges.set(key, wakeUp)
  for (const worker of table.workers) {
    if (worker.process.dead.aborted) table.workers.delete(worker)
    else offer(table, worker, { key, onError })
  }
}

type Offer = { readonly key: string; readonly onError: (error: unknown) => void }

/** Everybody is offered a nudge; the first that is let go on has it and the others find nothing. */
function offer(table: NudgeTable, { process, handle }: Worker, { key, onError }: Offer): void {
  void process
    .step(`take ${key}`, async () => {
      const wakeUp = table.nudges.get(key)
      table.nudges.delete(key)
      return wakeUp
    })
    .then((wakeUp) => (wakeUp === undefined ? undefined : handle(wakeUp)))
    .catch(onError)
}

function keyOf({ kind, tenantId, connection }: WakeUp): string {
  return `${kind}/${tenantId}/${connection}`
}
