import { createHmac, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { domain } from './shop.ts'

const secret = 'demo-secret'
const answerMsMax = 5_000
const connections = 4
const pauseMs = 10
const refusedPauseMs = 100

export type Posted = { readonly acknowledged: ReadonlySet<string>; readonly unanswered: () => number; readonly stop: () => Promise<void> }

/** Posts signed deliveries one after the other over some connections, and remembers by id which of them were answered with 200. */
export function postDeliveries(url: string, orderIds: readonly string[]): Posted {
  const acknowledged = new Set<string>()
  const stop = new AbortController()
  let unanswered = 0
  const posting = Promise.all(Array.from({ length: connections }, post))
  return {
    acknowledged,
    unanswered: () => unanswered,
    async stop() {
      stop.abort()
      await posting
    },
  }

  async function post(): Promise<void> {
    while (!stop.signal.aborted) {
      const webhookId = randomUUID()
      const body = JSON.stringify({ id: Number(orderIds.at(-1) ?? 1) })
      const accepted = await isAccepted(url, webhookId, body)
      if (accepted) acknowledged.add(webhookId)
      else unanswered += 1
      await sleep(accepted ? pauseMs : refusedPauseMs)
    }
  }
}

async function isAccepted(url: string, webhookId: string, body: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/webhooks/shopify`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-shopify-topic': 'orders/updated',
        'x-shopify-shop-domain': domain,
        'x-shopify-webhook-id': webhookId,
        'x-shopify-event-id': randomUUID(),
        'x-shopify-triggered-at': new Date().toISOString(),
        'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
      },
      body,
      signal: AbortSignal.timeout(answerMsMax),
    })
    await answer.body?.cancel()
    return answer.status === 200
  } catch {
    // Killed while it was asked: nothing was promised.
    return false
  }
}
