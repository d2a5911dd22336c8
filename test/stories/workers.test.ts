import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { Order, Overview } from '#api/contract.ts'
import { whatIsDue } from '#db/due.ts'
import { drains } from '#jobs/drains.ts'
import { serve } from '#jobs/serve.ts'
import { openProduct, openStory, type Story } from '#test/story.ts'
import { anOrder, book, documents, level, loseLocks, metricsOf } from '#test/story-facts.ts'

/** Bugs of other people's workers, by the words of their list. */
const minuteMs = 60_000
const code = 'TEE-S'
const two = { lines: [{ sku: code, quantity: 2 }], paid: true }
const shop = '/shops/demo.myshopify.com'
const waitMs = 10
const waitsMax = 3_000

test('a lock stuck after a crash: what a killed worker held is taken up by the next at once', async () => {
  await using story = await openStory()
  await story.advance(minuteMs)
  const tenant = await tenantOf(story)
  const holder = resolve(import.meta.dirname, '../crash/lock-holder.ts')
  const worker = spawn(process.execPath, [holder, story.database.url, `stock/${tenant}/smartbill`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = z.tuple([z.instanceof(Buffer)]).parse(await once(worker.stdout, 'data'))
  assert.equal(said.toString(), 'held\n')
  await book(story, 'nir', { code, quantity: 10 })
  await story.api('POST', `${shop}/runs`)
  await workOff(story)
  assert.equal((await level(story, code)).available, 1000)

  worker.kill('SIGKILL')
  await once(worker, 'exit')
  await until(() => isFree(story))
  await story.settle()

  assert.equal((await level(story, code)).available, 1010)
})

test('an unlock that frees a newer run: a run that lost its lock ends, and the run after it keeps its own', async () => {
  await using story = await openStory()
  const newer = await openProduct(story.database, story.sandbox)
  await using _newerLocks = newer.context.locks
  const third = await openProduct(story.database, story.sandbox)
  await using _thirdLocks = third.context.locks
  const [newerRuns, olderEnded] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  await story.advance(minuteMs)
  await book(story, 'nir', { code, quantity: 10 })
  await story.api('POST', `${shop}/runs`)
  let newerEnds: Promise<void> | undefined
  story.meanwhile({
    at: 'call',
    of: '/stocks',
    happens: async () => {
      await loseLocks(story)
      await until(() => isFree(third))
      newerEnds = newer.settle()
      await newerRuns.promise
    },
  })
  let free: readonly boolean[] = []
  newer.meanwhile({
    at: 'call',
    of: '/stocks',
    happens: async () => {
      newerRuns.resolve()
      await olderEnded.promise
      free = [await isFree(third), await isFree(story)]
    },
  })

  await workOff(story)
  olderEnded.resolve()
  await newerEnds

  assert.deepEqual(free, [false, false])
  await story.settle()
  assert.equal((await level(story, code)).available, 1010)
})

test('staging and production sharing one account collide on keys: each order #1001 has its own invoice although both answers were lost', async () => {
  const staging = { domain: 'staging.myshopify.com', token: 'shpat_staging', clientSecret: 'staging-secret' }
  const shirt = { title: 'Tricou', variants: [{ title: 'S', sku: code, price: '60.50', stock: { Depozit: { available: 500 } } }] }
  const second = { ...staging, locations: [{ name: 'Depozit' }], products: [shirt], webhooks: null }
  await using production = await openStory({ world: { otherShops: [second] } })
  await using beside = await openStory({ beside: production, shop: staging })
  const lost = { service: 'smartbill', kind: 'dropAfterCommit', times: 2, match: { method: 'POST', path: '/invoice/v2' } }
  await production.world('POST', '/faults', lost)

  await anOrder(production, two)
  await production.world('POST', `/shopify/${staging.domain}/orders`, two)
  await production.settle()
  await beside.advance(20 * minuteMs)
  await production.advance(20 * minuteMs)

  const issued = await documents(production)
  assert.deepEqual(
    issued.map(({ total }) => total),
    [121, 121],
  )
  const numbers = [await numberOf(production, 'demo.myshopify.com'), await numberOf(beside, staging.domain)]
  assert.deepEqual(new Set(numbers), new Set(issued.map(({ number }) => number)))
  assert.equal(new Set(numbers).size, 2)
})

test('jobs stay pending: a runner that was never started is told on the first page and to whoever watches the product', async () => {
  await using story = await openStory()
  await story.api('POST', `${shop}/runs`)
  assert.deepEqual(await flowsOf(story), ['A on', 'B on'])

  const { clock } = story.sandbox.world
  await clock.advanceTo(clock.now() + 6 * minuteMs)
  assert.deepEqual(await flowsOf(story), ['A blocked flow.noWorker 6', 'B blocked flow.noWorker 6'])
  assert.match(await metricsOf(story), /^punte_work_late_seconds 360$/m)

  await story.settle()
  assert.deepEqual(await flowsOf(story), ['A on', 'B on'])
  assert.match(await metricsOf(story), /^punte_work_late_seconds 0$/m)
})

/** One round of what is due, as far as nobody else does it. */
async function workOff(story: Pick<Story, 'database' | 'context'>): Promise<void> {
  for (const wakeUp of await whatIsDue(story.database.db, story.context.io.clock.now())) await serve(story.context, drains, wakeUp)
}

async function tenantOf({ context }: Pick<Story, 'context'>): Promise<string> {
  return (await context.db.selectFrom('connections').select('tenant_id').executeTakeFirstOrThrow()).tenant_id
}

async function isFree({ context }: Pick<Story, 'context'>): Promise<boolean> {
  const lock = await context.locks.tryLock(`stock/${await tenantOf({ context })}/smartbill`)
  await lock?.[Symbol.asyncDispose]()
  return lock !== undefined
}

async function numberOf(story: Story, domain: string): Promise<string | undefined> {
  const { body } = await story.api('GET', `/shops/${domain}/orders/%231001`)
  return Order.parse(body).documents[0]?.number
}

async function flowsOf(story: Story): Promise<readonly string[]> {
  const { flows } = Overview.parse((await story.api('GET', `${shop}/overview`)).body)
  return flows.map(({ flow, state, why }) => [flow, state, ...(why?.say ? [why.say.id, ...Object.values(why.say.data)] : [])].join(' '))
}

async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let wait = 0; !(await isTrue()); wait += 1) {
    if (wait === waitsMax) throw new Error('it never came true')
    await sleep(waitMs)
  }
}
