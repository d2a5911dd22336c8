import type { Context } from '#app/context.ts'
import { nextDueAt, whatIsDue } from '#db/due.ts'

/** Something may be planned by another instance, or a nudge be lost: this often we look, by the network's own time. */
const lookEveryMs = 1_000
/** After a failure of the database itself. */
const failedPauseMs = 1_000

/** Nudges every account whose work falls due, until the signal aborts. Every instance does it; the locks let one act. */
export async function schedule(context: Context, signal: AbortSignal): Promise<void> {
  const { db, io, queue, log } = context
  while (!signal.aborted) {
    try {
      for (const wakeUp of await whatIsDue(db, io.clock.now())) await queue.nudge(db, wakeUp)
      const next = await nextDueAt(db, io.clock.now())
      await io.clock.until(next ?? new Date(8.64e15), AbortSignal.any([signal, io.deadline(lookEveryMs)]))
    } catch (error) {
      log.error({ err: error }, 'the schedule could not be read')
      await io.clock.until(new Date(8.64e15), AbortSignal.any([signal, io.deadline(failedPauseMs)]))
    }
  }
}
