import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bani } from '#core/money.ts'
import { parseExactJson } from '#net/exact-json.ts'
import { composeFacts } from '#test/compose-facts.ts'
import { aLine, aShippingLine, tax } from '#test/an-order.ts'
import { composeInvoice } from '#core/compose-invoice.ts'
import { invoiceBody, IssuedAnswer, PaymentStatusAnswer, SeriesAnswer, StocksAnswer, TaxAnswer } from './wire.ts'

function stocks(product: object): unknown {
  return parseExactJson(
    JSON.stringify({ list: [{ warehouse: { warehouseName: 'Depozit' }, products: [{ productName: 'Cana', ...product }] }] }),
  )
}

const quantities = [
  { sent: 10.5, is: 105_000 },
  { sent: '10.5', is: 105_000 },
  { sent: '100', is: 1_000_000 },
  { sent: -3, is: -30_000 },
  { sent: 0, is: 0 },
]

for (const { sent, is } of quantities) {
  test(`a stock of ${JSON.stringify(sent)} is ${is} ten-thousandths of a unit`, () => {
    assert.equal(StocksAnswer.parse(stocks({ productCode: 'A', measuringUnit: 'buc', quantity: sent }))[0]?.quantity, is)
  })
}

for (const sent of [null, '', 'multe', '1,5', true, undefined]) {
  test(`a stock of ${sent === undefined ? 'nothing' : JSON.stringify(sent)} is refused and never read as zero`, () => {
    assert.equal(StocksAnswer.safeParse(stocks({ productCode: 'A', quantity: sent })).success, false)
  })
}

test('a product without a code has an empty one', () => {
  assert.equal(StocksAnswer.parse(stocks({ quantity: 1 }))[0]?.code, '')
})

test('the counter of a series is read as number and as text with zeros', () => {
  const answer = {
    list: [
      { name: 'SHOP', nextNumber: 42, type: 'f' },
      { name: 'PRO', nextNumber: '0117', type: 'p' },
      { name: 'NEW', nextNumber: 1, type: 'x' },
    ],
  }

  assert.deepEqual(SeriesAnswer.parse(parseExactJson(JSON.stringify(answer))), [
    { name: 'SHOP', next: 42, type: 'invoice' },
    { name: 'PRO', next: 117, type: 'proforma' },
  ])
})

test('a VAT rate keeps its decimals', () => {
  assert.deepEqual(TaxAnswer.parse({ taxes: [{ name: 'Alta', percentage: '9.5' }] }), [{ name: 'Alta', percent: 9.5 }])
})

test('the total of a document is read to the ban', () => {
  assert.equal(PaymentStatusAnswer.parse({ invoiceTotalAmount: '127.05' }), 12_705)
})

test('the public link of a document is preferred, and only https is a link', () => {
  const made = {
    number: '0042',
    series: 'SHOP',
    documentUrl: 'https://cloud.smartbill.ro/a',
    documentViewUrl: 'https://cloud.smartbill.ro/b',
  }

  assert.equal(IssuedAnswer.parse(made).url, 'https://cloud.smartbill.ro/b')
  assert.equal(IssuedAnswer.parse({ ...made, documentViewUrl: '' }).url, 'https://cloud.smartbill.ro/a')
  assert.equal(IssuedAnswer.parse({ ...made, documentUrl: 'javascript:alert(1)', documentViewUrl: null }).url, null)
})

test('an invoice is sent as SmartBill documents it', () => {
  const order = {
    lines: [aLine({ quantity: 2, discounts: [bani(1_210)], taxLines: [tax(21, 3_990)] })],
    shippingLines: [aShippingLine()],
  }
  const composed = composeInvoice(composeFacts(order, {}, { record: 'cardOnline', dueDays: 5 }))

  assert.deepEqual(composed.do === 'invoice' && invoiceBody(composed.invoice, 'RO10203040'), {
    companyVatCode: 'RO10203040',
    seriesName: 'SHOP',
    issueDate: '2026-11-23',
    dueDate: '2026-11-28',
    currency: 'RON',
    language: 'RO',
    precision: 2,
    isDraft: false,
    useStock: true,
    mentions: 'Comanda Shopify #1001 [P7K2M9]',
    client: {
      name: 'Ana Pop',
      vatCode: '0000000000000',
      isTaxPayer: false,
      address: 'Str. Exemplului 7',
      city: 'Cluj-Napoca',
      county: 'Cluj',
      country: 'Romania',
      email: 'ana@example.test',
      saveToDb: false,
    },
    products: [
      {
        name: 'Tricou alb S',
        measuringUnitName: 'buc',
        currency: 'RON',
        isTaxIncluded: true,
        taxName: 'Normala',
        taxPercentage: 21,
        code: 'TEE-S',
        quantity: 2,
        price: 121,
        warehouseName: 'Depozit Online',
        isService: false,
        isDiscount: false,
        saveToDb: false,
        useSBProductName: true,
      },
      {
        name: 'Reducere Tricou alb S',
        measuringUnitName: 'buc',
        currency: 'RON',
        isTaxIncluded: true,
        taxName: 'Normala',
        taxPercentage: 21,
        isDiscount: true,
        numberOfItems: 1,
        discountType: 1,
        discountValue: -12.1,
      },
      {
        name: 'Transport',
        measuringUnitName: 'buc',
        currency: 'RON',
        isTaxIncluded: true,
        taxName: 'Normala',
        taxPercentage: 21,
        code: 'TRANSPORT',
        quantity: 1,
        price: 18.15,
        isService: true,
        isDiscount: false,
        saveToDb: false,
        useSBProductName: false,
      },
    ],
    payment: { value: 248.05, type: 'Card online', isCash: false },
  })
})
