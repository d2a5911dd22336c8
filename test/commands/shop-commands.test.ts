import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { startProduct, type Product } from '#test/product.ts'
import { aShopOfMany, codes } from './a-shop-of-many.ts'
import { besides, runCommand, type Ran } from './run-command.ts'

const company = '/smartbill/RO10203040'
const shop = '/shopify/demo.myshopify.com'
const warehouse = 'Depozit Online'

let product: Product

before(async () => {
  product = await startProduct({ world: aShopOfMany() })
  await punte('sync')
})

/** The clock stands still: without this the allowance of SmartBill's account would be used up. */
beforeEach(() => product.world('POST', '/clock', { advanceMs: 10_000 }))

after(() => product[Symbol.asyncDispose]())

test('sync carries the stock over and says how much it changed', async () => {
  await product.world('POST', `${company}/nir`, { warehouse, code: 'CARTE-1', quantity: 5 })

  const dry = await punte('sync', '--dry-run')
  assert.deepEqual(dry, { code: 0, out: 'CARTE-1 Depozit: 10 -> 15 (planned)\nwould change 1\n', err: '' })
  assert.equal(await available('CARTE-1'), 10)

  const wet = await punte('sync')
  assert.deepEqual(wet, { code: 0, out: 'CARTE-1 Depozit: 10 -> 15 (written)\nchanged 1\n', err: '' })
  assert.equal(await available('CARTE-1'), 15)

  const again = await punte('sync', '--json')
  const { state, changed, changes } = JSON.parse(again.out)
  assert.deepEqual({ code: again.code, state, changed, changes }, { code: 0, state: 'done', changed: 0, changes: [] })
})

test('sync ends with 4 when so much would change that a person is asked, and nothing is written', async () => {
  for (const code of codes) await product.world('POST', `${company}/nir`, { warehouse, code, quantity: 1 })

  const { code, out } = await punte('sync')

  assert.equal(code, 4)
  assert.match(out, /^waits for a person: .+$/m)
  assert.equal(await available('CARTE-2'), 10)
  for (const code of codes) await product.world('POST', `${company}/consume`, { warehouse, code, quantity: 1 })
})

test('sync ends with 3 when the billing service does not answer, and says so', async () => {
  await product.world('POST', '/faults', { service: 'smartbill', kind: 'http', status: 503, body: 'empty', times: 50 })
  try {
    const { code, out } = await punte('sync')
    assert.equal(code, 3)
    assert.match(out, /^failed: /m)
  } finally {
    await product.world('DELETE', '/faults')
  }
})

test('invoice issues the invoice of an order that would have waited for its payment', async () => {
  const name = await anOrder({ sku: 'CARTE-3', paid: false })

  const { code, out } = await punte('invoice', name)

  assert.equal(code, 0)
  assert.match(out, new RegExp(`^${name}: issued SHOP \\d+\n$`))
})

test('invoice takes a GID as well, and prints the order as one object with --json', async () => {
  const name = await anOrder({ sku: 'CARTE-3', paid: false })
  const found = await product.api('GET', `/shops/demo.myshopify.com/orders/${encodeURIComponent(name)}`)
  assert.ok(typeof found.body === 'object' && found.body !== null && 'id' in found.body)

  const { code, out } = await punte('invoice', String(found.body.id), '--json')

  assert.equal(code, 0)
  const order = JSON.parse(out)
  assert.deepEqual([order.name, order.state, order.documents.length], [name, 'issued', 1])
})

test('invoice ends with 1 and the service’s own words when the service refuses', async () => {
  const name = await anOrder({ sku: 'CARTE-4', paid: false })
  await product.world('POST', `${company}/consume`, { warehouse, code: 'CARTE-4', quantity: 10 })

  const { code, out } = await punte('invoice', name)

  assert.equal(code, 1)
  assert.match(out, new RegExp(`^${name}: refused: .*CARTE-4`))
})

test('invoice ends with 1 for a test order, which is never invoiced, and for one that is not there', async () => {
  const name = await anOrder({ sku: 'CARTE-5', paid: true, test: true })

  const never = await punte('invoice', name)
  const missing = await punte('invoice', '#9999')

  assert.deepEqual([never.code, missing.code], [1, 1])
  assert.equal(never.err, 'It is a test order.\n')
  assert.equal(missing.err, 'There is no order #9999 in this shop.\n')
})

test('while invoices are paused invoice ends with 4, and resume lets it go on', async () => {
  const name = await anOrder({ sku: 'CARTE-6', paid: false })
  assert.deepEqual(await punte('pause', '--flow', 'A'), { code: 0, out: 'demo.myshopify.com: flow A (invoices) paused\n', err: '' })

  const waits = await punte('invoice', name)
  assert.equal(waits.code, 4)
  assert.match(waits.out, new RegExp(`^${name}: waits: `))

  assert.equal((await punte('resume')).code, 0)
  const goesOn = await punte('invoice', name)
  assert.deepEqual([goesOn.code, goesOn.err], [0, ''])
  assert.match(goesOn.out, new RegExp(`^${name}: issued SHOP \\d+\n$`))
})

test('invoice ends with 4 and the question when something about the order has to be confirmed, and takes the answer', async () => {
  const name = await anOrder({ sku: 'CARTE-7', paid: false })
  const path = `/shops/demo.myshopify.com/orders/${encodeURIComponent(name)}/dispatched`
  const marked = await product.api('POST', path, { goods: 'onShelf', shopify: 'leave' })
  assert.equal(marked.status, 200, JSON.stringify(marked.body))

  const asked = await punte('invoice', name)
  const answered = await punte('invoice', name, '--answer', 'dispatched')

  assert.deepEqual([asked.code, answered.code], [4, 0], asked.err + answered.err)
  assert.match(asked.err, /Dispatched/)
})

test('doctor says what is met and with what versions and addresses it was found', async () => {
  const { code, out } = await punte('doctor')
  assert.equal(code, 0)
  assert.match(out, /^Punte \d+\.\d+\.\d+ at http:\/\/127\.0\.0\.1:\d+, Node 24\./)
  assert.match(out, /^PostgreSQL \d+\.\d+ embedded in /m)
  assert.match(out, /^smartbill http/m)
  assert.match(out, /^demo\.myshopify\.com is ready$/m)
})

test('doctor ends with 1 when something keeps the shop from working', async () => {
  await product.world('PATCH', `${company}/settings`, { series: [{ name: 'ALTA', type: 'f', next: 1 }] })
  await product.api('POST', '/shops/demo.myshopify.com/services/smartbill/test', {})

  const { code, out } = await punte('doctor', '--json')

  assert.equal(code, 1)
  const { ready, checks } = JSON.parse(out)
  assert.equal(ready, false)
  assert.equal(checks.find(({ id }: { readonly id: string }) => id === 'series')?.state, 'unmet')
})

test('sign-in prints an address that signs one browser in, once', async () => {
  const { code, out } = await punte('sign-in')
  assert.equal(code, 0)
  const address = new URL(out.trim())
  assert.equal(address.origin, product.url)

  assert.equal(await signIn(address), 200)
  assert.equal(await signIn(address), 401)
})

test('a shop that is not there is wrong usage, and the shops that are there are named', async () => {
  const { code, err } = await punte('sync', '--shop', 'other.myshopify.com')
  assert.equal(code, 2)
  assert.equal(err, '--shop: there is no shop other.myshopify.com here; there is demo.myshopify.com.\n')
})

test('a token of another installation is wrong configuration', async () => {
  const { code, err } = await runCommand(['sync'], { ...besides(product), PUNTE_ADMIN_TOKEN: 'the-token-of-somebody-else' })
  assert.equal(code, 2)
  assert.match(err, /^The admin token is not the one/)
})

async function signIn(address: URL): Promise<number> {
  const answer = await fetch(`${product.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: address.searchParams.get('code') }),
  })
  return answer.status
}

function punte(...args: readonly string[]): Promise<Ran> {
  return runCommand(args, besides(product))
}

async function available(sku: string): Promise<number> {
  const { body } = await product.world('GET', `${shop}/levels?sku=${sku}`)
  assert.ok(Array.isArray(body))
  return Number(body[0]?.available)
}

/** Places an order of one piece and waits until the product knows it. */
async function anOrder({ sku, ...order }: { readonly sku: string; readonly paid: boolean; readonly test?: boolean }): Promise<string> {
  const placed = await product.world('POST', `${shop}/orders`, { lines: [{ sku, quantity: 1 }], ...order })
  assert.ok(typeof placed.body === 'object' && placed.body !== null && 'name' in placed.body, JSON.stringify(placed))
  const name = String(placed.body.name)
  for (const deadline = performance.now() + 10_000; performance.now() < deadline;) {
    const { status } = await product.api('GET', `/shops/demo.myshopify.com/orders/${encodeURIComponent(name)}`)
    if (status === 200) return name
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`${name} was not imported`)
}
