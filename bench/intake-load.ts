import { createHmac, randomUUID } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { deliveryBody } from './delivery-body.ts'

/** Signing is Shopify's work: so many bodies are signed beforehand, and each delivery has an id of its own. */
const bodiesMax = 500
const headEnd = '\r\n\r\n'

/** What the parent process passes as the only argument, in JSON. */
export type Load = {
  readonly port: number
  readonly domain: string
  readonly secret: string
  readonly connections: number
  readonly warmUpMs: number
  readonly lastsMs: number
}

/** `accepted` counts every 200 from the first delivery on; rate and latencies leave the warm-up out. */
export type Loaded = {
  readonly accepted: number
  readonly refused: number
  readonly perSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

console.log(JSON.stringify(await load(JSON.parse(process.argv[2] ?? ''))))

/** Signed deliveries over kept-alive connections, each sending its next one when it has been answered. */
async function load({ port, domain, secret, connections, warmUpMs, lastsMs }: Load): Promise<Loaded> {
  const bodies = Array.from({ length: bodiesMax }, (_, number) => signed(deliveryBody(number), domain, secret))
  const began = performance.now()
  const measuredFrom = began + warmUpMs
  const until = measuredFrom + lastsMs
  const latencies: number[] = []
  let accepted = 0
  let refused = 0
  let last = measuredFrom
  let sent = 0

  await Promise.all(Array.from({ length: connections }, () => converse(port, next, answered)))
  latencies.sort((a, b) => a - b)
  return {
    accepted,
    refused,
    perSecond: (latencies.length / (last - measuredFrom)) * 1_000,
    p50Ms: latencies[Math.floor(latencies.length / 2)] ?? 0,
    p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
  }

  function next(): readonly [string, Buffer] | undefined {
    if (performance.now() >= until) return undefined
    const { head, body } = bodies[sent % bodies.length] ?? { head: '', body: Buffer.alloc(0) }
    sent += 1
    return [`${head}x-shopify-webhook-id: ${randomUUID()}${headEnd}`, body]
  }

  function answered(status: string, sentAt: number): void {
    const now = performance.now()
    if (status === '200') accepted += 1
    else refused += 1
    if (status !== '200' || sentAt < measuredFrom) return
    latencies.push(now - sentAt)
    last = now
  }
}

function signed(body: Buffer, domain: string, secret: string): { readonly head: string; readonly body: Buffer } {
  const lines = [
    'POST /webhooks/shopify HTTP/1.1',
    'host: 127.0.0.1',
    'content-type: application/json',
    'user-agent: Shopify-Captain-Hook',
    `content-length: ${body.byteLength}`,
    'x-shopify-topic: orders/updated',
    `x-shopify-shop-domain: ${domain}`,
    'x-shopify-api-version: 2026-10',
    `x-shopify-hmac-sha256: ${createHmac('sha256', secret).update(body).digest('base64')}`,
    `x-shopify-event-id: ${randomUUID()}`,
    `x-shopify-triggered-at: ${new Date().toISOString()}`,
  ]
  return { head: `${lines.join('\r\n')}\r\n`, body }
}

type Next = () => readonly [string, Buffer] | undefined

/** One connection until there is nothing more to send. Answers have no body, or a short one of a stated length. */
function converse(port: number, next: Next, answered: (status: string, sentAt: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1').setNoDelay(true)
    let received = ''
    let sentAt = 0
    socket.on('error', reject)
    socket.on('close', () => resolve())
    socket.on('connect', send)
    socket.setEncoding('latin1').on('data', (text: string) => {
      received += text
      if (!isWhole(received)) return
      answered(received.slice(9, 12), sentAt)
      received = ''
      send()
    })

    function send(): void {
      const delivery = next()
      if (delivery === undefined) return void socket.end()
      sentAt = performance.now()
      write(socket, delivery)
    }
  })
}

function write(socket: Socket, [head, body]: readonly [string, Buffer]): void {
  socket.cork()
  socket.write(head, 'latin1')
  socket.write(body)
  socket.uncork()
}

function isWhole(answer: string): boolean {
  const end = answer.indexOf(headEnd)
  if (end < 0) return false
  const length = /content-length: (\d+)/i.exec(answer)?.[1]
  return length === undefined
    ? answer.endsWith('\r\n0\r\n\r\n') || !/transfer-encoding/i.test(answer)
    : answer.length >= end + headEnd.length + Number(length)
}
