import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenantId } from '#core/tenant.ts'
import { testDatabase } from '#test/database.ts'
import { claimDue, settleDue, whatIsDue } from './due.ts'
import { keepDeliveries, waitingDeliveries, type Delivery } from './inbox.ts'
import { keepTenant } from './tenants.ts'

const shop = tenantId('7')
const now = new Date('2026-11-24T08:00:00Z')

test('deliveries that are stored together keep their own bytes, whatever their lengths', async () => {
  await using database = await aShop()
  const bodies = ['{"name":"Cană"}', '', '[]', '\\x00"{,}', '"ștefan"'.repeat(500)].map((text) => Buffer.from(text))

  await keepDeliveries(
    database.db,
    bodies.map((body, place) => aDelivery({ webhookId: `w${place}`, receivedAt: new Date(now.getTime() + place), body })),
    now,
  )

  const stored = await waitingDeliveries(database.db, shop, 10)
  assert.deepEqual(
    stored.map(({ webhookId, body }) => [webhookId, body.toString()]),
    bodies.map((body, place) => [`w${place}`, body.toString()]),
  )
})

test('a delivery that comes again, beside a new one or in the same moment, is stored once and as it first was', async () => {
  await using database = await aShop()
  await keepDeliveries(database.db, [aDelivery({ webhookId: 'again', body: Buffer.from('first') })], now)

  await keepDeliveries(
    database.db,
    [
      aDelivery({ webhookId: 'again', body: Buffer.from('a longer second') }),
      aDelivery({ webhookId: 'new', body: Buffer.from('new') }),
      aDelivery({ webhookId: 'new', body: Buffer.from('the same once more') }),
    ],
    now,
  )

  const stored = await waitingDeliveries(database.db, shop, 10)
  assert.deepEqual(
    new Map(stored.map(({ webhookId, body }) => [webhookId, body.toString()])),
    new Map([
      ['again', 'first'],
      ['new', 'new'],
    ]),
  )
})

test('deliveries make their handling due in the same statement, and only the first of them says that it was not due yet', async () => {
  await using database = await aShop()
  const later = new Date(now.getTime() + 1_000)

  assert.deepEqual(await keepDeliveries(database.db, [aDelivery({ webhookId: 'one' })], now), [shop])
  assert.deepEqual(await keepDeliveries(database.db, [aDelivery({ webhookId: 'two' })], later), [])

  const wakeUp = { tenantId: shop, kind: 'deliveries', connection: '' } as const
  assert.deepEqual(await whatIsDue(database.db, now), [wakeUp])
})

test('a delivery that comes while others are being handled makes their handling go on', async () => {
  await using database = await aShop()
  const wakeUp = { tenantId: shop, kind: 'deliveries', connection: '' } as const
  await keepDeliveries(database.db, [aDelivery({ webhookId: 'one' })], now)
  const claim = await claimDue(database.db, wakeUp, now)
  await keepDeliveries(database.db, [aDelivery({ webhookId: 'two' })], now)

  const settled = claim !== undefined && (await settleDue(database.db, claim, null))

  assert.equal(settled, false)
  assert.deepEqual(await whatIsDue(database.db, now), [wakeUp])
})

async function aShop(): Promise<Awaited<ReturnType<typeof testDatabase>>> {
  const database = await testDatabase()
  await keepTenant(database.db, {
    tenantId: shop,
    domain: 'demo.myshopify.com',
    name: 'Demo',
    currency: 'RON',
    access: 'sealed',
    scopes: [],
    subscription: 'advanced',
    sandbox: false,
    now,
  })
  return database
}

function aDelivery(given: Partial<Delivery>): Delivery {
  return {
    tenantId: shop,
    webhookId: 'w',
    eventId: null,
    topic: 'orders/create',
    triggeredAt: null,
    receivedAt: now,
    body: Buffer.from('{}'),
    ...given,
  }
}
