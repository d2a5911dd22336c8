import assert from 'node:assert/strict'
import { test } from 'node:test'
import { problemKinds, readRun, shopApi } from '#test/api-calls.ts'
import { openStory, type Story } from '#test/story.ts'
import { anOrder, book, level, stockWrites } from '#test/story-facts.ts'
import { ExplainedList, Overview, Products, ProductsByCode, Run, Runs, Started } from './contract.ts'

test('the last run is undone: its figures are put back where they still stand, and stock is paused', async () => {
  await using story = await openStory()
  await book(story, 'nir', { code: 'TEE-S', quantity: 200 })
  await book(story, 'nir', { code: 'MUG-W', quantity: 5 })
  await story.advance(15 * 60_000)
  assert.equal((await level(story, 'TEE-S')).available, 1200)
  const [done] = (await runs(story)).items
  assert.ok(done !== undefined)
  assert.equal((await readRun(story, done.id)).canUndo, true)
  await anOrder(story, { lines: [{ sku: 'MUG-W', quantity: 1 }] })

  const undo = Run.parse((await story.api('POST', `${shopApi}/runs/${done.id}/undo`)).body)
  await story.advance(30 * 60_000)

  assert.equal(undo.cause, 'undo')
  assert.deepEqual(
    undo.changes.map(({ code, from, to, outcome }) => ({ code, from, to, outcome })),
    [{ code: 'TEE-S', from: 1200, to: 1000, outcome: 'written' }],
  )
  assert.deepEqual(
    undo.skipped.map(({ code, say }) => ({ code, say: say?.id })),
    [{ code: 'MUG-W', say: 'skip.movedSince' }],
  )
  assert.equal((await level(story, 'TEE-S')).available, 1000)
  assert.equal((await level(story, 'MUG-W')).available, 54)
  const undone = await readRun(story, done.id)
  assert.equal(undone.changes.find(({ code }) => code === 'TEE-S')?.outcome, 'undone')
  assert.equal(undone.canUndo, false)
  assert.equal((await overview(story)).flows.find(({ flow }) => flow === 'B')?.state, 'paused')
  assert.equal((await story.api('POST', `${shopApi}/runs/${done.id}/undo`)).status, 409)

  await story.api('POST', `${shopApi}/resume`, { flow: 'B' })
  await story.advance(16 * 60_000)
  assert.equal((await level(story, 'TEE-S')).available, 1200)
})

test('a run that would empty the shop stops and asks, and with a yes its figures are read and written afresh', async () => {
  await using story = await manyProducts()
  for (const code of codes) await book(story, 'consume', { code, quantity: 10 })
  await story.advance(15 * 60_000)
  assert.equal((await level(story, 'SKU-0')).available, 10)
  const [waiting] = (await runs(story, '?state=waiting')).items
  assert.ok(waiting !== undefined)
  assert.equal(waiting.reason?.say?.id, 'run.zeroed')
  assert.deepEqual(await problemKinds(story), ['runWaits'])
  await book(story, 'nir', { code: 'SKU-0', quantity: 4 })

  const run = Run.parse((await story.api('POST', `${shopApi}/runs/${waiting.id}/confirm`)).body)

  assert.equal(run.state, 'done')
  assert.ok(run.changes.every(({ outcome }) => outcome === 'written'))
  assert.equal((await level(story, 'SKU-0')).available, 4)
  assert.equal((await level(story, 'SKU-1')).available, 0)
  assert.deepEqual(await problemKinds(story), [])
  assert.equal((await story.api('POST', `${shopApi}/runs/${waiting.id}/confirm`)).status, 409)
})

test('a preview is listed with its changes and writes nothing', async () => {
  await using story = await openStory()
  await book(story, 'nir', { code: 'TEE-S', quantity: 200 })

  const { status, body } = await story.api('POST', `${shopApi}/runs`, { dryRun: true })
  assert.equal(status, 202)
  await story.settle()

  const run = await readRun(story, Started.parse(body).id)
  assert.equal(run.state, 'planned')
  assert.equal(run.dryRun, true)
  assert.deepEqual(
    run.changes.map(({ code, name, location, from, to }) => ({ code, name, location, from, to })),
    [{ code: 'TEE-S', name: 'Tricou S', location: 'Depozit', from: 1000, to: 1200 }],
  )
  assert.equal(stockWrites(story), 0)
})

test('"why is it 7?" is answered with every term, and the terms add up', async () => {
  await using story = await openStory()
  const { name } = await anOrder(story, { lines: [{ sku: 'TEE-S', quantity: 3 }], paid: false })
  await story.settle()
  await book(story, 'nir', { code: 'TEE-S', quantity: 10 })
  await story.advance(15 * 60_000)

  const [row] = ExplainedList.parse((await story.api('GET', `${shopApi}/products/explain?code=TEE-S`)).body).items

  assert.deepEqual(row?.sum, { stock: 1010, held: 3, setAside: 0, unexplained: 0, buffer: 0, target: 1007 })
  assert.deepEqual(
    row.orders.map((order) => ({ name: order.name, sold: order.sold, discharged: order.discharged, held: order.held })),
    [{ name, sold: 3, discharged: 0, held: 3 }],
  )
  assert.deepEqual(
    row.writes.map(({ from, to, by, cause, outcome }) => ({ from, to, by, cause, outcome })),
    [{ from: 997, to: 1007, by: 'punte', cause: 'schedule', outcome: 'written' }],
  )
  assert.equal(row.available, 1007)
})

test('a code that nobody has is explained by nothing', async () => {
  await using story = await openStory()
  assert.deepEqual((await story.api('GET', `${shopApi}/products/explain?code=tee-s`)).body, { items: [] })
  assert.deepEqual((await story.api('GET', `${shopApi}/products?code=tee-s`)).body, [])
})

test('products are listed by name, searched, and those that stand on one side alone say so', async () => {
  await using story = await openStory()
  await book(story, 'nir', { code: 'ONLY-SB', name: 'Umerașe', unit: 'buc', quantity: 7 })
  await story.advance(15 * 60_000)

  const all = await products(story, '')
  assert.deepEqual(
    all.items.map(({ code, onlyIn, binding }) => ({ code, onlyIn, binding })),
    [
      { code: 'MUG-W', onlyIn: null, binding: 'bound' },
      { code: 'TEE-S', onlyIn: null, binding: 'bound' },
      { code: 'ONLY-SB', onlyIn: 'billing', binding: 'unmatched' },
    ],
  )
  assert.deepEqual(await codesOf(story, '?show=onlyBilling'), ['ONLY-SB'])
  assert.deepEqual(await codesOf(story, '?q=can%C4%83'), ['MUG-W'])
  assert.deepEqual(await codesOf(story, '?show=differing'), [])
  const [tee] = ProductsByCode.parse((await story.api('GET', `${shopApi}/products?code=TEE-S`)).body)
  assert.deepEqual(
    tee?.billing.map(({ warehouse, quantity }) => ({ warehouse, quantity })),
    [{ warehouse: 'Depozit Online', quantity: 1000 }],
  )
  assert.deepEqual(
    Products.parse((await story.api('GET', `${shopApi}/bindings`)).body).items.map(({ code }) => code),
    ['MUG-W', 'TEE-S'],
  )
})

test('a list longer than a page is walked by its cursor, and every item is seen once', async () => {
  await using story = await manyProducts()
  const seen: string[] = []
  let cursor = ''
  do {
    const page = await products(story, cursor === '' ? '' : `?cursor=${cursor}`)
    seen.push(...page.items.map(({ code }) => code))
    cursor = page.next ?? ''
  } while (cursor !== '')

  assert.equal(seen.length, codes.length)
  assert.deepEqual(new Set(seen), new Set(codes))
})

const codes = Array.from({ length: 60 }, (_, index) => `SKU-${index}`)

function manyProducts(): Promise<Story> {
  return openStory({
    world: {
      shop: {
        products: codes.map((sku) => ({
          title: `Produs ${sku}`,
          status: 'ACTIVE',
          variants: [{ title: 'unic', sku, price: '10.00', stock: { Depozit: { available: 10 } } }],
        })),
      },
      smartbill: {
        switches: { listZeroStockRows: true },
        stock: codes.map((code) => ({ warehouse: 'Depozit Online', code, name: code, unit: 'buc', quantity: 10 })),
      },
    },
  })
}

async function runs(
  story: Story,
  query = '',
): Promise<{ readonly items: readonly { readonly id: string; readonly reason: Run['reason'] }[] }> {
  return Runs.parse((await story.api('GET', `${shopApi}/runs${query}`)).body)
}

async function overview(story: Story): Promise<Overview> {
  return Overview.parse((await story.api('GET', `${shopApi}/overview`)).body)
}

async function products(
  story: Story,
  query: string,
): Promise<{ items: readonly { code: string; onlyIn: string | null; binding: string }[]; next: string | null }> {
  return Products.parse((await story.api('GET', `${shopApi}/products${query}`)).body)
}

async function codesOf(story: Story, query: string): Promise<readonly string[]> {
  return (await products(story, query)).items.map(({ code }) => code)
}
