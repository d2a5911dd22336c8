import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { ProviderError } from '#billing/provider-error.ts'
import { tenantId, type WakeUp, type WorkKind } from '#core/tenant.ts'
import { makeDue } from '#db/due.ts'
import { keepTenant } from '#db/tenants.ts'
import { openStory, type Story } from '#test/story.ts'
import { drains } from './drains.ts'
import { serve, type Drain } from './serve.ts'

const minuteMs = 60_000
const shop = tenantId('71')
const neighbour = tenantId('72')
const work = wakeUpOf(shop, 'sweep')

let story: Story

before(async () => {
  story = await openStory({ connected: false })
  for (const id of [shop, neighbour]) {
    await keepTenant(story.database.db, {
      tenantId: id,
      domain: `shop-${id}.myshopify.com`,
      name: 'Magazin',
      currency: 'RON',
      access: '',
      scopes: [],
      subscription: 'advanced',
      sandbox: false,
      now: story.context.io.clock.now(),
    })
  }
})

beforeEach(async () => {
  await story.database.db.deleteFrom('due').execute()
})

after(() => story[Symbol.asyncDispose]())

test('work that fails is tried again after 15 seconds, then after twice as long each time, up to a quarter of an hour, for ever', async () => {
  const seconds: number[] = []
  for (let failure = 0; failure < 10; failure += 1) {
    seconds.push((await failOnce()) / 1_000)
    await pass(20 * minuteMs)
  }

  const longest = [15, 30, 60, 120, 240, 480, 900, 900, 900, 900]
  for (const [index, most] of longest.entries()) {
    const waited = seconds[index] ?? 0
    assert.ok(waited <= most && waited >= 0.75 * most, `${waited} s after failure ${index + 1}`)
  }
})

test('chance keeps what failed at one moment from being tried again at one moment', async () => {
  const waits = new Set<number>()
  for (let time = 0; time < 10; time += 1) {
    await story.database.db.deleteFrom('due').execute()
    waits.add(await failOnce())
  }

  assert.ok(waits.size > 5, [...waits].join(', '))
})

test('work that succeeds begins at 15 seconds again when it fails later', async () => {
  for (let failure = 0; failure < 5; failure += 1) {
    await failOnce()
    await pass(20 * minuteMs)
  }
  await run(work, () => Promise.resolve(null))

  assert.ok((await failOnce()) <= 15_000)
})

test('work that succeeds while somebody asks for it anew has succeeded all the same', async () => {
  for (let failure = 0; failure < 5; failure += 1) {
    await failOnce()
    await pass(20 * minuteMs)
  }
  let asked = false
  await run(work, async () => {
    if (!asked) await makeDue(story.database.db, work, now())
    asked = true
    return null
  })

  assert.ok((await failOnce()) <= 15_000)
})

test('work that a service puts off is due when the service said, and that is no failure', async () => {
  for (let time = 0; time < 5; time += 1) {
    assert.equal(await failOnce(new ProviderError('smartbill', { kind: 'throttled', retryAfterMs: 3_000 })), 3_000)
    await pass(minuteMs)
  }

  assert.ok((await failOnce()) <= 15_000)
})

test('who asks for failing work is answered at once, and also one who asks while it fails does not wait for the long interval', async () => {
  for (let failure = 0; failure < 7; failure += 1) {
    await failOnce()
    await pass(20 * minuteMs)
  }
  let tries = 0
  const waited = await failOnce(new Error('the service is down'), async () => {
    tries += 1
    await makeDue(story.database.db, work, now())
  })
  assert.ok(waited <= 15_000, `${waited} ms`)
  assert.equal(tries, 1)

  await makeDue(story.database.db, work, now())
  assert.equal(await waitOf(work), 0)
})

test('what fails slows nothing else, and when it succeeds what else of the shop had failed is tried at once', async () => {
  const other = wakeUpOf(shop, 'stock')
  const foreign = wakeUpOf(neighbour, 'sweep')
  const healthy = wakeUpOf(shop, 'orders')
  for (let failure = 0; failure < 6; failure += 1) {
    for (const failing of [work, other, foreign]) await fail(failing)
    await run(healthy, () => Promise.resolve(new Date(now().getTime() + 60 * minuteMs)))
    assert.ok((await waitOf(healthy)) > 20 * minuteMs)
    await pass(failure < 5 ? 20 * minuteMs : 0)
  }

  await run(work, () => Promise.resolve(null))

  assert.equal(await waitOf(other), 0)
  assert.ok((await waitOf(foreign)) > 5 * minuteMs)
  assert.ok((await waitOf(healthy)) > 20 * minuteMs)
})

function wakeUpOf(id: typeof shop, kind: WorkKind): WakeUp {
  return { tenantId: id, kind, connection: '' }
}

function now(): Date {
  return story.context.io.clock.now()
}

async function pass(ms: number): Promise<void> {
  await story.sandbox.world.clock.advanceTo(now().getTime() + ms)
}

async function run(wakeUp: WakeUp, drain: Drain): Promise<void> {
  await makeDue(story.database.db, wakeUp, now())
  await serve(story.context, { ...drains, [wakeUp.kind]: drain }, wakeUp)
}

async function fail(wakeUp: WakeUp, error = new Error('the service is down'), meanwhile = () => Promise.resolve()): Promise<void> {
  await run(wakeUp, async () => {
    await meanwhile()
    throw error
  })
}

/** How long it is until the work is tried again. */
async function failOnce(error?: Error, meanwhile?: () => Promise<void>): Promise<number> {
  await fail(work, error, meanwhile)
  return waitOf(work)
}

async function waitOf({ tenantId: id, kind }: WakeUp): Promise<number> {
  const row = await story.database.db
    .selectFrom('due')
    .select('due_at')
    .where('tenant_id', '=', id)
    .where('kind', '=', kind)
    .executeTakeFirstOrThrow()
  return (row.due_at?.getTime() ?? Infinity) - now().getTime()
}
