import assert from 'node:assert/strict'
import { createServer, type RequestListener } from 'node:http'
import { test } from 'node:test'
import type { AddressInfo } from 'node:net'
import { fetchBounded, NetworkError, NotSentError } from './fetch-bounded.ts'

const io = { fetch: (request: Request) => fetch(request), deadline: (delayMs: number) => AbortSignal.timeout(delayMs) }
const bounds = { deadlineMs: 2_000, bytesMax: 1_000 }

async function against(listener: RequestListener, ask: (url: string) => Promise<void>): Promise<void> {
  const server = createServer(listener)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const address = server.address() as AddressInfo
  try {
    await ask(`http://127.0.0.1:${address.port}/`)
  } finally {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
}

test('the whole answer is read, whatever its status', async () => {
  await against(
    (_, response) => response.writeHead(502, { 'x-test': 'a' }).end('țară'),
    async (url) => {
      const answer = await fetchBounded(io, new Request(url), bounds)

      assert.deepEqual([answer.status, answer.headers.get('x-test'), answer.text()], [502, 'a', 'țară'])
    },
  )
})

test('an answer longer than its bound is a failure that may have done something', async () => {
  await against(
    (_, response) => response.end('x'.repeat(1_001)),
    async (url) => {
      await assert.rejects(fetchBounded(io, new Request(url), bounds), (error) => error instanceof NetworkError && error.reached)
    },
  )
})

test('an answer that does not come in time is a failure that may have done something', async () => {
  await against(
    () => undefined,
    async (url) => {
      await assert.rejects(
        fetchBounded(io, new Request(url), { ...bounds, deadlineMs: 50 }),
        (error) => error instanceof NetworkError && error.reached && error.message === 'no answer in time',
      )
    },
  )
})

test('an answer that drips for longer than its deadline is a failure', async () => {
  await against(
    (_, response) => {
      const drip = setInterval(() => response.write('x'), 20)
      response.on('close', () => clearInterval(drip))
    },
    async (url) => {
      await assert.rejects(fetchBounded(io, new Request(url), { ...bounds, deadlineMs: 100 }), NetworkError)
    },
  )
})

test('a connection cut in the middle of the answer is a failure that may have done something', async () => {
  await against(
    (_, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('half')
      setTimeout(() => response.destroy(), 20)
    },
    async (url) => {
      await assert.rejects(fetchBounded(io, new Request(url), bounds), (error) => error instanceof NetworkError && error.reached)
    },
  )
})

test('a refused connection did nothing there', async () => {
  let closed = ''
  await against(
    (_, response) => response.end(),
    (url) => Promise.resolve(void (closed = url)),
  )

  await assert.rejects(fetchBounded(io, new Request(closed), bounds), (error) => error instanceof NetworkError && !error.reached)
})

test('a redirect is an answer and is not followed', async () => {
  await against(
    (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
    async (url) => {
      assert.equal((await fetchBounded(io, new Request(url), bounds)).status, 302)
    },
  )
})

test('a call that its own allowance held back passes through as never sent', async () => {
  const held = { ...io, fetch: () => Promise.reject(new NotSentError(5_000)) }

  await assert.rejects(
    fetchBounded(held, new Request('http://127.0.0.1/'), bounds),
    (error) => error instanceof NotSentError && error.retryAfterMs === 5_000,
  )
})
