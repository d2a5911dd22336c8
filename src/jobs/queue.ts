import type { Kysely } from 'kysely'
import { PgBoss, fromKysely } from 'pg-boss'
import type { WakeUp, WorkKind } from '#core/tenant.ts'
import type { Schema } from '#db/schema.ts'

/** Carries nudges between instances: "look what is due for this account". The truth is the table `due`; a lost nudge is found by its sweep. */
export type Queue = AsyncDisposable & {
  /** Within a transaction the nudge leaves with its commit, or not at all. */
  nudge(db: Kysely<Schema>, wakeUp: WakeUp): Promise<void>
  /** From now on nudges are answered with `handle`. */
  work(handle: (wakeUp: WakeUp) => Promise<void>): Promise<void>
}

export const workKinds: readonly WorkKind[] = ['deliveries', 'orders', 'invoices', 'stock', 'sweep', 'catalogue']

/** Accounts of one kind that one instance serves at the same time. */
const accountsAtOnce = 4
const pollSeconds = 30
const connectionsMax = 3
const keepSeconds = 600

type Body = { readonly tenantId: string; readonly kind: string; readonly connection: string }

/** pg-boss in the same database. At most one nudge waits for an account ("short"); a crash leaves nothing that blocks the next. */
export async function openQueue(url: string, onError: (error: Error) => void): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'punte queue',
    max: connectionsMax,
    // A nudge may be lost or be given twice: the queue's own commits need not wait for the disk. Those that send one are the caller's, and do.
    options: '-c synchronous_commit=off',
    useListenNotify: true,
    schedule: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
  })
  boss.on('error', onError)
  await boss.start()
  for (const kind of workKinds) {
    await boss.createQueue(kind, {
      policy: 'short',
      notify: true,
      retryLimit: 0,
      deleteAfterSeconds: keepSeconds,
      expireInSeconds: keepSeconds,
    })
  }

  return {
    async nudge(db, wakeUp) {
      const body: Body = wakeUp
      await boss.send(wakeUp.kind, body, { db: fromKysely(db), singletonKey: `${wakeUp.tenantId}/${wakeUp.connection}` })
    },
    async work(handle) {
      for (const kind of workKinds) {
        const options = { localConcurrency: accountsAtOnce, pollingIntervalSeconds: pollSeconds, notifyPollingIntervalSeconds: pollSeconds }
        await boss.work<WakeUp>(kind, options, async (jobs) => {
          for (const job of jobs) await handle(job.data)
        })
      }
    },
    [Symbol.asyncDispose]: () => boss.stop({ graceful: true, timeout: 2_000 }),
  }
}
