import type { Kysely } from 'kysely'
import type { WakeUp } from '#core/tenant.ts'
import type { Context } from '#app/context.ts'
import { makeDue } from '#db/due.ts'
import type { Schema } from '#db/schema.ts'

/** Work is due for an account, now unless said later: the row that says so and the nudge leave with the caller's transaction. */
export async function wake(context: Pick<Context, 'queue' | 'io'>, db: Kysely<Schema>, wakeUp: WakeUp, at?: Date): Promise<void> {
  const now = context.io.clock.now()
  await makeDue(db, wakeUp, at ?? now)
  if (at === undefined || at <= now) await context.queue.nudge(db, wakeUp)
}
