import assert from 'node:assert/strict'
import test from 'node:test'
import { tenantId, type WakeUp } from '#core/tenant.ts'
import { openDb, transaction } from '#db/client.ts'
import { testDatabase } from '#test/database.ts'
import { simulatedLocks, type LockTable } from './locks.ts'
import type { Process } from './process.ts'
import { nudgeTable, simulatedQueue } from './queue.ts'
import { openScheduler, type Scheduler } from './scheduler.ts'

const start = new Date('2026-11-24T08:00:00Z')
const later = new Date('2026-11-24T09:00:00Z')
const wakeUp: WakeUp = { tenantId: tenantId('1'), kind: 'orders', connection: '' }
const seeds = Array.from({ length: 10 }, (_none, index) => index + 1)
const { url, db } = await testDatabase()

function fail(error: unknown): never {
  throw error
}

function openTwo(scheduler: Scheduler): readonly [Process, Process] {
  return [scheduler.open('left', nowhere), scheduler.open('right', nowhere)]
}

async function nowhere(): Promise<Response> {
  throw new TypeError('fetch failed')
}

test('a lock has one holder at a time, whoever the seed lets have it first', async () => {
  const firsts = new Set<string>()
  for (const seed of seeds) {
    using scheduler = await openScheduler({ seed, now: start })
    const table: LockTable = new Map()
    const seen: string[] = []
    for (const process of openTwo(scheduler)) {
      void (async () => {
        await using lock = await simulatedLocks(table, process).tryLock('stock/1')
        if (lock === undefined) return
        seen.push(`${process.name} in`)
        await process.io.clock.until(new Date('2026-11-24T08:10:00Z'))
        seen.push(`${process.name} out`)
      })()
    }
    await scheduler.run(later)

    const [first = ''] = seen[0]?.split(' ') ?? []
    assert.deepEqual(seen, [`${first} in`, `${first} out`])
    firsts.add(first)
  }
  assert.deepEqual(firsts, new Set(['left', 'right']))
})

test('what a dead process held can be taken', async () => {
  using scheduler = await openScheduler({ seed: 1, now: start })
  const table: LockTable = new Map()
  const [left, right] = openTwo(scheduler)
  const taken: boolean[] = []
  void simulatedLocks(table, left).tryLock('stock/1')
  await scheduler.run(start)
  left.kill()

  void simulatedLocks(table, right)
    .tryLock('stock/1')
    .then((lock) => taken.push(lock !== undefined))
  await scheduler.run(start)

  assert.deepEqual(taken, [true])
})

test('a nudge is taken by one of the workers, and by another when that one dies first', async () => {
  const takers = new Set<string>()
  for (const seed of seeds) {
    using scheduler = await openScheduler({ seed, now: start, fate: ({ process }) => (process === 'left' ? 'die-before' : 'go') })
    const table = nudgeTable()
    const seen: string[] = []
    const [left, right] = openTwo(scheduler)
    for (const process of [left, right]) {
      await simulatedQueue(table, process, fail).work(async () => void seen.push(process.name))
    }
    const sender = simulatedQueue(table, scheduler.open('web', nowhere), fail)
    void sender.nudge(db, wakeUp)
    void sender.nudge(db, wakeUp)
    await scheduler.run(later)

    assert.ok(seen.length >= 1 && seen.length <= 2)
    seen.forEach((name) => takers.add(name))
  }
  assert.deepEqual(takers, new Set(['right']))
})

test('a nudge inside a transaction leaves with its commit or not at all, and waits for a worker', async () => {
  using scheduler = await openScheduler({ seed: 1, now: start })
  const table = nudgeTable()
  const app = scheduler.open('app', nowhere)
  const queue = simulatedQueue(table, app, fail)
  await using own = openDb(url, { step: app.step })
  const seen: WakeUp[] = []
  void transaction(own, async (tx) => {
    await queue.nudge(tx, { ...wakeUp, kind: 'stock' })
    throw new Error('no')
  }).catch(() => undefined)
  void transaction(own, (tx) => queue.nudge(tx, wakeUp))
  await scheduler.run(later)

  await queue.work(async (taken) => void seen.push(taken))
  await scheduler.run(later)

  assert.deepEqual(seen, [wakeUp])
})
