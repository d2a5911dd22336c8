import { test } from 'node:test'
import assert from 'node:assert/strict'
import { cif, companyFile, invoice, testWorld } from './test-world.ts'

const shop = {
  domain: 'demo.myshopify.com',
  token: 'shpat_demo',
  clientId: 'demo',
  clientSecret: 'demo-secret',
  shopifyPlan: 'basic',
  piiAccess: 'full',
  webhooks: null,
  locations: [{ name: 'Depozit' }],
  products: [
    {
      title: 'Tricou',
      status: 'ACTIVE',
      variants: [
        {
          title: 'S',
          sku: 'TEE-S',
          barcode: '5941234567890',
          price: '60.50',
          tracked: true,
          stock: { Depozit: { available: 9, committed: 2 } },
        },
      ],
    },
  ],
}
const oblio = {
  email: 'a@exemplu.ro',
  secret: 'ob-secret',
  cif,
  workStations: ['Sediu'],
  managements: ['Magazin'],
  series: [{ name: 'OB', type: 'Factura', next: 1 }],
  vatRates: [{ name: 'Normala', percent: 21 }],
  products: [{ name: 'Tricou S', code: 'TEE-S', unit: 'buc', stock: [{ workStation: 'Sediu', management: 'Magazin', quantity: 1000 }] }],
  switches: {},
}
const fgo = {
  codUnic: '10203040',
  key: 'fgo-key',
  platformUrl: 'https://demo.exemplu.ro',
  fgoPlan: 'Enterprise',
  series: ['FG'],
  articles: [{ code: 'TEE-S', name: 'Tricou S', unit: 'BUC', stock: 1000, vat: 21 }],
  switches: {},
}
const file = { seed: 3, now: '2026-11-23T08:00:00Z', clock: 'still', shops: [shop], smartbill: [companyFile], oblio: [oblio], fgo: [fgo] }

test('a world is answered in the shape of its file, with ids and figures', async () => {
  const { sim } = testWorld()

  const posted = await sim('POST', '/world', file)
  const read = await sim('GET', '/world')

  assert.equal(posted.status, 200)
  assert.equal(posted.text, read.text)
  const world = JSON.parse(read.text)
  assert.equal(world.seed, 3)
  assert.equal(world.shops[0].products[0].variants[0].stock.Depozit.committed, 2)
  assert.equal(typeof world.shops[0].products[0].variants[0].id, 'number')
  assert.deepEqual(world.smartbill[0].stock[0], {
    id: 1,
    warehouse: 'Depozit Online',
    code: 'TEE-S',
    name: 'Tricou S',
    unit: 'buc',
    quantity: 10,
  })
  assert.deepEqual(world.oblio[0], { ...oblio, id: 1 })
  assert.deepEqual(world.fgo[0], { ...fgo, id: 1 })
})

test('the same file gives the same ids', async () => {
  const { sim } = testWorld()
  const first = await sim('POST', '/world', file)
  const second = await sim('POST', '/world', file)
  assert.equal(first.text, second.text)
})

test('the answer is itself a world file', async () => {
  const { sim } = testWorld()
  const first = await sim('POST', '/world', file)
  const second = await sim('POST', '/world', JSON.parse(first.text))
  assert.equal(second.status, 200)
  assert.deepEqual(JSON.parse(second.text).smartbill, JSON.parse(first.text).smartbill)
})

test('a new world clears limits, blocks, faults, the journal and documents', async () => {
  const { sim, smartbill, world } = testWorld()
  await sim('POST', '/faults', { service: 'smartbill', kind: 'truncate', times: 9, match: { path: '/tax' } })
  await sim('POST', '/faults', { service: 'smartbill', kind: 'block' })
  await smartbill('POST', '/invoice/v2', invoice())
  assert.equal((await smartbill('GET', `/series?cif=${cif}`)).status, 429)

  await sim('POST', '/world', file)

  assert.equal((await smartbill('GET', `/tax?cif=${cif}`)).status, 200)
  assert.deepEqual(world.faults.list(), [])
  assert.equal(world.journal.list().length, 1)
  assert.equal(world.smartbill.get(cif)?.documents.length, 0)
})

const mistakes = [
  { name: 'an unknown key', file: { ...file, colour: 'red' }, pointer: '/colour' },
  { name: 'no time', file: { smartbill: [] }, pointer: '/now' },
  {
    name: 'a stock row in no warehouse',
    file: { ...file, smartbill: [{ ...companyFile, warehouses: [] }] },
    pointer: '/smartbill/0/stock/0/warehouse',
  },
  {
    name: 'a quantity of five decimals',
    file: { ...file, smartbill: [{ ...companyFile, stock: [{ warehouse: 'Gol', name: 'x', quantity: 0.00001 }] }] },
    pointer: '/smartbill/0/stock/0/quantity',
  },
  { name: 'one company twice', file: { ...file, smartbill: [companyFile, companyFile] }, pointer: '/smartbill/1/cif' },
  {
    name: 'an unknown switch',
    file: { ...file, smartbill: [{ ...companyFile, switches: { magic: true } }] },
    pointer: '/smartbill/0/switches/magic',
  },
  { name: 'one shop twice', file: { ...file, shops: [shop, shop] }, pointer: '/shops/1/domain' },
  { name: 'an Oblio account without a secret', file: { ...file, oblio: [{ ...oblio, secret: undefined }] }, pointer: '/oblio/0/secret' },
  {
    name: 'an FGO article without stock',
    file: { ...file, fgo: [{ ...fgo, articles: [{ code: 'A', name: 'A', unit: 'buc', vat: 21 }] }] },
    pointer: '/fgo/0/articles/0/stock',
  },
]

for (const { name, file: wrong, pointer } of mistakes) {
  test(`a world file with ${name} is refused with a pointer, and the world stays as it was`, async () => {
    const { sim, smartbill } = testWorld()
    await smartbill('POST', '/invoice/v2', invoice())

    const { status, body } = await sim('POST', '/world', wrong)

    assert.equal(status, 422)
    assert.equal(body['pointer'], pointer)
    assert.match((await sim('GET', `/smartbill/${cif}/documents`)).text, /0001/)
  })
}

test('a body that is no JSON is a mistake, not a failure', async () => {
  const { sim } = testWorld()
  assert.equal((await sim('POST', '/world', '{')).status, 422)
})

test('the clock is read, moved forward and never back', async () => {
  const { sim } = testWorld()

  assert.deepEqual((await sim('GET', '/clock')).body, { now: '2026-11-23T08:00:00.000Z', running: false })
  assert.equal((await sim('POST', '/clock', { advanceMs: 60_000 })).body['now'], '2026-11-23T08:01:00.000Z')
  assert.equal((await sim('POST', '/clock', { to: '2026-11-24T08:00:00Z' })).body['now'], '2026-11-24T08:00:00.000Z')
  assert.equal((await sim('POST', '/clock', { to: '2026-11-23T08:00:00Z' })).status, 422)
  assert.equal((await sim('POST', '/clock', { advanceMs: -1 })).status, 422)
})

test('a question for a later time is answered when the clock has moved', async () => {
  const { sim } = testWorld()
  const waiting = sim('GET', '/clock?after=2026-11-23T08:00:00.000Z')
  await sim('POST', '/clock', { advanceMs: 5 })
  assert.equal((await waiting).body['now'], '2026-11-23T08:00:00.005Z')
})

test('the control document names every operation and every kind of fault', async () => {
  const { sim } = testWorld()
  const { text, status } = await sim('GET', '/openapi.json')
  assert.equal(status, 200)
  for (const word of [
    '/_sim/world',
    '/_sim/clock',
    '/_sim/smartbill/{cif}/nir',
    '/_sim/shopify/{shop}/orders',
    'dropAfterCommit',
    'humanInvoice',
    'badHmac',
  ]) {
    assert.ok(text.includes(word), word)
  }
})
