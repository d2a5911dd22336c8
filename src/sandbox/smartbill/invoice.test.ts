import { test } from 'node:test'
import assert from 'node:assert/strict'
import { extractText, getDocumentProxy } from 'unpdf'
import { cif, invoice, tee, testWorld, type Told } from '#sandbox/test-world.ts'

const net100 = { ...tee, quantity: 1, price: 100, isTaxIncluded: false }
const off = {
  name: 'Reducere',
  isDiscount: true,
  numberOfItems: 1,
  measuringUnitName: 'buc',
  currency: 'RON',
  taxName: 'Normala',
  taxPercentage: 21,
}
const reduced = { ...net100, taxName: 'Redusa', taxPercentage: 11 }
const zero = { ...net100, taxName: undefined, taxPercentage: 0 }

const sums = [
  { name: 'gross prices stay what they are', products: [tee], total: 121 },
  { name: 'net prices get their VAT', products: [net100], total: 121 },
  { name: 'two rates', products: [net100, reduced], total: 232 },
  { name: 'a rate of zero', products: [zero], total: 100 },
  { name: 'a value discount', products: [net100, { ...off, discountType: 1, discountValue: -10 }], total: 108.9 },
  {
    name: 'a value discount with the wrong sign, which adds',
    products: [net100, { ...off, discountType: 1, discountValue: 10 }],
    total: 133.1,
  },
  {
    name: 'a discount without numberOfItems, which is ignored',
    products: [net100, { ...off, numberOfItems: undefined, discountType: 1, discountValue: -10 }],
    total: 121,
  },
  { name: 'a gross value discount', products: [tee, { ...off, isTaxIncluded: true, discountType: 1, discountValue: -12.1 }], total: 108.9 },
  { name: 'a percent discount', products: [net100, { ...off, discountType: 2, discountPercentage: 10 }], total: 108.9 },
  { name: 'a discount that is percent because it does not say', products: [net100, { ...off, discountPercentage: 10 }], total: 108.9 },
  {
    name: 'a percent off the two lines above',
    products: [net100, net100, { ...off, numberOfItems: 2, discountPercentage: 50 }],
    total: 121,
  },
  {
    name: 'a percent off a discounted line',
    products: [net100, { ...off, discountPercentage: 50 }, { ...off, numberOfItems: 2, discountPercentage: 50 }],
    total: 30.25,
  },
  {
    name: 'a value off two rates with its own',
    products: [net100, reduced, { ...off, numberOfItems: 2, discountType: 1, discountValue: -10 }],
    total: 219.9,
  },
  {
    name: 'a discount type that does not exist, whose VAT is wrong',
    products: [net100, { ...off, discountType: 3, discountValue: -10 }],
    total: 111,
  },
  { name: 'nothing of a product', products: [{ ...tee, quantity: 0 }, net100], total: 121 },
  { name: 'negative quantities', products: [{ ...tee, quantity: -2 }], total: -121 },
  { name: 'each line rounded by itself', products: [1, 2, 3].map(() => ({ ...net100, price: 0.33 })), total: 1.2 },
]

for (const { name, products, total } of sums) {
  test(`the total of an invoice with ${name} is ${total}`, async () => {
    const { smartbill } = testWorld()
    const { body } = await smartbill('POST', '/invoice/v2', invoice({ products }))
    const paid = await smartbill('GET', `/invoice/paymentstatus?cif=${cif}&seriesname=SHOP&number=${String(body['number'])}`)
    assert.equal(paid.body['invoiceTotalAmount'], total)
  })
}

test('by a switch VAT is rounded once for each rate', async () => {
  const { smartbill } = testWorld({ switches: { vatRounding: 'perRate' } })
  await smartbill('POST', '/invoice/v2', invoice({ products: [1, 2, 3].map(() => ({ ...net100, price: 0.33 })) }))
  const { body } = await smartbill('GET', `/invoice/paymentstatus?cif=${cif}&seriesname=SHOP&number=0001`)
  assert.equal(body['invoiceTotalAmount'], 1.2)
  await smartbill('POST', '/invoice/v2', invoice({ products: [1, 2, 3].map(() => ({ ...net100, price: 0.12 })) }))
  const second = await smartbill('GET', `/invoice/paymentstatus?cif=${cif}&seriesname=SHOP&number=0002`)
  assert.equal(second.body['invoiceTotalAmount'], 0.44)
})

test('more decimals are kept where the document asks for them, up to four', async () => {
  const { smartbill } = testWorld()
  await smartbill('POST', '/invoice/v2', invoice({ precision: 7, products: [{ ...net100, price: 0.33331 }] }))
  const { body } = await smartbill('GET', `/invoice/paymentstatus?cif=${cif}&seriesname=SHOP&number=0001`)
  assert.equal(body['invoiceTotalAmount'], 0.4033)
})

test('a created invoice answers with its padded number and its addresses', async () => {
  const { smartbill } = testWorld({ series: [{ name: 'SHOP', type: 'f', next: 42 }] })
  const { body, status } = await smartbill('POST', '/invoice/v2', invoice())
  assert.equal(status, 200)
  assert.match(String(body['documentViewUrl']), /^https:\/\/cloud\.smartbill\.ro\/documente\/extern\/pf\/factura\/[0-9a-f]{8}\?srvid=2$/)
  assert.deepEqual(
    { ...body, documentViewUrl: '' },
    {
      errorText: '',
      message: '',
      number: '0042',
      series: 'SHOP',
      url: '',
      documentUrl: 'https://cloud.smartbill.ro/documente/editare/factura/990001/',
      documentId: 990_001,
      documentViewUrl: '',
    },
  )
})

test('the older call answers without addresses', async () => {
  const { smartbill } = testWorld()
  const { body } = await smartbill('POST', '/invoice', invoice())
  assert.deepEqual(body, { errorText: '', message: '', number: '0001', series: 'SHOP', url: '' })
})

test('numbers follow one another, drafts have none, and a person’s invoice takes the next', async () => {
  const { smartbill, sim } = testWorld()
  async function number(fields: object): Promise<unknown> {
    return (await smartbill('POST', '/invoice/v2', invoice(fields))).body['number']
  }

  assert.equal(await number({}), '0001')
  assert.equal(await number({ isDraft: true }), '')
  await sim('POST', '/faults', { service: 'smartbill', kind: 'humanInvoice', series: 'SHOP' })
  assert.equal(await number({}), '0003')
  const { body } = await smartbill('GET', `/series?cif=${cif}&type=f`)
  assert.deepEqual(body['list'], [{ name: 'SHOP', nextNumber: 4, type: 'f' }])
})

test('the series are listed with their next numbers, by a switch as padded text', async () => {
  const { smartbill } = testWorld({ switches: { nextNumberAsString: true } })
  const { body } = await smartbill('GET', `/series?cif=${cif}`)
  assert.deepEqual(
    Object(body['list']).map((one: { name: string; nextNumber: unknown }) => [one.name, one.nextNumber]),
    [
      ['SHOP', '0001'],
      ['PRO', '0018'],
      ['CH', '0007'],
    ],
  )
})

test('the rates and units of the account are listed', async () => {
  const { smartbill } = testWorld()
  assert.deepEqual(Object((await smartbill('GET', `/tax?cif=${cif}`)).body['taxes'])[0], { name: 'Normala', percentage: 21 })
  assert.deepEqual((await smartbill('GET', `/company/mu?cif=${cif}`)).body, { errorText: '', mu: ['buc', 'kg'] })
})

test('what was collected is told beside the total', async () => {
  const { smartbill } = testWorld()
  await smartbill('POST', '/invoice/v2', invoice({ payment: { type: 'CARD ONLINE', value: 21, isCash: false } }))
  const { body } = await smartbill('GET', `/invoice/paymentstatus?cif=${cif}&seriesname=SHOP&number=0001`)
  assert.deepEqual(body, {
    errorText: '',
    message: '',
    number: '',
    series: '',
    url: '',
    invoiceTotalAmount: 121,
    paidAmount: 21,
    unpaidAmount: 100,
    paid: false,
  })
})

test('an invoice is found only under its padded number', async () => {
  const { smartbill } = testWorld()
  await smartbill('POST', '/invoice/v2', invoice())
  assert.equal(
    (await smartbill('GET', `/invoice/paymentstatus?cif=${cif}&seriesname=SHOP&number=1`)).body['errorText'],
    'Factura nu a fost gasita',
  )
})

test('camel case in the query is not understood', async () => {
  const { smartbill } = testWorld()
  await smartbill('POST', '/invoice/v2', invoice())
  const { body } = await smartbill('PUT', `/invoice/cancel?cif=${cif}&seriesName=SHOP&number=0001`)
  assert.equal(body['errorText'], "Seria facturii trebuie specificata in url in parametrul 'seriesname'!")
})

test('a plan’s quota is used up by what is made', async () => {
  const { smartbill } = testWorld({ quota: 1 })
  assert.equal((await smartbill('POST', '/invoice/v2', invoice())).status, 200)
  assert.equal((await smartbill('POST', '/invoice/v2', invoice())).status, 400)
})

async function printed(told: Told, bytes: Uint8Array): Promise<string> {
  assert.equal(told.status, 200)
  const { text } = await extractText(await getDocumentProxy(bytes), { mergePages: true })
  return text
}

test('the PDF carries series, number, mentions and totals as text', async () => {
  const { smartbill, fetch } = testWorld()
  const mentions = 'Comanda Shopify #5012 – Țesătură împletită'
  await smartbill('POST', '/invoice/v2', invoice({ mentions, observations: 'shop:5012' }))

  const path = `/invoice/pdf?cif=${cif}&seriesname=SHOP&number=0001`
  const told = await smartbill('GET', path, undefined, { accept: 'application/octet-stream' })
  const authorization = `Basic ${Buffer.from('a@exemplu.ro:sb-token').toString('base64')}`
  const answer = await fetch(new Request(`http://sandbox/smartbill/SBORO/api${path}`, { headers: { authorization } }))
  const bytes = new Uint8Array(await answer.arrayBuffer())

  assert.equal(Buffer.from(bytes.subarray(0, 4)).toString(), '%PDF')
  assert.ok(!Buffer.from(bytes).toString('latin1').includes('5012'), 'its streams are compressed')
  assert.equal(told.headers.get('content-type'), 'application/octet-stream')
  assert.equal(told.headers.get('content-disposition'), 'attachment; filename=facturaSHOP0001.pdf')
  const text = await printed(told, bytes)
  for (const word of ['Seria SHOP nr. 0001', mentions, 'shop:5012', '121.00 RON', 'Ana Demo', 'Tricou S'])
    assert.ok(text.includes(word), `${word} in ${text}`)
})

test('a PDF of no document is a gateway’s error page', async () => {
  const { smartbill } = testWorld()
  for (const query of ['seriesname=SHOP&number=0001', 'seriesname=SHOP', '']) {
    const { status, text } = await smartbill('GET', `/invoice/pdf?cif=${cif}&${query}`)
    assert.equal(status, 502)
    assert.match(text, /nginx/)
  }
})
