import assert from 'node:assert/strict'
import test from 'node:test'
import { sql } from 'kysely'
import { testDatabase } from '#test/database.ts'
import { openDb, transaction } from './client.ts'

const { db, url } = await testDatabase()

async function factNames(): Promise<readonly string[]> {
  const rows = await db.selectFrom('facts').select('name').orderBy('name').execute()
  return rows.map(({ name }) => name)
}

test('an 8-byte integer, a numeric and a date are texts, a time is a Date, json is parsed', async () => {
  const { rows } = await sql`select 9007199254740993::bigint as long, 0.10::numeric as exact, '2026-11-24'::date as day,
    '2026-11-24T10:00:00Z'::timestamptz as at, '{"a":[1]}'::jsonb as json, array[9007199254740993]::bigint[] as longs`.execute(db)

  assert.deepEqual(rows, [
    {
      long: '9007199254740993',
      exact: '0.10',
      day: '2026-11-24',
      at: new Date('2026-11-24T10:00:00Z'),
      json: { a: [1] },
      longs: ['9007199254740993'],
    },
  ])
})

test('what a transaction wrote is there when it ends, and its effects come after', async () => {
  const seen: (readonly string[])[] = []

  const result = await transaction(db, async (tx) => {
    tx.onCommit(async () => void seen.push(await factNames()))
    await tx.insertInto('facts').values({ name: 'committed', value: '1' }).execute()
    return 'done'
  })

  assert.equal(result, 'done')
  assert.deepEqual(seen, [['committed']])
})

test('a transaction that throws leaves nothing and has no effects', async () => {
  let effects = 0

  const attempt = transaction(db, async (tx) => {
    tx.onCommit(() => void (effects += 1))
    await tx.insertInto('facts').values({ name: 'thrown', value: '1' }).execute()
    throw new Error('no')
  })

  await assert.rejects(attempt, /^Error: no$/)
  assert.equal((await factNames()).includes('thrown'), false)
  assert.equal(effects, 0)
})

test('a handle used after the end of its transaction is refused', async () => {
  const escaped = await transaction(db, async (tx) => ({ tx }))

  await assert.rejects(escaped.tx.selectFrom('facts').select('name').execute(), /after its transaction had ended, an await is missing/)
  assert.throws(() => escaped.tx.onCommit(() => undefined), /after its transaction had ended/)
})

test('a transaction whose statement is still running at its end is rolled back', async () => {
  const forgotten: Promise<unknown>[] = []

  const attempt = transaction(db, async (tx) => {
    await tx.insertInto('facts').values({ name: 'forgotten', value: '1' }).execute()
    forgotten.push(sql`select pg_sleep(0.05)`.execute(tx))
    await new Promise((resolve) => void setImmediate(resolve))
  })

  await assert.rejects(attempt, /1 statements of a transaction were not awaited/)
  await Promise.all(forgotten)
  assert.equal((await factNames()).includes('forgotten'), false)
})

test('a failed statement that was caught still fails the transaction', async () => {
  const attempt = transaction(db, async (tx) => {
    await tx.insertInto('facts').values({ name: 'half', value: '1' }).execute()
    await sql`select 1/0`.execute(tx).catch(() => undefined)
  })

  await assert.rejects(attempt, /rolled back: one of its statements had failed/)
  assert.equal((await factNames()).includes('half'), false)
})

test('two transactions that lock in opposite orders both end', async () => {
  await db
    .insertInto('facts')
    .values(['left', 'right'].map((name) => ({ name, value: '0' })))
    .execute()
  let attempts = 0
  let locked = 0
  const both = Promise.withResolvers<undefined>()
  async function lock(first: string, second: string): Promise<void> {
    await transaction(db, async (tx) => {
      attempts += 1
      await sql`set local deadlock_timeout = '20ms'`.execute(tx)
      await tx.updateTable('facts').set({ value: '1' }).where('name', '=', first).execute()
      locked += 1
      if (locked === 2) both.resolve(undefined)
      await both.promise
      await tx.updateTable('facts').set({ value: '1' }).where('name', '=', second).execute()
    })
  }

  await Promise.all([lock('left', 'right'), lock('right', 'left')])

  // Who gives way may meet the other once more before it is through.
  assert.ok(attempts >= 3, `${attempts} attempts`)
})

test('a transaction that always gives way is given up after five tries', async () => {
  let attempts = 0

  const attempt = transaction(db, async (tx) => {
    attempts += 1
    await sql`do $$ begin raise exception 'not serializable' using errcode = '40001'; end $$`.execute(tx)
  })

  await assert.rejects(attempt, /not serializable/)
  assert.equal(attempts, 5)
})

test('before a transaction is tried again it rests by chance, and longer each time, so that the same two do not meet again', async () => {
  const rests: number[] = []
  let inside = false
  let waitedInside = false
  await using resting = openDb(url, {
    rest: async (upToMs) => {
      rests.push(upToMs)
      waitedInside ||= inside
    },
    async step(_label, run) {
      inside = true
      try {
        return await run()
      } finally {
        inside = false
      }
    },
  })

  const attempt = transaction(resting, async (tx) => {
    await sql`do $$ begin raise exception 'a deadlock' using errcode = '40P01'; end $$`.execute(tx)
  })

  await assert.rejects(attempt, /a deadlock/)
  assert.deepEqual(rests, [50, 100, 200, 400])
  assert.equal(waitedInside, false)
})

test('each statement alone and each transaction as a whole pass through the step', async () => {
  const labels: string[] = []
  function step<Result>(label: string, run: () => Promise<Result>): Promise<Result> {
    labels.push(label)
    return run()
  }
  await using stepped = openDb(url, { step })

  await stepped.selectFrom('facts').select('name').execute()
  await transaction(stepped, async (tx) => {
    await tx.selectFrom('facts').select('name').execute()
    await tx.selectFrom('facts').select('value').execute()
  })

  assert.deepEqual(labels, ['select "name" from "facts"', 'transaction'])
})

test('a statement that is held back holds no connection', async () => {
  const held: (() => void)[] = []
  async function step<Result>(_label: string, run: () => Promise<Result>): Promise<Result> {
    await new Promise<void>((resolve) => void held.push(resolve))
    return run()
  }
  await using stepped = openDb(url, { step, connectionsMax: 1 })
  const statements = Array.from({ length: 20 }, () => sql`select 1`.execute(stepped))
  while (held.length < 20) await new Promise((resolve) => void setImmediate(resolve))

  for (const release of held.toReversed()) release()

  assert.equal((await Promise.all(statements)).length, 20)
})

test('when a pool is closed the database has no connection of it any more', async () => {
  const closing = openDb(url)
  await Promise.all(Array.from({ length: 10 }, () => sql`select pg_sleep(0.02)`.execute(closing)))
  const pids = await Promise.all(Array.from({ length: 10 }, () => sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(closing)))
  const mine = [...new Set(pids.flatMap(({ rows }) => rows.map(({ pid }) => pid)))]

  await closing.destroy()

  const { rows } = await sql`select pid from pg_stat_activity where pid = any(${mine})`.execute(db)
  assert.deepEqual(rows, [])
})

test('the ways around the transaction function are closed', async () => {
  await assert.rejects(
    db.transaction().execute(async () => undefined),
    /begin with transaction\(\) of db\/client\.ts/,
  )
  const several = db.connection().execute(async (one) => {
    await sql`select 1`.execute(one)
    await sql`select 2`.execute(one)
  })
  await assert.rejects(several, /a connection is for one statement/)
})
