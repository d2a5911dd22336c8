import { levelBody, productBody } from './rest-product.ts'
import type { Delivery, Level, Product, Shop, Subscription } from './state.ts'
import type { Happening, Step } from './step.ts'
import { startPump } from './webhook-send.ts'
import { apiTopic, appTopics } from './webhook-topics.ts'

/** Puts what a step did into the outbox, once for each address that asked for the topic. */
export function postHappenings(step: Step): void {
  const { shop, world } = step
  if (shop.webhooks === null && shop.subscriptions.size === 0) return

  const all = [...step.happenings, ...levelHappenings(step), ...[...step.products].map((product) => productHappening(step, product))]
  const eventId = uuid(world.random)
  for (const happening of all) shop.outbox.waiting.push(...deliveries(step, happening, eventId))
  startPump(world, shop)
}

function levelHappenings({ shop, touched }: Step): Happening[] {
  const moved = [...touched]
    .filter(([level]) => level.active)
    .filter(([level, before]) => shop.switches.levelWebhookOnCommitted || level.counters.available !== before)
  return moved.map(([level]) => levelHappening('inventory_levels/update', level))
}

export function levelHappening(topic: 'inventory_levels/update' | 'inventory_levels/connect', level: Level): Happening {
  return { topic, body: () => levelBody(level) }
}

function productHappening({ shop, world }: Step, product: Product): Happening {
  return { topic: 'products/update', body: () => productBody(shop, product, world.clock.now()) }
}

function deliveries({ shop, world, now }: Step, { topic, body }: Happening, eventId: string): Delivery[] {
  const common = { topic, eventId, triggeredAt: now, build: () => JSON.stringify(body()), sent: null, attempt: 1 }
  const ofApp = shop.webhooks !== null && appTopics.has(topic) ? [{ ...common, url: shop.webhooks, subscription: null }] : []
  const ofApi = subscribed(shop, topic).map((subscription) => ({ ...common, url: subscription.uri, subscription }))
  return [...ofApp, ...ofApi].map((delivery) => ({ ...delivery, webhookId: uuid(world.random) }))
}

function subscribed(shop: Shop, topic: string): Subscription[] {
  return shop.subscriptions.size === 0 ? [] : [...shop.subscriptions.values()].filter((each) => each.topic === apiTopic(topic))
}

/** A version 4 UUID out of the world's own chance, so that a seed repeats it. */
function uuid(random: () => number): string {
  const digits = Array.from({ length: 32 }, () => Math.floor(random() * 16).toString(16)).join('')
  const variant = '89ab'[Math.floor(random() * 4)] ?? '8'
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`
}
