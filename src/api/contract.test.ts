import assert from 'node:assert/strict'
import { before, after, test } from 'node:test'
import { sql } from 'kysely'
import { z } from 'zod'
import { tenantId } from '#core/tenant.ts'
import { transaction } from '#db/client.ts'
import { keepTenant } from '#db/tenants.ts'
import { shopApi } from '#test/api-calls.ts'
import { openStory, type Story } from '#test/story.ts'
import { actOnOrder, anOrder } from '#test/story-facts.ts'
import { Orders, Overview, ProblemDetails, Readiness, Runs, Service, Started } from './contract.ts'
import { operations } from './openapi.ts'

const bearer = { authorization: 'Bearer the-admin-token-of-a-story' }

let story: Story
before(async () => {
  story = await openStory()
  await anOrder(story, { lines: [{ sku: 'TEE-S', quantity: 2 }], paid: true })
  await anOrder(story, { lines: [{ sku: 'MUG-W', quantity: 1 }], paid: false })
  await story.settle()
})
after(() => story[Symbol.asyncDispose]())

test('the API document names every route of the server, and no other', async () => {
  const served = story.server.routes
    .filter(({ path, method }) => path.startsWith('/api/v1') && method !== 'ALL')
    .map(({ path, method }) => `${method.toLowerCase()} ${path.slice('/api/v1'.length).replaceAll(/:(\w+)/g, '{$1}')}`)
  const named = Object.entries(operations).flatMap(([path, methods]) => Object.keys(methods).map((method) => `${method} ${path}`))

  assert.deepEqual(new Set(served), new Set(named))
})

test('the API document is OpenAPI 3.1 whose references all lead somewhere', async () => {
  const answer = await story.server.request('/api/v1/openapi.json')
  const document = z
    .object({ openapi: z.literal('3.1.0'), components: z.object({ schemas: z.record(z.string(), z.unknown()) }) })
    .parse(await answer.json())
  const text = JSON.stringify(document)
  const used = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name ?? '')

  for (const name of used) assert.ok(name in document.components.schemas, name)
  assert.equal(answer.status, 200)
})

test('the overview counts what there is', async () => {
  const overview = Overview.parse((await story.api('GET', `${shopApi}/overview`)).body)

  assert.deepEqual(overview.orders, { waiting: 1, issuing: 0, unknownOutcome: 0, issuedToday: 1, today: 2 })
  assert.deepEqual(
    overview.flows.map(({ flow, state }) => ({ flow, state })),
    [
      { flow: 'A', state: 'on' },
      { flow: 'B', state: 'on' },
    ],
  )
  assert.equal(overview.inStep.bound, 2)
  assert.equal(overview.inStep.state, 'yes')
  assert.deepEqual(overview.service, { kind: 'smartbill', connected: true, blockedUntil: null })
})

test('orders are listed newest first, and found by state and by name', async () => {
  assert.deepEqual(await names(''), ['#1002', '#1001'])
  assert.deepEqual(await names('?state=issued'), ['#1001'])
  assert.deepEqual(await names('?name=%231002'), ['#1002'])
  assert.deepEqual(await names('?name=1001'), ['#1001'])
  assert.deepEqual(await names('?name=100'), ['#1002', '#1001'])
})

async function names(query: string): Promise<readonly string[]> {
  return Orders.parse((await story.api('GET', `${shopApi}/orders${query}`)).body).items.map(({ name }) => name)
}

test('the PDF of an invoice is given', async () => {
  const [order] = Orders.parse((await story.api('GET', `${shopApi}/orders?state=issued`)).body).items
  const answer = await story.server.request(order?.documents[0]?.pdf ?? '', { headers: bearer })

  assert.equal(answer.headers.get('content-type'), 'application/pdf')
  assert.equal(
    Buffer.from(await answer.arrayBuffer())
      .subarray(0, 5)
      .toString(),
    '%PDF-',
  )
})

test('each requirement is met, not met or not to be seen, and what is not met says how to put it right', async () => {
  const readiness = Readiness.parse((await story.api('GET', `${shopApi}/readiness`)).body)
  const states = Object.fromEntries(readiness.checks.map(({ id, state }) => [id, state]))

  assert.equal(readiness.ready, true)
  assert.equal(states['scopes'], 'met')
  assert.equal(states['account'], 'met')
  assert.equal(states['warehouse'], 'met')
  assert.equal(states['push'], 'unknown')
  assert.match(readiness.checks.find(({ id }) => id === 'push')?.fix ?? '', /Sincronizare stocuri/)
})

test('a push of the service is remembered', async () => {
  const { push } = await service()
  const { pathname } = new URL(push.url)
  assert.equal(push.lastAt, null)

  await story.server.request(pathname, {
    method: 'POST',
    headers: { authorization: `Bearer ${push.token}` },
    body: JSON.stringify([{ productCode: 'TEE-S' }]),
  })

  assert.notEqual((await service()).push.lastAt, null)
})

async function service(): Promise<Service> {
  return Service.parse((await story.api('GET', `${shopApi}/services/smartbill`)).body)
}

const badRequests: readonly { name: string; path: string; method?: string; body?: string; status: number }[] = [
  { name: 'a shop that is not there', path: '/shops/none.myshopify.com/overview', status: 404 },
  { name: 'a shop name with a NUL', path: '/shops/a%00b/orders', status: 404 },
  { name: 'an order that is not there', path: `${shopApi}/orders/%239999`, status: 404 },
  { name: 'an order number beyond every number', path: `${shopApi}/orders/99999999999999999999`, status: 404 },
  { name: 'an order name with a NUL', path: `${shopApi}/orders/%00`, status: 404 },
  { name: 'a run that is not there', path: `${shopApi}/runs/00000000-0000-4000-8000-000000000000`, status: 404 },
  { name: 'a run with a name of its own', path: `${shopApi}/runs/latest`, status: 404 },
  { name: 'a service that is not there', path: `${shopApi}/services/winmentor`, status: 404 },
  { name: 'an address that is not there', path: `${shopApi}/nothing`, status: 404 },
  { name: 'a document that is not there', path: `${shopApi}/orders/%231001/documents/smartbill/SHOP/9999/pdf`, status: 404 },
  { name: 'a cursor of nobody', path: `${shopApi}/orders?cursor=abc`, status: 422 },
  { name: 'a cursor of another list', path: `${shopApi}/products?cursor=WzFd`, status: 422 },
  { name: 'a state that is none', path: `${shopApi}/orders?state=lost`, status: 422 },
  { name: 'a search with a NUL', path: `${shopApi}/products?q=%00`, status: 422 },
  { name: 'an explanation of nothing', path: `${shopApi}/products/explain`, status: 422 },
  { name: 'a body that is not JSON', path: `${shopApi}/runs`, method: 'POST', body: '{"dryRun":', status: 400 },
  { name: 'a body of another shape', path: `${shopApi}/runs`, method: 'POST', body: '{"dryRun":"yes"}', status: 422 },
  { name: 'a body that is a list', path: `${shopApi}/orders/%231002/dispatched`, method: 'POST', body: '[]', status: 422 },
  {
    name: 'a series with a NUL',
    path: `${shopApi}/orders/%231002/settle`,
    method: 'POST',
    body: '{"series":"\\u0000","number":"1"}',
    status: 422,
  },
  { name: 'a body without end', path: `${shopApi}/runs`, method: 'POST', body: `{"codes":["${'x'.repeat(1024 * 1024)}"]}`, status: 413 },
  {
    name: 'goods in a place that is none',
    path: `${shopApi}/orders/%231002/dispatched`,
    method: 'POST',
    body: '{"goods":"moon"}',
    status: 422,
  },
  { name: 'a confirmation of a run that is not there', path: `${shopApi}/runs/latest/confirm`, method: 'POST', status: 404 },
  {
    name: 'too many orders at once',
    path: `${shopApi}/orders/bulk`,
    method: 'POST',
    body: JSON.stringify({ action: 'retry', ids: Array(251).fill('#1') }),
    status: 422,
  },
]

for (const { name, path, method = 'GET', body, status } of badRequests) {
  test(`${name} is answered with ${status} and problem details`, async () => {
    const answer = await story.server.request(`/api/v1${path}`, {
      method,
      headers: { ...bearer, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body }),
    })

    assert.equal(answer.status, status)
    assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/)
    assert.equal(ProblemDetails.parse(await answer.json()).status, status)
  })
}

test('a write that is repeated under its key is done once and answered the same', async () => {
  const runsBefore = await requests()

  const first = await write('k-1', { dryRun: true })
  const again = await write('k-1', { dryRun: true })
  const other = await write('k-1', { dryRun: false })

  assert.equal(first.status, 202)
  assert.equal(again.status, 202)
  assert.deepEqual(await again.json(), await first.json())
  assert.equal(again.headers.get('idempotent-replayed'), 'true')
  assert.equal(other.status, 422)
  assert.equal((await write('', { dryRun: true })).status, 422)
  assert.equal((await requests()) - runsBefore, 1)
})

test('a write that is repeated while the first is under way is told to come back', async () => {
  const { first, again } = await transaction(story.context.db, async (tx) => {
    await sql`lock table run_requests in exclusive mode`.execute(tx)
    const held = write('k-2', {})
    while ((await keptKeys('k-2')) === 0) await new Promise((resolve) => setImmediate(resolve))
    return { first: held, again: await write('k-2', {}) }
  })

  assert.equal(again.status, 409)
  assert.equal(again.headers.get('retry-after'), '1')
  assert.equal((await first).status, 202)
  assert.equal((await write('k-2', {})).status, 202)
})

async function keptKeys(key: string): Promise<number> {
  return (await story.context.db.selectFrom('kept_answers').select('key').where('key', '=', key).execute()).length
}

async function write(key: string, body: object): Promise<Response> {
  return story.server.request(`/api/v1${shopApi}/runs`, {
    method: 'POST',
    headers: { ...bearer, 'idempotency-key': key },
    body: JSON.stringify(body),
  })
}

async function requests(): Promise<number> {
  const rows = await story.context.db.selectFrom('run_requests').select('run_id').execute()
  return rows.length
}

test('what changes is told to the pages that listen, and the stream ends with its reader', async () => {
  const end = new AbortController()
  const answer = await story.server.request(`/api/v1${shopApi}/events`, { headers: bearer, signal: end.signal })
  assert.equal(answer.headers.get('content-type'), 'text/event-stream; charset=utf-8')
  const reader = answer.body?.getReader() as ReadableStreamDefaultReader<Uint8Array>
  let heard = ''
  const listening = (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) heard += Buffer.from(part.value).toString()
  })()

  await actOnOrder(story, '#1002', 'pay')
  await story.settle()
  await story.api('POST', `${shopApi}/pause`, { flow: 'A' })
  await story.api('POST', `${shopApi}/resume`, { flow: 'A' })
  end.abort()
  await listening

  assert.match(heard, /event: order\ndata: \{"type":"order","id":"gid:\/\/shopify\/Order\/\d+"\}/)
  assert.match(heard, /event: pause\ndata: \{"type":"pause"\}/)
})

test("another shop sees nothing of this one's orders, runs and documents", async () => {
  const { db, io } = story.context
  const other = { tenantId: tenantId('77'), domain: 'other.myshopify.com', name: 'Other', currency: 'RON', access: '', scopes: [] }
  await keepTenant(db, { ...other, subscription: 'basic', sandbox: false, now: io.clock.now() })
  const [order] = Orders.parse((await story.api('GET', `${shopApi}/orders?state=issued`)).body).items
  const { id } = Started.parse((await story.api('POST', `${shopApi}/runs`, { dryRun: true })).body)
  const pdf = order?.documents[0]?.pdf?.slice('/api/v1'.length).replace('demo.', 'other.') ?? ''

  assert.equal((await story.api('GET', `/shops/${other.domain}/orders/${encodeURIComponent(order?.id ?? '')}`)).status, 404)
  assert.equal((await story.api('POST', `/shops/${other.domain}/orders/${encodeURIComponent(order?.id ?? '')}/settle`)).status, 404)
  assert.equal((await story.api('GET', `/shops/${other.domain}/runs/${id}`)).status, 404)
  assert.equal((await story.api('GET', pdf)).status, 404)
  assert.deepEqual(Orders.parse((await story.api('GET', `/shops/${other.domain}/orders`)).body).items, [])
})

test('runs are listed, and nobody reads anything without being signed in', async () => {
  assert.equal(Runs.safeParse((await story.api('GET', `${shopApi}/runs`)).body).success, true)
  for (const path of ['/overview', '/orders', '/events', '/readiness']) {
    assert.equal((await story.server.request(`/api/v1${shopApi}${path}`)).status, 401)
  }
})
