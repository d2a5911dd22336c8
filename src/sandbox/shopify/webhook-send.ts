import { createHmac } from 'node:crypto'
import type { World } from '#sandbox/world.ts'
import type { Delivery, Shop } from './state.ts'
import { timeUtc } from './times.ts'

/** Requests of one shop in the air at a time. */
const inFlightMax = 16
/** What Shopify gives an endpoint to answer. */
const answerMs = 5_000
const minute = 60_000
/** Eight tries more, within four hours. */
const retryAfterMs = [1, 2, 5, 10, 20, 40, 60, 100].map((minutes) => minutes * minute)
/** Failures in a row after which a subscription made through the API is taken away. */
const failuresMax = 8
const payloadVersion = '2026-10'

/** Sends what waits, a few at a time, as long as the shop is part of the world. */
export function startPump(world: World, shop: Shop): void {
  if (shop.outbox.pumping || shop.outbox.waiting.length === 0) return
  shop.outbox.pumping = true
  world.clock.at(world.clock.now(), async () => {
    await Promise.all(Array.from({ length: inFlightMax }, () => drain(world, shop)))
    shop.outbox.pumping = false
    startPump(world, shop)
  })
}

async function drain(world: World, shop: Shop): Promise<void> {
  while (world.shops.get(shop.domain) === shop) {
    const delivery = shop.outbox.waiting.shift()
    if (delivery === undefined) return
    await sendUnderFaults(world, shop, delivery)
  }
}

async function sendUnderFaults(world: World, shop: Shop, delivery: Delivery): Promise<void> {
  const fault = world.faults.takeForDelivery('shopify', delivery.topic)
  switch (fault?.kind) {
    case 'drop':
      return
    case 'delay':
      return sendLater(world, shop, delivery, fault.ms)
    case 'shuffle':
      return letOthersPass(world, shop, delivery)
    case 'duplicate':
      await attempt(world, shop, delivery, 'signed')
      return attempt(world, shop, delivery, 'signed')
    case 'badHmac':
      return attempt(world, shop, delivery, 'forged')
    case undefined:
      return attempt(world, shop, delivery, 'signed')
  }
}

/** Goes to a place further back that chance picks. */
function letOthersPass({ random }: World, { outbox }: Shop, delivery: Delivery): void {
  const place = 1 + Math.floor(random() * outbox.waiting.length)
  outbox.waiting.splice(place, 0, delivery)
}

function sendLater(world: World, shop: Shop, delivery: Delivery, delayMs: number): void {
  world.clock.at(world.clock.now() + delayMs, () => {
    shop.outbox.waiting.push(delivery)
    startPump(world, shop)
  })
}

async function attempt(world: World, shop: Shop, delivery: Delivery, signature: 'signed' | 'forged'): Promise<void> {
  const { subscription } = delivery
  if (subscription !== null && !shop.subscriptions.has(subscription.id)) return
  const body = delivery.sent ?? delivery.build()
  const headers = headersOf(shop, delivery, signature === 'signed' ? body : `${body} `)
  const status = await statusOf(world, delivery.url, { headers, body })
  record(world, delivery, { headers, body, status })

  if (status !== null && status >= 200 && status < 300) {
    if (subscription !== null) subscription.failures = 0
    return
  }
  if (subscription !== null) {
    subscription.failures += 1
    if (subscription.failures >= failuresMax) shop.subscriptions.delete(subscription.id)
  }
  const waitMs = retryAfterMs[delivery.attempt - 1]
  if (waitMs !== undefined) sendLater(world, shop, { ...delivery, sent: body, attempt: delivery.attempt + 1 }, waitMs)
}

function headersOf(shop: Shop, delivery: Delivery, signedBody: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'Shopify-Captain-Hook',
    'x-shopify-topic': delivery.topic,
    'x-shopify-shop-domain': shop.domain,
    'x-shopify-api-version': payloadVersion,
    'x-shopify-hmac-sha256': createHmac('sha256', shop.clientSecret).update(signedBody, 'utf8').digest('base64'),
    'x-shopify-webhook-id': delivery.webhookId,
    'x-shopify-event-id': delivery.eventId,
    'x-shopify-triggered-at': timeUtc(delivery.triggeredAt),
  }
}

type Sent = { readonly headers: Record<string, string>; readonly body: string }

/** The status of the answer; null when there was none in time. */
async function statusOf(world: World, url: string, { headers, body }: Sent): Promise<number | null> {
  const signal = AbortSignal.timeout(answerMs)
  const late = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(new Error('too late'))))
  try {
    const request = new Request(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    const answer = await Promise.race([world.send(request), late])
    await answer.body?.cancel()
    return answer.status
  } catch {
    // A refused, lost or late answer is what retries are for.
    return null
  }
}

function record(world: World, { url, topic }: Delivery, { headers, body, status }: Sent & { status: number | null }): void {
  const { pathname, search } = new URL(url)
  world.journal.record({
    at: new Date(world.clock.now()).toISOString(),
    service: 'shopify',
    direction: 'out',
    method: 'POST',
    path: pathname,
    query: search,
    headers,
    body,
    status,
    answer: status === null ? `no answer to ${topic}` : '',
  })
}
