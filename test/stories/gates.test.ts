import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { connectShop } from '#jobs/connect-shop.ts'
import { openStory, type Story } from '#test/story.ts'
import { demoShopSettings } from '#test/story-world.ts'
import { anOrder, book, companyPath, documents, level, orderShown, shopPath, stock, stockWrites } from '#test/story-facts.ts'

const shop = '/shops/demo.myshopify.com'
const quarterMs = 15 * 60_000
const code = 'TEE-S'

type Gate = {
  readonly useStock: boolean
  readonly use: boolean
  readonly sync: boolean
  readonly means: string
  readonly discharges: boolean
  readonly available: number
}

const gates: readonly Gate[] = [
  { useStock: false, use: false, sync: false, means: 'invoices without discharge', discharges: false, available: 998 },
  { useStock: false, use: true, sync: false, means: 'invoices without discharge', discharges: false, available: 998 },
  { useStock: true, use: true, sync: false, means: 'flow A alone', discharges: true, available: 998 },
  { useStock: false, use: true, sync: true, means: 'flow B alone', discharges: false, available: 1198 },
  { useStock: true, use: true, sync: true, means: 'both flows', discharges: true, available: 1198 },
]

for (const { useStock, use, sync, means, discharges, available } of gates) {
  test(`Use stock ${yes(useStock)}, Use warehouse ${yes(use)}, Sync warehouse stock ${yes(sync)}: ${means}`, async () => {
    await using story = await openStory()
    const saved = await save(story, { useStock, use, sync })
    assert.equal(saved.status, 200)
    await story.settle()

    await anOrder(story, { lines: [{ sku: code, quantity: 2 }], paid: true })
    await story.settle()
    await book(story, 'nir', { code, quantity: 200 })
    await story.advance(2 * quarterMs)

    assert.deepEqual(
      (await documents(story)).map((document) => document.useStock),
      [discharges],
    )
    assert.equal(await stock(story, code), discharges ? 1198 : 1200)
    assert.equal((await level(story, code)).available, available)
  })
}

const refused = [
  { useStock: true, use: false, sync: false, because: /Use stock needs a warehouse/ },
  { useStock: true, use: false, sync: true, because: /needs a warehouse/ },
  { useStock: false, use: false, sync: true, because: /Sync warehouse stock needs a warehouse/ },
]

for (const { useStock, use, sync, because } of refused) {
  test(`Use stock ${yes(useStock)}, Use warehouse ${yes(use)}, Sync warehouse stock ${yes(sync)}: refused when saved, and nothing of it kept`, async () => {
    await using story = await openStory()
    const before = await savedSettings(story)

    const { status, body } = await save(story, { useStock, use, sync })

    assert.equal(status, 422)
    assert.match(z.object({ type: z.string(), title: z.string(), detail: z.string(), id: z.string() }).parse(body).detail, because)
    assert.equal(await savedSettings(story), before)
  })
}

for (const { chosen, available } of [
  { chosen: ['Depozit'], available: 1200 },
  { chosen: ['Alt loc'], available: 1000 },
]) {
  test(`with ${chosen.join(', ')} chosen as Shopify location, ${available === 1200 ? 'it is kept in step' : 'a paired one that is not chosen is left alone'}`, async () => {
    await using story = await openStory({ settings: demoShopSettings({ preferences: { locations: chosen } }) })

    await book(story, 'nir', { code, quantity: 200 })
    await story.advance(2 * quarterMs)

    assert.equal((await level(story, code)).available, available)
  })
}

test('basic covers flow A by SKU; Sync warehouse stock pauses, says so, and stays as it was set', async () => {
  await using story = await openStory()
  const before = await savedSettings(story)
  await subscribe(story, 'basic')

  await anOrder(story, { lines: [{ sku: code, quantity: 2 }], paid: true })
  await book(story, 'nir', { code, quantity: 200 })
  await story.advance(2 * quarterMs)

  assert.equal((await documents(story)).length, 1)
  assert.equal(stockWrites(story), 0)
  assert.deepEqual(await flowStates(story), { A: 'on', B: 'notCovered' })
  assert.equal(await savedSettings(story), before)
})

test('basic does not cover Barcode: orders wait and say so, never matched by SKU, until the shop is advanced again', async () => {
  const settings = demoShopSettings({ warehouse: { codeType: 'barcode' } })
  const book5941 = { warehouse: 'Depozit Online', code: '5941234567890', name: 'Tricou S', unit: 'buc', quantity: 1000 }
  const trap = { warehouse: 'Depozit Online', code, name: 'Alt tricou', unit: 'buc', quantity: 300 }
  await using story = await openStory({ settings, world: { smartbill: { stock: [book5941, trap] } } })
  const before = await savedSettings(story)
  await subscribe(story, 'basic')

  await anOrder(story, { lines: [{ sku: code, quantity: 2 }], paid: true })
  await story.advance(2 * quarterMs)
  assert.deepEqual(await documents(story), [])
  assert.equal((await orderShown(story, '#1001')).say, 'reason.subscription')
  assert.deepEqual(await flowStates(story), { A: 'notCovered', B: 'notCovered' })
  assert.equal(await savedSettings(story), before)

  await subscribe(story, 'advanced')
  await story.advance(quarterMs)
  const [invoice] = await documents(story)
  assert.equal(invoice?.lines[0]?.code, '5941234567890')
  assert.equal(await stock(story, code), 300)
})

const pauses = [
  { flow: 'A', paused: { A: 'paused', B: 'on' }, invoices: 0, available: 1198 },
  { flow: 'B', paused: { A: 'on', B: 'paused' }, invoices: 1, available: 998 },
  { flow: 'all', paused: { A: 'paused', B: 'paused' }, invoices: 0, available: 998 },
] as const

for (const { flow, paused, invoices, available } of pauses) {
  test(`while ${flow === 'all' ? 'everything' : `flow ${flow}`} is paused it does nothing, and nothing is lost when it is resumed`, async () => {
    await using story = await openStory()
    await story.api('POST', `${shop}/pause`, { flow })
    assert.deepEqual(await flowStates(story), paused)

    await anOrder(story, { lines: [{ sku: code, quantity: 2 }], paid: true })
    await story.settle()
    await book(story, 'nir', { code, quantity: 200 })
    await story.advance(2 * quarterMs)
    assert.equal((await documents(story)).length, invoices)
    assert.equal((await level(story, code)).available, available)
    if (invoices === 0) assert.equal((await orderShown(story, '#1001')).say, 'reason.paused')

    await story.api('POST', `${shop}/resume`, { flow })
    await story.settle()
    await story.advance(quarterMs)
    assert.deepEqual(await flowStates(story), { A: 'on', B: 'on' })
    assert.equal((await documents(story)).length, 1)
    assert.equal((await level(story, code)).available, 1198)
    assert.equal(await stock(story, code), 1198)
  })
}

const tests: readonly { readonly when: string; readonly ok: boolean; readonly act: (story: Story) => Promise<unknown> }[] = [
  { when: 'it succeeds', ok: true, act: () => Promise.resolve() },
  { when: 'the token is wrong', ok: false, act: (story) => story.world('PATCH', `${companyPath}/settings`, { token: 'another' }) },
  { when: 'SmartBill answers a page of HTML', ok: false, act: (story) => fault(story, { kind: 'http', status: 502, body: 'html' }) },
  { when: 'the connection dies', ok: false, act: (story) => fault(story, { kind: 'dropBeforeCommit' }) },
  { when: 'SmartBill has blocked the account', ok: false, act: (story) => fault(story, { kind: 'block' }) },
  {
    when: 'SmartBill no longer has the chosen warehouse',
    ok: true,
    act: (story) => story.world('PATCH', `${companyPath}/settings`, { warehouses: [{ name: 'Magazin' }] }),
  },
  {
    when: 'SmartBill no longer has the chosen series',
    ok: true,
    act: (story) => story.world('PATCH', `${companyPath}/settings`, { series: [{ name: 'ALTA', type: 'f', next: 1 }] }),
  },
  {
    when: 'SmartBill no longer has the chosen VAT rates',
    ok: true,
    act: (story) => story.world('PATCH', `${companyPath}/settings`, { taxes: [{ name: 'Alta', percentage: 19 }] }),
  },
]

for (const { when, ok, act } of tests) {
  test(`Settings wiped by "Test connection": every saved field is the same to the byte when ${when}`, async () => {
    await using story = await openStory({ settings: demoShopSettings({ invoice: { vat: [{ percent: 21, name: 'Normala' }] } }) })
    const before = await savedSettings(story)
    await act(story)

    const { status, body } = await story.api('POST', `${shop}/services/smartbill/test`)
    await story.settle()

    assert.equal(status, 200)
    assert.equal(z.object({ ok: z.boolean() }).parse(body).ok, ok)
    assert.equal(await savedSettings(story), before)
  })
}

test('a warehouse that SmartBill no longer has is missed by the readiness check, and comes back as it was', async () => {
  await using story = await openStory()
  const both = [{ name: 'Depozit Online' }, { name: 'Magazin' }]

  await story.world('PATCH', `${companyPath}/settings`, { warehouses: [{ name: 'Magazin' }] })
  await story.api('POST', `${shop}/services/smartbill/test`)
  assert.equal(await readiness(story, 'warehouse'), 'unmet')

  await story.world('PATCH', `${companyPath}/settings`, { warehouses: both })
  await story.api('POST', `${shop}/services/smartbill/test`)
  assert.equal(await readiness(story, 'warehouse'), 'met')
})

test('a change that was made to an older version is refused, and a stranger to the shop sees nothing of it', async () => {
  await using story = await openStory()
  const headers = { authorization: 'Bearer the-admin-token-of-a-story', 'content-type': 'application/json', 'if-match': '"99"' }
  const address = `/api/v1${shop}/settings`

  const stale = await story.server.request(address, { method: 'PUT', headers, body: '{"preferences":{"buffer":3}}' })
  const stranger = await story.server.request(address, { headers: { authorization: 'Bearer no' } })

  assert.equal(stale.status, 412)
  assert.equal(stranger.status, 401)
  assert.ok(!(await stranger.text()).includes('SHOP'))
})

test('a variant whose quantity is not tracked is left alone and said so', async () => {
  await using story = await openStory()
  await story.world('PATCH', `${shopPath}/variants/${code}`, { tracked: false })
  await book(story, 'nir', { code, quantity: 200 })
  await story.advance(2 * quarterMs)

  assert.equal(stockWrites(story), 0)
  assert.equal(await readiness(story, 'tracked'), 'unmet')
})

function yes(on: boolean): string {
  return on ? 'yes' : 'no'
}

function save(story: Story, { useStock, use, sync }: Pick<Gate, 'useStock' | 'use' | 'sync'>): ReturnType<Story['api']> {
  return story.api('PUT', `${shop}/settings`, { preferences: { useStock }, services: [{ kind: 'smartbill', warehouse: { use, sync } }] })
}

/** The row of the present version, as the database has it. */
async function savedSettings(story: Story): Promise<string> {
  const rows = await story.database.db.selectFrom('settings').selectAll().orderBy('version', 'desc').execute()
  return JSON.stringify(rows)
}

async function subscribe(story: Story, subscription: 'basic' | 'advanced'): Promise<void> {
  await connectShop(story.context, { ...story.shop, subscription })
  await story.settle()
}

async function flowStates(story: Story): Promise<Record<string, string>> {
  const { body } = await story.api('GET', `${shop}/overview`)
  const { flows } = z.object({ flows: z.array(z.object({ flow: z.string(), state: z.string() })) }).parse(body)
  return Object.fromEntries(flows.map(({ flow, state }) => [flow, state]))
}

async function readiness(story: Story, id: string): Promise<string | undefined> {
  const { body } = await story.api('GET', `${shop}/readiness`)
  const { checks } = z.object({ checks: z.array(z.object({ id: z.string(), state: z.string() })) }).parse(body)
  return checks.find((check) => check.id === id)?.state
}

function fault(story: Story, what: object): Promise<unknown> {
  return story.world('POST', '/faults', { service: 'smartbill', times: 20, ...what })
}
