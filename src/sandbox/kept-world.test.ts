import assert from 'node:assert/strict'
import { test } from 'node:test'
import { demoWorld } from './demo-world.ts'
import { packWorld, unpackWorld } from './kept-world.ts'
import type { RealTime } from './real-time.ts'
import { sandbox, type Sandbox } from './server.ts'
import { basic } from './test-world.ts'
import { dumpWorld, loadWorld } from './world-file.ts'

const startMs = Date.parse('2026-11-23T08:00:00Z')
const shop = '/_sim/shopify/demo.myshopify.com'
const company = '/_sim/smartbill/RO10203040'
const addresses = { webhooks: 'http://127.0.0.1:4000/webhooks/shopify', pushUrl: null, pushToken: null }
const order = { lines: [{ sku: 'CAF-01', quantity: 1 }], paid: true }
const line = { code: 'CAF-01', name: 'Cafea', quantity: 1, price: 59.99, measuringUnitName: 'buc', taxName: 'Normala', taxPercentage: 21 }
const invoice = { companyVatCode: 'RO10203040', seriesName: 'SHOP', client: { name: 'Ana Demo', country: 'Romania' }, products: [line] }

const SET = `mutation Set($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) { inventoryAdjustmentGroup { id createdAt } userErrors { code } } }`

/** A demo shop on a clock of its own, with the day's work in it: an order that was sent, an invoice, a NIR. */
async function aDayOfWork(): Promise<Sandbox> {
  const box = anEmptySandbox()
  loadWorld(box.world, demoWorld(startMs, addresses))
  await ask(box, `${shop}/orders`, order)
  const { id } = await ask(box, `${shop}/orders`, order)
  await ask(box, `${shop}/orders/${encodeURIComponent(String(id))}/fulfil`, {})
  await ask(box, '/smartbill/SBORO/api/invoice', invoice)
  await ask(box, `${company}/nir`, { warehouse: 'Depozit Online', code: 'CAF-01', quantity: 12 })
  return box
}

function anEmptySandbox(nowMs = startMs): Sandbox {
  const realTime: RealTime = { now: () => nowMs, after: () => () => undefined }
  return sandbox({ realTime, send: () => Promise.resolve(new Response('ok')) })
}

function keptIn(box: Sandbox, after: { readonly nowMs?: number; readonly webhooks?: string } = {}): Sandbox {
  const realNowMs = after.nowMs ?? startMs
  const other = anEmptySandbox(realNowMs)
  assert.equal(unpackWorld(other.world, packWorld(box.world, startMs), { realNowMs, webhooks: after.webhooks }), true)
  return other
}

async function ask({ fetch }: Sandbox, path: string, body: unknown): Promise<Record<string, unknown>> {
  const headers = {
    'content-type': 'application/json',
    authorization: basic('a@exemplu.ro', 'sb-token'),
    'x-shopify-access-token': 'shpat_demo',
  }
  const answer = await fetch(new Request(`http://sandbox${path}`, { method: 'POST', headers, body: JSON.stringify(body) }))
  assert.ok(answer.ok, `${path} answered ${answer.status}`)
  return Object(await answer.json())
}

async function see({ fetch }: Sandbox, path: string): Promise<unknown> {
  return (await fetch(new Request(`http://sandbox${path}`))).json()
}

test('a kept world has the levels, orders, stock and documents that it had', async () => {
  const box = await aDayOfWork()
  const other = keptIn(box)

  assert.deepEqual(accounts(other), accounts(box))
  for (const path of [`${shop}/levels`, `${company}/stock`, `${company}/documents`])
    assert.deepEqual(await see(other, path), await see(box, path), path)
})

function accounts({ world }: Sandbox): unknown {
  const { shops, smartbill } = dumpWorld(world)
  return { shops, smartbill }
}

test('orders and invoices are numbered on from where the kept world was', async () => {
  const box = await aDayOfWork()
  const other = keptIn(box)

  assert.equal((await ask(other, `${shop}/orders`, order)).name, (await ask(box, `${shop}/orders`, order)).name)
  assert.equal((await ask(other, '/smartbill/SBORO/api/invoice', invoice)).number, '0002')
})

test('the records of a kept world still belong together: what is sent leaves the shelf that held it', async () => {
  const other = keptIn(await aDayOfWork())
  const before = await see(other, `${shop}/levels?sku=CAF-01`)

  const { id } = await ask(other, `${shop}/orders`, order)
  await ask(other, `${shop}/orders/${encodeURIComponent(String(id))}/fulfil`, {})

  const after = await see(other, `${shop}/levels?sku=CAF-01`)
  assert.deepEqual(figures(after), { ...figures(before), onHand: figures(before).onHand - 1, available: figures(before).available - 1 })
})

function figures(levels: unknown): { onHand: number; available: number; committed: number } {
  const level = Object(levels)[0]
  return { onHand: level.on_hand, available: level.available, committed: level.committed }
}

test('a stock write that was done before the world was kept is not done again after', async () => {
  const box = await aDayOfWork()
  const demo = dumpWorld(box.world).shops[0]
  const row = {
    inventoryItemId: `gid://shopify/InventoryItem/${demo?.products[0]?.variants[0]?.inventoryItemId}`,
    locationId: `gid://shopify/Location/${demo?.locations[0]?.id}`,
    quantity: 500,
    changeFromQuantity: null,
  }
  const write = { query: SET, variables: { key: 'k', input: { name: 'available', reason: 'correction', quantities: [row] } } }
  const graphql = `/shopify/demo.myshopify.com/admin/api/2026-10/graphql.json`
  const first = await ask(box, graphql, write)

  assert.deepEqual((await ask(keptIn(box), graphql, write)).data, first.data)
})

test('chance goes on where it was, and so do the calls that a token has used up', async () => {
  const box = await aDayOfWork()
  const other = keptIn(box)

  assert.equal(other.world.random(), box.world.random())
  assert.deepEqual([...other.world.smartbillCalls], [...box.world.smartbillCalls])
  assert.equal(other.world.smartbillCalls.size, 1)
})

test('a world whose time runs has aged by the time it was away, one that stands still has not', async () => {
  const running = await aDayOfWork()
  await running.world.clock.advanceTo(startMs + 60_000)
  const still = anEmptySandbox()
  loadWorld(still.world, { now: '2026-11-23T08:00:00Z' })

  assert.equal(keptIn(running, { nowMs: startMs + 5_000 }).world.clock.now(), startMs + 65_000)
  assert.equal(keptIn(still, { nowMs: startMs + 5_000 }).world.clock.now(), startMs)
})

test('webhooks of a kept world go to the address of today', async () => {
  const webhooks = 'http://127.0.0.1:4040/webhooks/shopify'

  assert.equal(keptIn(await aDayOfWork(), { webhooks }).world.shops.get('demo.myshopify.com')?.webhooks, webhooks)
})

for (const [what, spoil] of [
  ['cut short', (bytes: Buffer) => bytes.subarray(0, -1)],
  ['changed', (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.from('?')])],
  [
    'of another version',
    (bytes: Buffer) => Buffer.concat([Buffer.from('punte-sandbox-world 0\n'), bytes.subarray(bytes.indexOf('\n') + 1)]),
  ],
  ['empty', () => Buffer.alloc(0)],
] as const)
  test(`bytes that are ${what} are refused and leave the world as it was`, async () => {
    const box = await aDayOfWork()
    const before = dumpWorld(box.world)

    assert.equal(unpackWorld(box.world, spoil(packWorld(box.world, startMs)), { realNowMs: startMs }), false)
    assert.deepEqual(dumpWorld(box.world), before)
  })
