import { createServer } from '#api/server.ts'
import type { Context } from '#app/context.ts'
import { createEvents } from '#app/events.ts'
import { createLog } from '#app/log.ts'
import type { Sealer } from '#app/sealer.ts'
import type { Fetch } from '#core/seam.ts'
import { openDb } from '#db/client.ts'
import { connectShop, type ConfiguredShop } from '#jobs/connect-shop.ts'
import { drains } from '#jobs/drains.ts'
import { schedule } from '#jobs/schedule.ts'
import { serve } from '#jobs/serve.ts'
import { simulatedLocks, type LockTable } from './locks.ts'
import type { Process } from './process.ts'
import { simulatedQueue, type NudgeTable } from './queue.ts'

const connectAgainMs = 10_000

/** An instance of the product: a worker and a web server, as `npm start` runs them. */
export type Instance = { readonly process: Process; readonly answer: Fetch }

/** What the instances of one simulation have in common. */
export type Shared = {
  readonly url: string
  readonly locks: LockTable
  readonly nudges: NudgeTable
  readonly shop: ConfiguredShop
  /** What the product throws where nothing of it catches. */
  readonly onError: (error: unknown) => void
}

/** Starts the product in a process of the simulation, on the database that it shares with the others. */
export function openInstance(process: Process, { url, locks, nudges, shop, onError }: Shared): Instance {
  const { io, step, dead } = process
  const db = openDb(url, {
    step,
    rest: (upToMs) => io.clock.until(new Date(io.clock.now().getTime() + Math.ceil(io.random.fraction() * upToMs))),
  })
  dead.addEventListener('abort', () => void db.destroy(), { once: true })
  const events = createEvents()
  const context: Context = {
    db,
    io,
    locks: simulatedLocks(locks, process),
    queue: simulatedQueue(nudges, process, onError),
    sealer: glass,
    log: createLog('silent'),
    services: { shopify: 'http://sandbox.test/shopify/{shop}', smartbill: 'http://sandbox.test/smartbill/SBORO/api' },
    tell: events.tell,
  }
  const server = createServer(context, { adminToken: 'a token of the simulation', sandbox: false, lockedByFile: () => [], events })
  for (const task of [
    connectUntilItWorks(context, shop, dead),
    context.queue.work((wakeUp) => serve(context, drains, wakeUp)),
    schedule(context, dead),
  ]) {
    task.catch(onError)
  }
  return { process, answer: async (request) => server.fetch(request) }
}

async function connectUntilItWorks(context: Context, shop: ConfiguredShop, dead: AbortSignal): Promise<void> {
  while (!dead.aborted) {
    try {
      await connectShop(context, shop)
      return
    } catch {
      await context.io.clock.until(new Date(context.io.clock.now().getTime() + connectAgainMs))
    }
  }
}

/** Binds a text to its place without hiding it: encryption draws chance that no seed knows. */
const glass: Sealer = {
  seal: (plain, place) => JSON.stringify([place.tenantId, place.column, plain]),
  open(sealed, place) {
    const [tenantId, column, plain] = JSON.parse(sealed) as [string, string, string]
    if (tenantId !== place.tenantId || column !== place.column) throw new Error('a record that was sealed for another place')
    return plain
  },
}
