import { test } from 'node:test'
import assert from 'node:assert/strict'
import { demoWorld } from './demo-world.ts'
import { startLife } from './life.ts'
import { sandbox, type Sandbox } from './server.ts'
import { dumpWorld, loadWorld } from './world-file.ts'

const nowMs = Date.parse('2026-11-23T08:00:00Z')
const nowhere = { webhooks: null, pushUrl: null, pushToken: null }

function demo(): Sandbox {
  const made = sandbox()
  loadWorld(made.world, { ...demoWorld(nowMs, nowhere), clock: 'still' })
  return made
}

test('the demo world is a shop of about 200 variants with open orders', () => {
  const { shops, smartbill } = dumpWorld(demo().world)
  const variants = shops[0]?.products.flatMap(({ variants: each }) => each) ?? []

  assert.ok(variants.length >= 180 && variants.length <= 220, String(variants.length))
  assert.equal(shops[0]?.orders?.length, 24)
  assert.equal(smartbill[0]?.warehouses.length, 2)
})

test('in the demo world SmartBill holds what is on sale plus what is owed, for all but a few', () => {
  const { shops, smartbill } = dumpWorld(demo().world)
  const billed = new Map(
    smartbill[0]?.stock.filter(({ warehouse }) => warehouse === 'Depozit Online').map(({ code, quantity }) => [code, quantity]),
  )
  const tracked =
    shops[0]?.products.flatMap(({ variants }) => variants.filter(({ tracked: one, sku }) => one === true && billed.has(sku ?? ''))) ?? []

  const astray = tracked.filter(({ sku, stock }) => {
    const level = stock?.['Depozit']
    return (level?.available ?? 0) + (level?.committed ?? 0) !== billed.get(sku ?? '')
  })

  assert.ok(tracked.length > 150)
  assert.ok(astray.length >= 3 && astray.length <= 12, String(astray.length))
})

test('the demo shop has what every real shop has a few of: no code, one code twice, untracked, a bundle', () => {
  const variants = dumpWorld(demo().world).shops[0]?.products.flatMap(({ variants: each }) => each) ?? []
  const codes = variants.map(({ sku }) => sku ?? '').filter((sku) => sku !== '')

  assert.ok(variants.some(({ sku }) => (sku ?? '') === ''))
  assert.equal(new Set(codes).size, codes.length - 1)
  assert.ok(variants.some(({ tracked }) => tracked === false))
  assert.ok(variants.some(({ requiresComponents }) => requiresComponents === true))
})

async function live({ world, app }: Sandbox, forMs: number): Promise<string[]> {
  const happened: string[] = []
  const end = startLife(world, async (path, body) => {
    const answer = await app.request(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })
    happened.push(`${answer.status} ${path} ${JSON.stringify(body)}`)
  })
  await world.clock.advanceTo(world.clock.now() + forMs)
  end()
  return happened
}

test('life brings orders, parcels, goods and sales elsewhere by itself, and one seed brings the same again', async () => {
  const first = await live(demo(), 600_000)
  const second = await live(demo(), 600_000)

  assert.deepEqual(first, second)
  assert.ok(first.length > 80, String(first.length))
  for (const kind of [/201 .*\/orders /, /\/fulfil /, /201 .*\/nir /, /\/consume /])
    assert.ok(
      first.some((one) => kind.test(one)),
      String(kind),
    )
  assert.deepEqual(
    first.filter((one) => !/^20[01] /.test(one) && !/consume|adjust/.test(one)),
    [],
  )
})

test('life ends when it is told to', async () => {
  const made = demo()
  await live(made, 60_000)
  const orders = made.world.shops.get('demo.myshopify.com')?.orders.size
  await made.world.clock.advanceTo(made.world.clock.now() + 600_000)
  assert.equal(made.world.shops.get('demo.myshopify.com')?.orders.size, orders)
})

test('life that is ended in the middle of something does not go on after it', async () => {
  const { world } = demo()
  let asked = 0
  const end = startLife(world, () => {
    asked += 1
    end()
    return Promise.resolve()
  })
  await world.clock.advanceTo(world.clock.now() + 600_000)
  assert.equal(asked, 1)
})

test('the page of the sandbox lets a newcomer place an order, book a NIR, break a service and move the clock', async () => {
  const page = await (await demo().app.request('/')).text()
  for (const words of ['Place an order', 'Book a NIR', 'Break a service', 'Move the clock', 'What has happened'])
    assert.ok(page.includes(words))
})
