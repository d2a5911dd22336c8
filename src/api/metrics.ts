import { Counter, Registry, collectDefaultMetrics } from 'prom-client'

export type Counters = {
  readonly registry: Registry
  readonly deliveries: Counter
  readonly refusedDeliveries: Counter
  readonly pushes: Counter
}

/** What an operator's monitoring reads. */
export function openCounters(): Counters {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const registers = [registry]
  return {
    registry,
    deliveries: new Counter({ name: 'punte_deliveries_total', help: 'Webhook deliveries that were stored.', registers }),
    refusedDeliveries: new Counter({ name: 'punte_deliveries_refused_total', help: 'Webhook deliveries with a bad signature.', registers }),
    pushes: new Counter({ name: 'punte_pushes_total', help: 'Stock pushes of billing services.', registers }),
  }
}
