import { Counter, Gauge, Registry, collectDefaultMetrics } from 'prom-client'
import type { Context } from '#app/context.ts'
import { oldestDueAt } from '#db/due.ts'

export type Counters = {
  readonly registry: Registry
  readonly deliveries: Counter
  readonly refusedDeliveries: Counter
  readonly pushes: Counter
}

/** How often the delay of the event loop is looked at: at every ten milliseconds, as by default, looking is half of what an idle product does. */
const loopLookMs = 100

/** What an operator's monitoring reads. */
export function openCounters({ db, io }: Context): Counters {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: loopLookMs })
  const registers = [registry]
  const late = new Gauge({
    name: 'punte_work_late_seconds',
    help: 'How long the work that is due has waited for a worker.',
    registers,
    async collect() {
      const now = io.clock.now()
      const since = (await oldestDueAt(db, now)) ?? now
      late.set((now.getTime() - since.getTime()) / 1_000)
    },
  })
  return {
    registry,
    deliveries: new Counter({ name: 'punte_deliveries_total', help: 'Webhook deliveries that were stored.', registers }),
    refusedDeliveries: new Counter({ name: 'punte_deliveries_refused_total', help: 'Webhook deliveries with a bad signature.', registers }),
    pushes: new Counter({ name: 'punte_pushes_total', help: 'Stock pushes of billing services.', registers }),
  }
}
