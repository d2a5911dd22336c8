import { test } from 'node:test'
import assert from 'node:assert/strict'
import { cif, companyFile, invoice, tee, testWorld } from '#sandbox/test-world.ts'

type Overrides = NonNullable<Parameters<typeof testWorld>[0]>
type Row = {
  readonly name: string
  readonly company?: Overrides
  readonly body: Record<string, unknown>
  readonly status?: number
  readonly errorText: string | RegExp
}

const discount = { name: 'Reducere', isDiscount: true, numberOfItems: 1, measuringUnitName: 'buc', currency: 'RON', isTaxIncluded: true }
function withTee(fields: object): Record<string, unknown> {
  return invoice({ products: [{ ...tee, ...fields }] })
}

function stocked(fields: object): Record<string, unknown> {
  return invoice({ useStock: true, products: [{ ...tee, ...fields }] })
}

const noSeries = 'Seria nu a fost gasita! Folositi o serie creata in contul de cloud.'

const rows: readonly Row[] = [
  { name: 'no series', body: invoice({ seriesName: undefined }), errorText: noSeries },
  { name: 'an unknown series', body: invoice({ seriesName: 'shop' }), errorText: noSeries },
  { name: 'a series of receipts', body: invoice({ seriesName: 'CH' }), errorText: noSeries },
  {
    name: 'a day in another form',
    body: invoice({ issueDate: '23.11.2026' }),
    errorText: 'Data documentului trebuie sa fie de forma yyyy-MM-dd.',
  },
  {
    name: 'a day that does not exist',
    body: invoice({ issueDate: '2026-02-30' }),
    errorText: 'Data documentului trebuie sa fie de forma yyyy-MM-dd.',
  },
  { name: 'an unknown currency', body: invoice({ currency: 'BGN' }), errorText: 'Moneda nu a fost gasita pe server!' },
  { name: 'no client', body: invoice({ client: undefined }), errorText: 'Client invalid!' },
  { name: 'a client without a name', body: invoice({ client: { country: 'Romania' } }), errorText: 'Client invalid!' },
  { name: 'a client without a country', body: invoice({ client: { name: 'Ana' } }), errorText: 'tara trebuie specificata' },
  {
    name: 'no lines',
    body: invoice({ products: [] }),
    errorText: 'invoiceProducts trebuie specificat si trebuie sa contina cel putin un element',
  },
  { name: 'null for the lines', body: invoice({ products: null }), errorText: /^invoiceProducts trebuie specificat/ },
  {
    name: 'more than 400 lines',
    body: invoice({ products: Array.from({ length: 401 }, () => tee) }),
    status: 410,
    errorText: 'Numarul maxim acceptat de 400 intrari pe document a fost depasit.',
  },
  { name: 'a line without a name', body: withTee({ name: '' }), errorText: 'name trebuie specificat pentru fiecare produs' },
  {
    name: 'a line without a unit',
    body: withTee({ measuringUnitName: undefined }),
    errorText: 'measuringUnitName trebuie specificat pentru fiecare produs',
  },
  {
    name: 'a line without a quantity',
    body: withTee({ quantity: undefined }),
    errorText: 'quantity trebuie specificat pentru fiecare produs',
  },
  { name: 'a line without a price', body: withTee({ price: undefined }), errorText: 'price trebuie specificat pentru fiecare produs' },
  { name: 'a line without a code', body: withTee({ code: undefined }), errorText: 'Produsul Tricou S nu are codul specificat.' },
  {
    name: 'a line in another currency',
    body: withTee({ currency: 'EUR' }),
    errorText: 'Aveti produse care au pretul in alta moneda decat cea a facturii.',
  },
  {
    name: 'a line without a rate',
    body: withTee({ taxPercentage: undefined, taxName: undefined }),
    errorText: 'Trebuie sa setezi o cota tva pentru produsul Tricou S',
  },
  {
    name: 'a rate of the past',
    body: withTee({ taxPercentage: 19 }),
    errorText: 'Cota tva a produsului Tricou S nu a fost gasita pe server!',
  },
  {
    name: 'a rate under another name',
    body: withTee({ taxName: 'Redusa' }),
    errorText: 'Cota tva a produsului Tricou S nu a fost gasita pe server!',
  },
  {
    name: 'a rate that two names share, without a name',
    company: { taxes: [...companyFile.taxes, { name: 'Normala2', percentage: 21 }] },
    body: withTee({ taxName: undefined }),
    errorText: 'Cota tva a produsului Tricou S nu a fost gasita pe server!',
  },
  {
    name: 'a rate from a company that pays no VAT',
    company: { vatPayer: false },
    body: withTee({}),
    errorText: 'Firma este neplatitoare de tva.',
  },
  {
    name: 'a discount alone',
    body: invoice({ products: [{ ...discount, discountType: 1, discountValue: -5 }] }),
    errorText: 'Nu poti sa emiti un document care contine doar un discount. Trebuie sa ai si produse / servicii adaugate.',
  },
  {
    name: 'a percent discount without its percent',
    body: invoice({ products: [tee, { ...discount, discountType: 2 }] }),
    errorText: 'Trebuie sa introduceti valoarea procentului!',
  },
  {
    name: 'a value discount without its value',
    body: invoice({ products: [tee, { ...discount, discountType: 1 }] }),
    errorText: 'discountValue trebuie specificat pentru fiecare produs de tip discount',
  },
  {
    name: 'a discount over two rates without its own',
    body: invoice({
      products: [
        tee,
        { ...tee, taxName: 'Redusa', taxPercentage: 11 },
        { ...discount, numberOfItems: 2, discountType: 1, discountValue: -5 },
      ],
    }),
    errorText: 'La aplicarea unui discount pentru produse cu cote tva diferite, trebuie sa specifici si cota tva a discountului.',
  },
  {
    name: 'a payment without a type',
    body: invoice({ payment: { value: 1, isCash: false } }),
    errorText: 'type trebuie specificat pentru incasare',
  },
  {
    name: 'a payment without a value',
    body: invoice({ payment: { type: 'Card', isCash: false } }),
    errorText: 'value trebuie specificat pentru incasare',
  },
  {
    name: 'a payment that does not say whether it is cash',
    body: invoice({ payment: { type: 'Card', value: 1 } }),
    errorText: 'isCash trebuie specificat pentru incasare',
  },
  {
    name: 'a payment of an unknown type',
    body: invoice({ payment: { type: 'Card  online', value: 1, isCash: false } }),
    status: 404,
    errorText: 'Tipul documentului nu a fost gasit pe server!',
  },
  { name: 'a receipt in no series', body: invoice({ payment: { type: 'Chitanta', value: 1, isCash: true } }), errorText: noSeries },
  { name: 'an e-mail to nobody', body: invoice({ sendEmail: true }), errorText: 'Trebuie specificata adresa de email a clientului.' },
  {
    name: 'an e-mail without a server',
    body: invoice({ sendEmail: true, email: { to: 'a@b.ro' } }),
    errorText: 'Server-ul de email nu a fost configurat.',
  },
  {
    name: 'a proforma that does not exist',
    body: invoice({ useEstimateDetails: true, estimate: { seriesName: 'PRO', number: '0017' } }),
    errorText: 'Factura proforma PRO 0017 nu a fost gasita!',
  },
  {
    name: 'a user without the right',
    company: { mayIssueInvoices: false },
    body: invoice(),
    status: 403,
    errorText: 'Nu aveti dreptul de a adauga facturi',
  },
  {
    name: 'a user without the right to the series',
    company: { series: [{ name: 'SHOP', type: 'f', next: 1, mayIssue: false }] },
    body: invoice(),
    status: 403,
    errorText: 'Nu aveti dreptul de a adauga facturi pe seria selectata',
  },
  {
    name: 'a plan used up',
    company: { quota: 0 },
    body: invoice(),
    errorText: 'Pentru acest pachet s-a emis numarul maxim de documente permis',
  },
  {
    name: 'a day in a closed period',
    company: { closedUntil: '2026-11-23' },
    body: invoice(),
    errorText: 'Nu puteti adauga documentul intr-o perioada inchisa',
  },
  { name: 'stock without the module', company: { stockModule: false }, body: stocked({}), errorText: 'Modulul stoc nu este activ!' },
  {
    name: 'stock out of no warehouse',
    body: stocked({ warehouseName: undefined }),
    errorText: 'Gestiunea predatoare nu este setata pentru produsul Tricou S.',
  },
  {
    name: 'stock out of an unknown warehouse',
    body: stocked({ warehouseName: 'depozit online' }),
    errorText: 'Gestiunea predatoare depozit online a produsului Tricou S nu a fost gasita.',
  },
  {
    name: 'stock that was never bought',
    body: stocked({ code: 'NOU', name: 'Produs nou' }),
    errorText: /^Nu ai facut nicio achizitie pentru produsul Produs nou\. <br\/>/,
  },
  {
    name: 'stock that this warehouse never had',
    body: stocked({ warehouseName: 'Gol' }),
    errorText: /^Nu ai facut nicio achizitie pentru produsul Tricou S\. <br\/>/,
  },
  {
    name: 'a code in another case',
    body: stocked({ code: 'tee-s' }),
    errorText: 'Exista deja pe stoc un produs cu numele Tricou S si codul TEE-S.',
  },
  {
    name: 'a unit in another case',
    body: stocked({ measuringUnitName: 'BUC' }),
    errorText:
      /^Unitatea de masura BUC a produsului Tricou S nu are factor de conversie setat\.<div id="moreErrorDetails" style="display:none;/,
  },
  {
    name: 'more than there is',
    body: stocked({ quantity: 11 }),
    errorText:
      'Cantitate stoc insuficienta la <b>Factura SHOP0001</b> din data <b>23/11/2026</b> pentru produsul <b>Tricou S</b> de la pozitia 1',
  },
  {
    name: 'more than there is on two lines together',
    body: invoice({
      useStock: true,
      products: [
        { ...tee, quantity: 6 },
        { ...tee, quantity: 5 },
      ],
    }),
    errorText: /pentru produsul <b>Tricou S<\/b> de la pozitia 2$/,
  },
  {
    name: 'a day before the first import',
    body: invoice({ useStock: true, issueDate: '2025-12-31' }),
    errorText:
      'Nu poti adauga documente cu tranzactii pe stoc la data anterioara datei importului de stoc initial. Pe gestiunea Depozit Online importul de stoc initial s-a facut la data 01/01/2026.',
  },
]

for (const { name, company, body, status = 400, errorText } of rows) {
  test(`an invoice with ${name} is refused, and nothing is made`, async () => {
    const { smartbill, sim } = testWorld(company)

    const told = await smartbill('POST', '/invoice/v2', body)

    const said = String(told.body['errorText'])
    if (typeof errorText === 'string') assert.equal(said, errorText)
    else assert.match(said, errorText)
    assert.equal(told.status, status)
    assert.equal(told.body['number'], '')
    assert.equal(told.body['documentId'], -1)
    assert.equal((await sim('GET', `/smartbill/${cif}/documents`)).text, '[]')
  })
}

test('by a switch a refusal comes with HTTP 200', async () => {
  const { smartbill } = testWorld({ switches: { businessErrorHttp200: true } })
  const { status, body } = await smartbill('POST', '/invoice/v2', invoice({ seriesName: 'X' }))
  assert.equal(status, 200)
  assert.equal(body['errorText'], noSeries)
})

const reads = [
  {
    name: 'a bad type of series',
    path: '/series?type=x',
    status: 400,
    errorText:
      "Tipul documentului nu poate fi x! Parametrul type poate lua valorile: 'f' pentru factura, 'p' pentru proforma si 'c' pentru chitanta.",
  },
  {
    name: 'stock without a day',
    path: '/stocks',
    status: 400,
    errorText: 'Data la care vreti sa aflati valoarea stocului trebuie specificata!',
  },
  { name: 'stock on no day', path: '/stocks?date=23-11-2026', status: 400, errorText: 'Data trebuie sa fie de forma yyyy-MM-dd.' },
  {
    name: 'stock of an unknown warehouse',
    path: '/stocks?date=2026-11-23&warehouseName=magazin',
    status: 400,
    errorText: 'Gestiunea magazin nu a fost gasita pe server.',
  },
  {
    name: 'the payment of no number',
    path: '/invoice/paymentstatus?seriesname=SHOP',
    status: 400,
    errorText: 'Numarul facturii trebuie specificat',
  },
  {
    name: 'the payment of an unknown invoice',
    path: '/invoice/paymentstatus?seriesname=SHOP&number=0001',
    status: 400,
    errorText: 'Factura nu a fost gasita',
  },
]

for (const { name, path, status, errorText } of reads) {
  test(`a question for ${name} is refused`, async () => {
    const { smartbill } = testWorld()
    const told = await smartbill('GET', `${path}${path.includes('?') ? '&' : '?'}cif=${cif}`)
    assert.equal(told.status, status)
    assert.equal(told.body['errorText'], errorText)
  })
}

test('a company that pays no VAT has no rates to list', async () => {
  const { smartbill } = testWorld({ vatPayer: false })
  const { status, body } = await smartbill('GET', `/tax?cif=${cif}`)
  assert.equal(status, 400)
  assert.equal(body['errorText'], 'Firma este neplatitoare de tva.')
})
