import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql, type Kysely } from 'kysely'
import { tenantId } from '#core/tenant.ts'
import { testDatabase, type TestDatabase } from '#test/database.ts'
import { transaction } from './client.ts'
import { keepDeliveries, markHandled, waitingDeliveries } from './inbox.ts'
import { addOrderWork, dueOrderWork, finishOrderWork, postponeOrderWork } from './order-work.ts'
import type { Schema } from './schema.ts'
import { keepTenant } from './tenants.ts'

// The planner knows nothing of these tables: nobody has analysed them, as in the first minutes of a database or at the first rush after months.
const shop = tenantId('7')
const imports = { tenantId: shop, kind: 'import' } as const
const now = new Date('2026-11-24T08:00:00Z')
const [waiting, slice] = [4_000, 50]

test('the front of a long line of deliveries is taken and marked without a look at the rest', async () => {
  await using database = await aShop()
  for (let first = 0; first < waiting; first += 200) {
    const deliveries = Array.from({ length: 200 }, (_, place) => aDelivery(first + place))
    await keepDeliveries(database.db, deliveries, now)
  }

  const looked = await transaction(database.db, async (tx) => {
    const front = await waitingDeliveries(tx, shop, slice)
    await markHandled(tx, shop, front, now)
    return rowsLookedAt(tx, 'inbox')
  })

  assert.ok(looked <= 4 * slice, `${looked} rows`)
  const [next] = await waitingDeliveries(database.db, shop, 1)
  assert.equal(next?.webhookId, aDelivery(slice).webhookId)
})

test('the front of a long line of orders is taken and finished without a look at the rest', async () => {
  await using database = await aShop()
  await addOrderWork(
    database.db,
    imports,
    Array.from({ length: waiting }, (_, place) => String(place)),
    now,
  )

  const looked = await transaction(database.db, async (tx) => {
    const [first, ...others] = await dueOrderWork(tx, imports, now, slice)
    if (first === undefined) throw new Error('nothing was due')
    await postponeOrderWork(tx, imports, first, new Date(now.getTime() + 1))
    await finishOrderWork(tx, imports, others)
    return rowsLookedAt(tx, 'order_work')
  })

  assert.ok(looked <= 6 * slice, `${looked} rows`)
  assert.deepEqual(await orderIds(database, 2), [String(slice), String(slice + 1)])
})

test('of several orders whose work is finished together, one that was asked for again meanwhile stays due', async () => {
  await using database = await aShop()
  await addOrderWork(database.db, imports, ['1', '2', '10'], now)
  const due = await dueOrderWork(database.db, imports, now, slice)

  await addOrderWork(database.db, imports, ['2'], now)
  await finishOrderWork(database.db, imports, due)

  assert.deepEqual(await orderIds(database, slice), ['2'])
})

async function aShop(): Promise<TestDatabase> {
  const database = await testDatabase()
  await keepTenant(database.db, {
    tenantId: shop,
    domain: 'seven.myshopify.com',
    name: 'Seven',
    currency: 'RON',
    access: 'sealed',
    scopes: [],
    subscription: 'advanced',
    sandbox: true,
    now,
  })
  return database
}

function aDelivery(place: number): Parameters<typeof keepDeliveries>[1][number] {
  const receivedAt = new Date(now.getTime() + Math.floor(place / 10))
  const webhookId = `w${String(place).padStart(6, '0')}`
  return { tenantId: shop, webhookId, eventId: null, topic: 'orders/updated', triggeredAt: null, receivedAt, body: Buffer.from('{}') }
}

async function orderIds({ db }: TestDatabase, most: number): Promise<readonly string[]> {
  const due = await dueOrderWork(db, imports, now, most)
  return due.map(({ orderId }) => orderId)
}

/** Rows that the transaction's statements have read from a table so far. */
async function rowsLookedAt(tx: Kysely<Schema>, table: string): Promise<number> {
  const { rows } = await sql<{ looked: number }>`
    select (seq_tup_read + idx_tup_fetch)::integer as looked from pg_stat_xact_user_tables where relname = ${table}`.execute(tx)
  return rows[0]?.looked ?? 0
}
