import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { createServer } from '#api/server.ts'
import { createEvents } from './events.ts'
import { listen, type Listening } from './listen.ts'
import { openStory, type Story } from '#test/story.ts'

const limits = { headersMs: 400, requestMs: 900, lookEveryMs: 50 }
const mebibyte = 1024 * 1024
const dripMs = 100
/** Long after every limit: who is still connected then was forgotten. */
const patienceMs = 4_000

const lines: string[] = []
let story: Story
let server: Listening

before(async () => {
  story = await openStory()
  const log = pino({ level: 'warn' }, { write: (line) => void lines.push(line) })
  const app = createServer(
    { ...story.context, log },
    { adminToken: 'the-admin-token-of-a-test', sandbox: false, lockedByFile: () => [], events: createEvents() },
  )
  server = await listen(app.fetch, { host: '127.0.0.1', port: 0 }, limits)
})

after(async () => {
  await server[Symbol.asyncDispose]()
  await story[Symbol.asyncDispose]()
})

const head = 'POST /webhooks/shopify HTTP/1.1\r\nhost: punte\r\nx-shopify-shop-domain: demo.myshopify.com\r\n'
const slow: readonly { readonly name: string; readonly first: string; readonly drip: string }[] = [
  { name: 'that says nothing', first: '', drip: '' },
  { name: 'whose head comes letter by letter', first: 'GET /healthz HTTP/1.1\r\nx-slow: ', drip: 'a' },
  { name: 'whose body comes letter by letter', first: `${head}content-length: 1000\r\n\r\n`, drip: 'a' },
  {
    name: 'whose body comes in small pieces and has no stated length',
    first: `${head}transfer-encoding: chunked\r\n\r\n`,
    drip: '1\r\na\r\n',
  },
  { name: 'that stops in the middle of its body', first: `${head}content-length: 1000\r\n\r\nabc`, drip: '' },
]

for (const { name, first, drip } of slow) {
  test(`a client ${name} is told that it was too slow, and the connection is closed`, async () => {
    const { answer, afterMs } = await converse(first, drip)

    assert.ok(afterMs < limits.requestMs + 1_000, `${afterMs} ms`)
    assert.match(answer, /^HTTP\/1\.1 408 Request Timeout\r\n/)
    const problem = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))
    assert.match(answer, /\r\ncontent-type: application\/problem\+json/i)
    assert.deepEqual([problem.status, problem.title], [408, 'Too slow'])
    assert.match(problem.detail, /within 0\.\d s/)
  })
}

test('a head that is not HTTP is a bad request in the form of every other problem', async () => {
  const { answer } = await converse('HELLO\r\n\r\n', '')

  assert.match(answer, /^HTTP\/1\.1 400 Bad Request\r\n/)
  assert.equal(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n'))).status, 400)
})

test('a head of more than 16 KiB is refused in that form too', async () => {
  const { answer } = await converse(`GET /healthz HTTP/1.1\r\nx-long: ${'a'.repeat(20_000)}\r\n\r\n`, '')

  assert.match(answer, /^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/)
})

test('a body over 1 MiB is refused, also when it does not say how long it is', async () => {
  const stated = await fetch(`${server.url}/webhooks/shopify`, { method: 'POST', body: 'x'.repeat(mebibyte + 1) })
  const pieces = ReadableStream.from(Array.from({ length: 17 }, () => new Uint8Array(mebibyte / 16)))
  const unstated = await fetch(`${server.url}/webhooks/shopify`, { method: 'POST', body: pieces, duplex: 'half' })

  assert.deepEqual([stated.status, unstated.status], [413, 413])
})

test('a client that hangs up, or is too slow, is no failure of ours', async () => {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  socket.write(`${head}content-length: 1000\r\n\r\nabc`)
  await sleep(dripMs)
  socket.destroy()
  await sleep(dripMs)

  assert.equal((await fetch(`${server.url}/healthz`)).status, 200)
  assert.deepEqual(lines, [])
})

type Conversation = { readonly answer: string; readonly afterMs: number }

/** Says something at once and then a little more from time to time, until the other side has had enough. */
async function converse(first: string, drip: string): Promise<Conversation> {
  const began = performance.now()
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text))
  // The far side closes while we are still speaking.
  socket.on('error', () => undefined)
  const closed = once(socket, 'close', { signal: AbortSignal.timeout(patienceMs) })
  socket.write(first)
  const dripping = setInterval(() => socket.writable && socket.write(drip), dripMs)
  try {
    await closed
    return { answer, afterMs: performance.now() - began }
  } finally {
    clearInterval(dripping)
    socket.destroy()
  }
}
