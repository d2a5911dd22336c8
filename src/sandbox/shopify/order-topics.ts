import { orderBody } from './rest-order.ts'
import type { Order } from './state.ts'
import type { Step } from './step.ts'

type OrderTopic = 'orders/create' | 'orders/paid' | 'orders/fulfilled' | 'orders/partially_fulfilled' | 'orders/cancelled'

/** Every topic of an order carries the order as it is when the delivery leaves; all but the first are followed by orders/updated. */
export function orderHappened(step: Step, order: Order, topics: readonly OrderTopic[]): void {
  const all = topics.includes('orders/create') ? topics : [...topics, 'orders/updated' as const]
  for (const topic of all) step.happenings.push({ topic, body: () => orderBody(step.shop, order) })
}
