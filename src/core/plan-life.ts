import { planLifeMs } from './stock-settings.ts'

/** Whether a plan may still be sent: a worker that paused for longer would pass the comparison when the figure happens to return. */
export function mayStillSend(lookedAt: Date, now: Date): boolean {
  return now.getTime() - lookedAt.getTime() <= planLifeMs
}
