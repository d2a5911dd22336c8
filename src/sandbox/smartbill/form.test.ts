import { test } from 'node:test'
import assert from 'node:assert/strict'
import { basic, cif, invoice, tee, testWorld } from '#sandbox/test-world.ts'

type Row = {
  readonly name: string
  readonly ask: readonly [method: string, path: string, body?: unknown, headers?: Record<string, string>]
  readonly status: number
  readonly code?: string
  readonly param?: string
  readonly errorText?: string
  readonly text?: RegExp
}

const nobody = { authorization: basic('a@exemplu.ro', 'wrong') }
const wrongField = { ...invoice(), foo: 1 }
const failed = 'Autentificare esuata. Va rugam verificati datele si incercati din nou.'
const noCompany = 'Firma la care incercati sa va conectati nu mai este disponibila in Cloud.'

const rows: readonly Row[] = [
  { name: 'an unknown path', ask: ['GET', '/products'], status: 404, code: 'resource_not_found' },
  { name: 'a proforma, which is not imitated', ask: ['POST', '/estimate/v2', {}], status: 404, code: 'resource_not_found' },
  { name: 'a path with a slash too many', ask: ['GET', '/tax/'], status: 404, code: 'resource_not_found' },
  { name: 'an unknown path without credentials', ask: ['GET', '/products', undefined, nobody], status: 404, code: 'resource_not_found' },
  { name: 'a wrong verb', ask: ['PUT', '/invoice/v2', {}], status: 405, code: 'method_not_allowed' },
  { name: 'a reading of what is written', ask: ['GET', `/invoice?cif=${cif}`], status: 405, code: 'method_not_allowed' },
  {
    name: 'XML asked for',
    ask: ['GET', `/tax?cif=${cif}`, undefined, { accept: 'application/xml' }],
    status: 406,
    code: 'invalid_accept_header',
  },
  {
    name: 'a PDF asked for as application/pdf',
    ask: ['GET', `/invoice/pdf?cif=${cif}&seriesname=SHOP&number=0001`, undefined, { accept: 'application/pdf' }],
    status: 406,
    code: 'invalid_accept_header',
  },
  {
    name: 'a body of another type',
    ask: ['POST', '/invoice/v2', '<invoice/>', { 'content-type': 'application/xml' }],
    status: 415,
    code: 'invalid_content_type',
  },
  { name: 'a body that is no JSON', ask: ['POST', '/invoice/v2', '{"a":'], status: 400, code: 'json_parse_error' },
  { name: 'an empty body', ask: ['POST', '/invoice/v2', ''], status: 400, code: 'json_parse_error' },
  { name: 'an unknown field', ask: ['POST', '/invoice/v2', wrongField], status: 400, code: 'json_mapping_error', param: 'foo' },
  {
    name: 'an unknown field without credentials',
    ask: ['POST', '/invoice/v2', wrongField, nobody],
    status: 400,
    code: 'json_mapping_error',
    param: 'foo',
  },
  {
    name: 'an unknown field of a line',
    ask: ['POST', '/invoice/v2', invoice({ products: [tee, { ...tee, sku: 'X' }] })],
    status: 400,
    code: 'json_mapping_error',
    param: 'products[1].sku',
  },
  {
    name: 'an unknown field of the client',
    ask: ['POST', '/invoice/v2', invoice({ client: { name: 'A', country: 'RO', taxId: '1' } })],
    status: 400,
    code: 'json_mapping_error',
    param: 'client.taxId',
  },
  {
    name: 'a quantity in words',
    ask: ['POST', '/invoice/v2', invoice({ products: [{ ...tee, quantity: 'two' }] })],
    status: 400,
    code: 'json_mapping_error',
    param: 'products[0].quantity',
  },
  {
    name: 'a percentage with its sign',
    ask: ['POST', '/invoice/v2', invoice({ products: [{ ...tee, taxPercentage: '21%' }] })],
    status: 400,
    code: 'json_mapping_error',
    param: 'products[0].taxPercentage',
  },
  {
    name: 'a boolean in words',
    ask: ['POST', '/invoice/v2', invoice({ useStock: 'yes' })],
    status: 400,
    code: 'json_mapping_error',
    param: 'useStock',
  },
  {
    name: 'the number of an invoice sent as a number',
    ask: ['POST', '/invoice/reverse', { companyVatCode: cif, seriesName: 'SHOP', number: 1 }],
    status: 400,
    code: 'json_mapping_error',
    param: 'number',
  },
  {
    name: 'a storno on no day',
    ask: ['POST', '/invoice/reverse', { companyVatCode: cif, seriesName: 'SHOP', number: '0001', issueDate: '23.11.2026' }],
    status: 400,
    code: 'json_mapping_error',
    param: 'issueDate',
  },
  {
    name: 'cif in a body',
    ask: ['POST', '/invoice/v2', { ...invoice(), cif }],
    status: 400,
    code: 'json_mapping_error',
    param: 'cif',
  },
  { name: 'a wrong token', ask: ['GET', `/tax?cif=${cif}`, undefined, nobody], status: 401, errorText: failed },
  {
    name: 'a bearer token',
    ask: ['GET', `/tax?cif=${cif}`, undefined, { authorization: 'Bearer sb-token' }],
    status: 401,
    errorText: failed,
  },
  { name: 'no credentials', ask: ['GET', `/tax?cif=${cif}`, undefined, { authorization: '' }], status: 401, errorText: failed },
  {
    name: 'a broken Basic header',
    ask: ['GET', `/tax?cif=${cif}`, undefined, { authorization: 'Basic %%%' }],
    status: 500,
    text: /Apache Tomcat/,
  },
  { name: 'a company that does not exist', ask: ['GET', '/tax?cif=RO999'], status: 401, errorText: noCompany },
  { name: 'a company code without its RO', ask: ['GET', '/tax?cif=10203040'], status: 401, errorText: noCompany },
  { name: 'no company', ask: ['GET', '/tax'], status: 401, errorText: noCompany },
  { name: 'no company in a body', ask: ['POST', '/invoice/v2', invoice({ companyVatCode: undefined })], status: 401, errorText: noCompany },
  {
    name: 'null for the company',
    ask: ['POST', '/invoice/v2', invoice({ companyVatCode: null })],
    status: 500,
    errorText: 'Internal Server Error!',
  },
]

for (const { name, ask, status, code, param, errorText, text } of rows) {
  test(`SmartBill answers ${name} with ${status}${code === undefined ? '' : ` ${code}`}`, async () => {
    const { smartbill } = testWorld()

    const told = await smartbill(...ask)

    assert.equal(told.status, status)
    if (text !== undefined) assert.match(told.text, text)
    if (errorText !== undefined) assert.equal(told.body['errorText'], errorText)
    if (code === undefined) return
    const [error] = Object(told.body['errors'])
    assert.equal(error.code, code)
    assert.equal(error.param, param)
    assert.equal(told.body['type'], 'invalid_request_error')
    assert.ok(String(told.body['instance']).startsWith('/SBORO/api/'))
    assert.ok(!('errorText' in told.body))
  })
}

test('a wrong verb is told which are allowed', async () => {
  const { smartbill } = testWorld()
  assert.equal((await smartbill('GET', '/invoice')).headers.get('allow'), 'POST, DELETE')
})

test('booleans may be 1 and 0', async () => {
  const { smartbill } = testWorld()
  const { body } = await smartbill('POST', '/invoice/v2', invoice({ isDraft: 1, useStock: 0 }))
  assert.equal(body['number'], '')
})

test("another user's company is not available to this one", async () => {
  const { smartbill, sim } = testWorld()
  const world = JSON.parse((await sim('GET', '/world')).text)
  const other = { ...world.smartbill[0], cif: 'RO55555555', email: 'b@exemplu.ro', token: 'other' }
  await sim('POST', '/world', { ...world, smartbill: [...world.smartbill, other] })

  const { status, body } = await smartbill('GET', '/tax?cif=RO55555555')

  assert.equal(status, 401)
  assert.equal(body['errorText'], 'Firma la care incercati sa va conectati nu este disponibila pentru acest utilizator.')
})

test('by a switch an unknown field is a Tomcat page', async () => {
  const { smartbill } = testWorld({ switches: { typoStyle: 'html500' } })
  const { status, text } = await smartbill('POST', '/invoice/v2', wrongField)
  assert.equal(status, 500)
  assert.match(text, /Apache Tomcat/)
})

test('by a switch a missing company is refused in words', async () => {
  const { smartbill } = testWorld({ switches: { missingCompany: 'refused' } })
  const { status, body } = await smartbill('GET', '/tax')
  assert.equal(status, 400)
  assert.equal(body['errorText'], 'Ciful firmei trebuie specificat!')
})

test('by a switch the undocumented calls are unknown', async () => {
  const { smartbill } = testWorld({ switches: { undocumentedEndpoints: false } })
  for (const path of ['/company/warehouses', '/company/mu', '/stocks/ecom/']) {
    assert.equal((await smartbill('GET', `${path}?cif=${cif}`)).status, 404, path)
  }
})

test('a token that was revoked is refused as often as the fault says', async () => {
  const { smartbill, sim } = testWorld()
  await sim('POST', '/faults', { service: 'smartbill', kind: 'tokenRevoked' })
  assert.equal((await smartbill('GET', `/tax?cif=${cif}`)).status, 401)
  assert.equal((await smartbill('GET', `/tax?cif=${cif}`)).status, 200)
})
