import assert from 'node:assert/strict'
import test from 'node:test'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { openDb, transaction, type Db } from '#db/client.ts'
import { testDatabase } from '#test/database.ts'
import type { Process } from './process.ts'
import { openScheduler, type Scheduler, type SchedulerOptions } from './scheduler.ts'

const start = new Date('2026-11-24T08:00:00Z')
const monthLater = new Date('2026-12-24T08:00:00Z')
const { url, db } = await testDatabase()
const compress = promisify(gzip)

async function nowhere(): Promise<Response> {
  throw new TypeError('fetch failed')
}

type Run = { readonly scheduler: Scheduler; readonly lines: string[] }

async function scheduled(seed: number, play: (run: Run) => void, options: Partial<SchedulerOptions> = {}): Promise<Run> {
  const lines: string[] = []
  using scheduler = await openScheduler({ seed, now: start, onLine: (line) => lines.push(line), ...options })
  play({ scheduler, lines })
  await scheduler.run(monthLater)
  return { scheduler, lines }
}

async function resetCounter(): Promise<void> {
  await db.deleteFrom('facts').execute()
  await db.insertInto('facts').values({ name: 'counter', value: '0' }).execute()
}

async function readCounter(from: Db): Promise<number> {
  const row = await from.selectFrom('facts').select('value').where('name', '=', 'counter').executeTakeFirstOrThrow()
  return Number(row.value)
}

async function writeCounter(to: Db, value: number): Promise<void> {
  await to
    .updateTable('facts')
    .set({ value: String(value) })
    .where('name', '=', 'counter')
    .execute()
}

/** Two workers that each add one: read, then write, with nothing that keeps them apart. */
async function careless(seed: number): Promise<{ readonly counter: number; readonly hash: string }> {
  await resetCounter()
  await using stepped = new AsyncDisposableStack()
  const { scheduler } = await scheduled(seed, ({ scheduler }) => {
    for (const name of ['left', 'right']) {
      const { step } = scheduler.open(name, nowhere)
      const own = stepped.use(openDb(url, { step }))
      void readCounter(own).then((value) => writeCounter(own, value + 1))
    }
  })
  return { counter: await readCounter(db), hash: scheduler.journal.hash() }
}

const seeds = Array.from({ length: 20 }, (_none, index) => index + 1)

test('some seed loses an update of two careless workers and some seed does not', async () => {
  const counters = new Set<number>()
  for (const seed of seeds) counters.add((await careless(seed)).counter)

  assert.deepEqual(counters, new Set([1, 2]))
})

test('the same seed gives the same journal and the same end, and another seed another', async () => {
  const first = await careless(7)
  const again = await careless(7)
  const hashes = new Set<string>()
  for (const seed of seeds) hashes.add((await careless(seed)).hash)

  assert.deepEqual(again, first)
  assert.ok(hashes.size > 1)
})

test('no seed loses an update of workers that read and write in one transaction', async () => {
  for (const seed of seeds) {
    await resetCounter()
    await using stepped = new AsyncDisposableStack()
    await scheduled(seed, ({ scheduler }) => {
      for (const name of ['left', 'right']) {
        const { step } = scheduler.open(name, nowhere)
        const own = stepped.use(openDb(url, { step }))
        void transaction(own, async (tx) => {
          const row = await tx.selectFrom('facts').select('value').where('name', '=', 'counter').forUpdate().executeTakeFirstOrThrow()
          await tx
            .updateTable('facts')
            .set({ value: String(Number(row.value) + 1) })
            .where('name', '=', 'counter')
            .execute()
        })
      }
    })

    assert.equal(await readCounter(db), 2, `seed ${seed}`)
  }
})

/** Work of the thread pool and of streams between the steps, whose length no seed knows. */
async function restless({ io }: Process, seen: string[]): Promise<void> {
  for (let round = 0; round < 5; round += 1) {
    const id = io.random.uuid()
    const digest = await crypto.subtle.digest('SHA-256', Buffer.from(id))
    const packed = await compress(Buffer.alloc(100_000 * (round + 1), Buffer.from(digest)))
    const answer = await io.fetch(new Request(`http://echo/${packed.length}`, { method: 'POST', body: id }))
    seen.push(`${io.clock.now().toISOString()} ${await answer.text()}`)
    await io.clock.until(new Date(io.clock.now().getTime() + 60_000 * (1 + Math.floor(io.random.fraction() * 5))))
  }
}

async function restlessThree(seed: number): Promise<{ readonly seen: readonly string[]; readonly hash: string }> {
  const seen: string[] = []
  const { scheduler } = await scheduled(seed, ({ scheduler }) => {
    for (const name of ['one', 'two', 'three']) void restless(scheduler.open(name, echo), seen)
  })
  return { seen, hash: scheduler.journal.hash() }
}

async function echo(request: Request): Promise<Response> {
  return new Response((await compress(await request.text())).toString('base64').slice(0, 40))
}

test('hashing, compression and streams between the steps do not disturb the order', async () => {
  const first = await restlessThree(3)

  assert.equal(first.seen.length, 15)
  for (let run = 0; run < 4; run += 1) assert.deepEqual(await restlessThree(3), first)
  assert.notEqual((await restlessThree(4)).hash, first.hash)
})

test('a month of waiting passes at once, and everybody wakes at their own time', async () => {
  const woken: string[] = []
  const { scheduler } = await scheduled(1, ({ scheduler }) => {
    const { io } = scheduler.open('sleeper', nowhere)
    for (const day of ['2026-12-01', '2026-11-25', '2026-12-23']) {
      void io.clock.until(new Date(`${day}T00:00:00Z`)).then(() => woken.push(io.clock.now().toISOString()))
    }
  })

  assert.deepEqual(woken, ['2026-11-25T00:00:00.000Z', '2026-12-01T00:00:00.000Z', '2026-12-23T00:00:00.000Z'])
  assert.deepEqual(scheduler.now(), monthLater)
})

test('a wait that is called off ends at once and a deadline ends a request that nobody answers', async () => {
  const ends: string[] = []
  await scheduled(1, ({ scheduler }) => {
    const { io } = scheduler.open('impatient', () => new Promise(() => undefined))
    const signal = io.deadline(30_000)
    void io.fetch(new Request('http://silent/', { signal })).catch((error: unknown) => {
      ends.push(`${io.clock.now().toISOString()} ${error instanceof Error ? error.name : ''}`)
    })
    const off = new AbortController()
    void io.clock.until(monthLater, off.signal).then(() => ends.push(`${io.clock.now().toISOString()} called off`))
    void io.clock.until(new Date('2026-11-24T08:00:10Z')).then(() => off.abort())
  })

  assert.deepEqual(ends, ['2026-11-24T08:00:10.000Z called off', '2026-11-24T08:00:30.000Z TimeoutError'])
})

test('a deadline that nobody needs any more does not move the time', async () => {
  const times: string[] = []
  await scheduled(1, ({ scheduler, lines }) => {
    const { io } = scheduler.open('quick', async () => new Response('done'))
    void io.fetch(new Request('http://quick/', { signal: io.deadline(30_000) })).then(() => times.push(io.clock.now().toISOString()))
    void io.clock.until(new Date('2026-11-25T00:00:00Z')).then(() => times.push(String(lines.some((line) => line.includes('deadline')))))
  })

  assert.deepEqual(times, ['2026-11-24T08:00:00.000Z', 'false'])
})

/** Says what it is about to do, does it outside, says that it did. */
async function carefully(own: Db, { io }: Process): Promise<void> {
  await own.insertInto('facts').values({ name: 'intent', value: '1' }).execute()
  await io.fetch(new Request('http://service/act', { method: 'POST' }))
  await own.insertInto('facts').values({ name: 'outcome', value: '1' }).execute()
}

const deaths = [
  { fate: 'die-before', acted: 0 },
  { fate: 'die-after', acted: 1 },
] as const

for (const { fate, acted } of deaths) {
  test(`a process that dies at its request (${fate}) leaves an intent without an outcome, and its heir finds it`, async () => {
    await db.deleteFrom('facts').execute()
    let acts = 0
    const found: string[][] = []
    await using stepped = new AsyncDisposableStack()
    using scheduler = await openScheduler({
      seed: 5,
      now: start,
      fate: ({ kind }) => (kind === 'request' ? fate : 'go'),
      onDeath: () => begin(lookAround),
    })
    async function act(): Promise<Response> {
      acts += 1
      return new Response('acted')
    }
    function begin(work: (own: Db, process: Process) => Promise<void>): void {
      const process = scheduler.open('app', act)
      void work(stepped.use(openDb(url, { step: process.step })), process)
    }
    async function lookAround(own: Db): Promise<void> {
      const rows = await own.selectFrom('facts').select('name').orderBy('name').execute()
      found.push(rows.map(({ name }) => name))
    }

    begin(carefully)
    await scheduler.run(monthLater)

    assert.deepEqual({ acts, found }, { acts: acted, found: [['intent']] })
  })
}

test('a request or a statement inside a transaction is refused', async () => {
  const refusals: unknown[] = []
  await using stepped = new AsyncDisposableStack()
  await scheduled(1, ({ scheduler }) => {
    const { io, step } = scheduler.open('app', nowhere)
    const own = stepped.use(openDb(url, { step }))
    const asks: readonly (() => Promise<unknown>)[] = [() => io.fetch(new Request('http://service/')), () => readCounter(own)]
    for (const inside of asks) {
      void transaction(own, inside).catch((error: unknown) => refusals.push(error))
    }
  })

  assert.equal(refusals.length, 2)
  for (const refusal of refusals) assert.match(String(refusal), /was asked for inside a transaction/)
})

test('slow statements let time run on before them, as some seed has it', async () => {
  const found = new Set<boolean>()
  for (const seed of seeds) {
    await resetCounter()
    await using stepped = new AsyncDisposableStack()
    await scheduled(
      seed,
      ({ scheduler }) => {
        const { io, step } = scheduler.open('app', nowhere)
        const own = stepped.use(openDb(url, { step }))
        const lease = new Date('2026-11-24T09:00:00Z')
        void io.clock.until(lease)
        void readCounter(own).then(() => found.add(io.clock.now() >= lease))
      },
      { slowness: 0.3 },
    )
  }

  assert.deepEqual(found, new Set([false, true]))
})

test('what the simulated services call real time is the time of the simulation', async () => {
  const times: number[] = []
  await scheduled(1, ({ scheduler }) => {
    const { realTime } = scheduler.open('world', nowhere)
    realTime.after(3_600_000, () => times.push(realTime.now()))
    realTime.after(1_000, () => times.push(-1))()
  })

  assert.deepEqual(times, [start.getTime() + 3_600_000])
})
