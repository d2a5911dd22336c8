import type { Locks } from '#db/locks.ts'
import type { Process } from './process.ts'

/** Who holds which name. The database would free what a dead process held, and so does this. */
export type LockTable = Map<string, Process>

/** Locks of one process as the database gives them, taken and given up in the order of the seed. */
export function simulatedLocks(table: LockTable, process: Process): Locks {
  return {
    async tryLock(name) {
      const got = await process.step(`lock ${name}`, async () => take(table, name, process))
      if (!got) return undefined
      return {
        lost: process.dead,
        [Symbol.asyncDispose]: () => process.step(`unlock ${name}`, async () => void table.delete(name)),
      }
    },
    [Symbol.asyncDispose]: async () => undefined,
  }
}

function take(table: LockTable, name: string, process: Process): boolean {
  const holder = table.get(name)
  if (holder !== undefined && !holder.dead.aborted) return false
  table.set(name, process)
  return true
}
