import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openStory, type Story } from '#test/story.ts'
import { demoShopSettings } from '#test/story-world.ts'
import {
  anOrder,
  book,
  companyPath,
  documents,
  level,
  orderShown,
  problems,
  products,
  shopPath,
  stock,
  stockWrites,
  testConnection,
} from '#test/story-facts.ts'

const quarterMs = 15 * 60_000
const name = 'Tricou Pânză S'
const firstId = 501
const barcode = '5941234567890'

type CodeType = 'sku' | 'barcode' | 'name'
type Article = { readonly code: string; readonly name: string; readonly quantity?: number }

/** A shop of one shirt, and what SmartBill has in its place. */
function openShirts({ codeType = 'sku', variants = [{}], articles }: Shirts): Promise<Story> {
  return openStory({
    settings: demoShopSettings({ warehouse: { codeType } }),
    world: {
      shop: {
        products: variants.map((variant, index) => ({ title: 'Tricou Pânză', variants: [{ ...shirt, id: firstId + index, ...variant }] })),
      },
      smartbill: {
        usesProductCodes: articles.some(({ code }) => code !== ''),
        stock: articles.map(({ quantity = 10, ...article }) => ({ warehouse: 'Depozit Online', ...article, quantity })),
      },
    },
  })
}

type Shirts = { readonly codeType?: CodeType; readonly variants?: readonly object[]; readonly articles: readonly Article[] }

const shirt = { title: 'S', sku: 'TEE-S', barcode, price: '60.50', stock: { Depozit: { available: 10 } } }

const bound: readonly { readonly by: string; readonly codeType: CodeType; readonly article: Article }[] = [
  { by: 'SKU', codeType: 'sku', article: { code: 'TEE-S', name: 'Altfel numit' } },
  { by: 'Barcode', codeType: 'barcode', article: { code: barcode, name: 'Altfel numit' } },
  { by: 'exact name', codeType: 'name', article: { code: '', name } },
  { by: 'exact name although it has a code', codeType: 'name', article: { code: 'X-1', name } },
]

for (const { by, codeType, article } of bound) {
  test(`matched by ${by}, a product is invoiced with discharge and kept in step`, async () => {
    await using story = await openShirts({ codeType, articles: [article] })

    await anOrder(story, { lines: [{ sku: 'TEE-S', quantity: 2 }], paid: true })
    await story.settle()
    await receive(story, article, 5)
    await story.advance(quarterMs)

    const [invoice] = await documents(story)
    assert.deepEqual([invoice?.useStock, invoice?.lines[0]?.code, invoice?.lines[0]?.quantity], [true, article.code, 2])
    assert.deepEqual(await level(story, 'TEE-S'), { available: 13, committed: 2, onHand: 15 })
  })
}

const near = [
  { off: 'a letter', codeType: 'name', article: { code: '', name: 'Tricou Pânzăa S' } },
  { off: 'the case', codeType: 'name', article: { code: '', name: 'Tricou pânză S' } },
  { off: 'a space', codeType: 'name', article: { code: '', name: 'Tricou Pânză  S' } },
  { off: 'a diacritic', codeType: 'name', article: { code: '', name: 'Tricou Panza S' } },
  { off: 'the case of the SKU', codeType: 'sku', article: { code: 'tee-s', name } },
  { off: 'a space after the SKU', codeType: 'sku', article: { code: 'TEE-S ', name } },
  { off: 'a leading zero of the Barcode', codeType: 'barcode', article: { code: `0${barcode}`, name } },
] as const

for (const { off, codeType, article } of near) {
  test(`with ${off} off, a product is not bound: its order waits under both names, and nothing is written`, async () => {
    await using story = await openShirts({ codeType, articles: [article] })

    await anOrder(story, { lines: [{ sku: 'TEE-S', quantity: 2 }], paid: true })
    await story.settle()
    await receive(story, article, 5)
    await story.advance(2 * quarterMs)

    const { state, say, reason } = await orderShown(story, '#1001')
    assert.deepEqual({ state, say }, { state: 'waiting', say: 'reason.productNotBound' })
    assert.match(reason, /Tricou Pânză - S/)
    for (const written of [codeType === 'name' ? name : shirt[codeType], codeType === 'name' ? article.name : article.code])
      assert.ok(reason.includes(`“${written.replaceAll('  ', '␣␣').replaceAll(/^ | $/g, '␣')}”`), reason)
    assert.deepEqual(await documents(story), [])
    assert.equal(stockWrites(story), 0)
  })
}

for (const { off, codeType, article } of near) {
  test(`a product that is ${off} off is suggested under both names and never bound by itself`, async () => {
    await using story = await openShirts({ codeType, articles: [article] })

    const [found] = (await products(story, { q: 'Tricou' })).filter(({ onlyIn }) => onlyIn === 'shopify')

    assert.equal(found?.binding, 'unmatched')
    assert.equal(found.name, name)
    assert.ok(found.bindingReason?.text.includes(article.name), found.bindingReason?.text)
  })
}

const duplicates: readonly ({ readonly what: string; readonly side?: 'articles' } & Shirts)[] = [
  { what: 'two variants of one SKU', variants: [{}, { title: 'M' }], articles: [{ code: 'TEE-S', name }] },
  { what: 'two variants of one Barcode', codeType: 'barcode', variants: [{}, { sku: 'TEE-M' }], articles: [{ code: barcode, name }] },
  { what: 'two variants of one name', codeType: 'name', variants: [{}, { sku: 'TEE-M' }], articles: [{ code: '', name }] },
  {
    what: 'two billing products of one code',
    side: 'articles',
    articles: [
      { code: 'TEE-S', name },
      { code: 'TEE-S', name: 'Cană' },
    ],
  },
  {
    what: 'two billing products of one name',
    side: 'articles',
    codeType: 'name',
    articles: [
      { code: 'X-1', name },
      { code: 'X-2', name },
    ],
  },
]

for (const { what, side = 'variants', ...shirts } of duplicates) {
  test(`${what} are refused and reported, and neither of them is taken`, async () => {
    await using story = await openShirts(shirts)
    const [first] = shirts.articles
    assert.ok(first !== undefined)

    await anOrder(story, { lines: [{ variantId: firstId, quantity: 1 }], paid: true })
    await story.settle()
    await receive(story, first, 5)
    await story.advance(2 * quarterMs)

    const shown = (await products(story, { q: 'Tricou' })).filter(({ onlyIn }) => onlyIn !== 'billing')
    assert.ok(
      shown.every(({ binding }) => binding === 'ambiguous'),
      JSON.stringify(shown),
    )
    assert.equal((await orderShown(story, '#1001')).say, 'reason.productNotBound')
    assert.deepEqual(await documents(story), [])
    assert.equal(stockWrites(story), 0)
    const kinds = (await problems(story)).map(({ kind }) => kind)
    assert.deepEqual(kinds.toSorted(), [`${side}ShareCode`, 'orderWaits'].toSorted())
  })
}

test('two billing products of one code are told apart again once one of them is gone', async () => {
  await using story = await openShirts({
    articles: [
      { code: 'TEE-S', name },
      { code: 'TEE-S', name: 'Cană' },
    ],
  })
  assert.deepEqual(await problems(story), [{ kind: 'articlesShareCode', name: 'TEE-S' }])

  await book(story, 'consume', { code: 'TEE-S', name: 'Cană', quantity: 10 })
  await story.advance(2 * quarterMs)

  assert.deepEqual(await problems(story), [])
  assert.equal((await products(story, { code: 'TEE-S' }))[0]?.binding, 'pending')
})

test('rows of one code in a warehouse are summed', async () => {
  await using story = await openStory({ world: { smartbill: { switches: { duplicateCodeRows: true } } } })

  await book(story, 'nir', { code: 'TEE-S', quantity: 5 })
  await story.advance(quarterMs)

  assert.equal((await level(story, 'TEE-S')).available, 1005)
})

test('an order that waits for a product is invoiced by itself once the product is bound', async () => {
  await using story = await openShirts({ articles: [{ code: 'MUG-W', name: 'Cană' }] })
  await anOrder(story, { lines: [{ sku: 'TEE-S', quantity: 2 }], paid: true })
  await story.settle()
  assert.equal((await orderShown(story, '#1001')).say, 'reason.productNotBound')

  await book(story, 'nir', { code: 'TEE-S', name, quantity: 30 })
  await story.advance(2 * quarterMs)

  assert.equal((await documents(story)).length, 1)
  assert.equal((await orderShown(story, '#1001')).state, 'issued')
  assert.equal(await stock(story, 'TEE-S'), 28)
})

test('a SKU that is put right in Shopify binds its product, and what waited for it goes', async () => {
  await using story = await openShirts({ variants: [{ sku: 'TEE-X' }], articles: [{ code: 'TEE-S', name }] })
  await anOrder(story, { lines: [{ sku: 'TEE-X', quantity: 2 }], paid: true })
  await story.settle()
  assert.equal((await orderShown(story, '#1001')).say, 'reason.productNotBound')

  await story.world('PATCH', `${shopPath}/variants/TEE-X`, { sku: 'TEE-S' })
  await story.advance(2 * quarterMs)

  assert.equal((await orderShown(story, '#1001')).state, 'issued')
})

test('a product that Shopify lacks is listed as only in the billing service', async () => {
  await using story = await openShirts({
    articles: [
      { code: 'TEE-S', name },
      { code: 'NEW-1', name: 'Produs nou' },
    ],
  })

  const [found] = await products(story, { code: 'NEW-1' })

  assert.deepEqual([found?.onlyIn, found?.name], ['billing', 'Produs nou'])
})

test('a product that the billing service never had is left as it is, whatever runs', async () => {
  await using story = await openShirts({ articles: [{ code: 'MUG-W', name: 'Cană' }] })

  await testConnection(story)
  await story.api('POST', '/shops/demo.myshopify.com/runs')
  await story.advance(26 * 60 * 60_000)

  assert.equal((await level(story, 'TEE-S')).available, 10)
  assert.equal(stockWrites(story), 0)
})

const mug = { code: 'MUG-W', name: 'Cană' }

test('a changed SKU leaves a product bound to what it was bound to, in stock and on invoices', async () => {
  await using story = await openShirts({ articles: [{ code: 'TEE-S', name }] })

  await story.world('PATCH', `${shopPath}/variants/TEE-S`, { sku: 'TEE-NEW' })
  await story.advance(quarterMs)
  await receive(story, { code: 'TEE-S', name }, 5)
  await anOrder(story, { lines: [{ sku: 'TEE-NEW', quantity: 2 }], paid: true })
  await story.advance(2 * quarterMs)

  const [invoice] = await documents(story)
  assert.deepEqual([invoice?.lines[0]?.code, invoice?.lines[0]?.quantity], ['TEE-S', 2])
  assert.equal((await level(story, 'TEE-NEW')).available, 13)
  const [shown] = await products(story, { code: 'TEE-S' })
  assert.equal(shown?.binding, 'bound')
  assert.match(shown.bindingReason?.text ?? '', /TEE-NEW/)
  assert.deepEqual(await problems(story), [])
})

test('a changed SKU that is the code of another billing product binds to that one, later and reported', async () => {
  await using story = await openShirts({ articles: [{ code: 'TEE-S', name }, mug] })

  await story.world('PATCH', `${shopPath}/variants/TEE-S`, { sku: 'MUG-W' })
  await story.advance(quarterMs)
  await receive(story, mug, 5)
  await story.advance(quarterMs)

  assert.equal((await products(story, { code: 'MUG-W' }))[0]?.binding, 'pending')
  assert.equal((await level(story, 'MUG-W')).available, 10)
  assert.deepEqual(await problems(story), [{ kind: 'rebound', name: `${name}` }])

  await story.advance(25 * 60 * 60_000)
  assert.equal((await level(story, 'MUG-W')).available, 15)
  assert.deepEqual(await problems(story), [])
})

test('a changed SKU gives its product up to a variant that has the old one, and that is reported until it is bound again', async () => {
  await using story = await openShirts({ variants: [{}, { title: 'M', sku: 'TEE-M' }], articles: [{ code: 'TEE-S', name }] })

  await story.world('PATCH', `${shopPath}/variants/TEE-S`, { sku: 'TEE-OLD' })
  await story.advance(quarterMs)
  await story.world('PATCH', `${shopPath}/variants/TEE-M`, { sku: 'TEE-S' })
  await story.advance(quarterMs)

  assert.deepEqual((await products(story, { q: 'Tricou' })).map(({ sku, binding }) => `${sku} ${binding}`).toSorted(), [
    'TEE-OLD unmatched',
    'TEE-S pending',
  ])
  assert.deepEqual(await problems(story), [{ kind: 'bindingLost', name: `${name}` }])

  await receive(story, { code: 'TEE-OLD', name: 'Tricou vechi' }, 5)
  await story.advance(2 * quarterMs)
  assert.deepEqual(await problems(story), [])
})

test('another product code type starts from the codes alone', async () => {
  await using story = await openShirts({ variants: [{ barcode: 'none of them' }], articles: [{ code: 'TEE-S', name }] })

  await story.api('PUT', '/shops/demo.myshopify.com/settings', { services: [{ kind: 'smartbill', warehouse: { codeType: 'barcode' } }] })
  await story.advance(quarterMs)

  assert.equal((await products(story, { q: 'Tricou' }))[0]?.binding, 'unmatched')
})

/** Goods come in for that very article; where there are no codes a person picks it by its name. */
function receive(story: Story, article: Article, quantity: number): Promise<unknown> {
  return story.world('POST', `${companyPath}/nir`, { warehouse: 'Depozit Online', ...article, quantity })
}

test('an order that was judged while its product was being bound is judged once more a moment later', async () => {
  await using story = await openStory()
  await story.settle()
  const { db } = story.database
  const bindings = await db.deleteFrom('bindings').where('article_key', '=', 'MUG-W').returningAll().execute()
  await anOrder(story, { lines: [{ sku: 'MUG-W', quantity: 1 }], paid: true })
  await story.settle()
  assert.equal((await orderShown(story, '#1001')).say, 'reason.productNotBound')

  await db.insertInto('bindings').values(bindings).execute()
  await story.advance(6_000)

  assert.equal((await orderShown(story, '#1001')).state, 'issued')
})
