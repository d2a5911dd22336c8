import { test } from 'node:test'
import assert from 'node:assert/strict'
import { cif, invoice, tee, testWorld, type Told, type TestWorld } from '#sandbox/test-world.ts'

const first = `cif=${cif}&seriesname=SHOP&number=0001`

async function discharged(switches = {}): Promise<TestWorld> {
  const rig = testWorld({ switches })
  await rig.smartbill('POST', '/invoice/v2', invoice({ useStock: true }))
  return rig
}

async function left({ sim }: TestWorld): Promise<unknown> {
  const rows = Object.values((await sim('GET', `/smartbill/${cif}/stock?code=TEE-S`)).body).map(Object)
  return rows[0].quantity
}

async function statuses({ sim }: TestWorld): Promise<unknown[]> {
  return Object.values((await sim('GET', `/smartbill/${cif}/documents`)).body).map((document) => Object(document).status)
}

function reverse({ smartbill }: TestWorld, fields: object = {}): Promise<Told> {
  return smartbill('POST', '/invoice/reverse', { companyVatCode: cif, seriesName: 'SHOP', number: '0001', ...fields })
}

test('a cancelled invoice keeps its number and gives its goods back, once', async () => {
  const rig = await discharged()

  const once = await rig.smartbill('PUT', `/invoice/cancel?${first}`)
  const twice = await rig.smartbill('PUT', `/invoice/cancel?${first}`)

  assert.deepEqual(once.body, {
    errorText: '',
    message: 'Factura cu seria si numarul SHOP0001 a fost anulata cu succes.',
    number: '',
    series: '',
    url: '',
  })
  assert.equal(twice.status, 200)
  assert.equal(twice.body['message'], 'Factura SHOP0001 este deja anulata.')
  assert.equal(await left(rig), 10)
  assert.deepEqual(await statuses(rig), ['cancelled'])
})

test('a restored invoice takes its goods again, or is refused when they are gone', async () => {
  const rig = await discharged()
  assert.equal((await rig.smartbill('PUT', `/invoice/restore?${first}`)).body['message'], 'Factura SHOP0001 nu necesita restaurare.')
  await rig.smartbill('PUT', `/invoice/cancel?${first}`)
  const { body } = await rig.smartbill('PUT', `/invoice/restore?${first}`)
  assert.equal(body['message'], 'Factura cu seria si numarul SHOP0001 a fost restaurata cu succes.')
  assert.equal(await left(rig), 8)

  await rig.smartbill('PUT', `/invoice/cancel?${first}`)
  await rig.sim('POST', `/smartbill/${cif}/consume`, { warehouse: 'Depozit Online', code: 'TEE-S', quantity: 9 })
  const refused = await rig.smartbill('PUT', `/invoice/restore?${first}`)
  assert.equal(refused.body['errorText'], 'Cantitate stoc insuficienta pentru produsul Tricou S.')
})

test('only the last invoice of a series can be deleted, and its number is given again', async () => {
  const rig = await discharged()
  await rig.smartbill('POST', '/invoice/v2', invoice())

  const early = await rig.smartbill('DELETE', `/invoice?${first}`)
  assert.equal(early.status, 403)
  assert.equal(early.body['errorText'], 'Nu poti sterge documentul cu seria si numarul SHOP 0001, deoarece nu este ultimul din serie!')

  const last = await rig.smartbill('DELETE', `/invoice?cif=${cif}&seriesname=SHOP&number=0002`)
  assert.equal(last.body['message'], 'Factura cu seria si numarul SHOP0002 a fost stearsa cu succes.')
  assert.equal((await rig.smartbill('DELETE', `/invoice?${first}`)).status, 200)
  assert.equal(await left(rig), 10)
  assert.equal((await rig.smartbill('POST', '/invoice/v2', invoice())).body['number'], '0001')
})

test('by a switch a deleted number is not given again', async () => {
  const rig = await discharged({ counterAfterDelete: 'keep' })
  await rig.smartbill('DELETE', `/invoice?${first}`)
  assert.equal((await rig.smartbill('POST', '/invoice/v2', invoice())).body['number'], '0002')
})

test('a storno takes the whole invoice back in the same series, and loads its goods', async () => {
  const rig = await discharged()

  const { body } = await reverse(rig)

  assert.equal(body['number'], '0002')
  assert.equal(await left(rig), 10)
  assert.deepEqual(await statuses(rig), ['reversed', 'issued'])
  const total = await rig.smartbill('GET', `/invoice/paymentstatus?cif=${cif}&seriesname=SHOP&number=0002`)
  assert.equal(total.body['invoiceTotalAmount'], -121)
})

const refusals: readonly { name: string; before?: 'reversed' | 'cancelled'; fields: object; errorText: string }[] = [
  { name: 'a second storno', before: 'reversed', fields: {}, errorText: 'Factura este deja stornata.' },
  {
    name: 'a storno of a storno',
    before: 'reversed',
    fields: { number: '0002' },
    errorText: 'Factura SHOP0002 este de tip storno. Nu se poate storna.',
  },
  { name: 'a storno of a cancelled invoice', before: 'cancelled', fields: {}, errorText: 'Factura SHOP0001 este anulata.' },
  {
    name: 'a storno of an unknown invoice',
    fields: { number: '9999' },
    errorText: 'Factura cu seria si numarul SHOP9999 nu a fost gasita!',
  },
  {
    name: 'a storno of no number',
    fields: { number: undefined },
    errorText: "Numarul facturii trebuie specificat in parametrul 'number'!",
  },
  {
    name: 'a storno of no series',
    fields: { seriesName: undefined },
    errorText: "Seria facturii trebuie specificata in parametrul 'seriesname'!",
  },
  {
    name: 'a storno before its invoice',
    fields: { issueDate: '2026-11-22' },
    errorText: 'Data emiterii facturii storno nu poate fi anterioara datei emiterii facturii stornate.',
  },
]

for (const { name, before, fields, errorText } of refusals) {
  test(`${name} is refused`, async () => {
    const rig = await discharged()
    if (before === 'reversed') await reverse(rig)
    if (before === 'cancelled') await rig.smartbill('PUT', `/invoice/cancel?${first}`)

    const { status, body } = await reverse(rig, fields)

    assert.equal(status, 400)
    assert.equal(body['errorText'], errorText)
  })
}

test('an invoice whose storno has loaded stock cannot be cancelled before it', async () => {
  const rig = await discharged()
  await reverse(rig)
  const { body } = await rig.smartbill('PUT', `/invoice/cancel?${first}`)
  assert.match(String(body['errorText']), /^Pentru factura SHOP0001 exista deja stornari care incarca stocul\..*\(SHOP0002\)\.$/)
})

test('when the storno is deleted the invoice stands again', async () => {
  const rig = await discharged()
  await reverse(rig)
  await rig.smartbill('DELETE', `/invoice?cif=${cif}&seriesname=SHOP&number=0002`)
  assert.deepEqual(await statuses(rig), ['issued', 'deleted'])
  assert.equal(await left(rig), 8)
})

for (const [verb, path] of [
  ['PUT', '/invoice/cancel'],
  ['PUT', '/invoice/restore'],
  ['DELETE', '/invoice'],
] as const) {
  test(`${verb} ${path} needs number, series and a document that exists`, async () => {
    const { smartbill } = testWorld()
    async function said(query: string): Promise<unknown> {
      return (await smartbill(verb, `${path}?cif=${cif}&${query}`)).body['errorText']
    }
    assert.equal(await said('seriesname=SHOP'), "Numarul facturii trebuie specificat in url in parametrul 'number'!")
    assert.equal(await said('number=0001'), "Seria facturii trebuie specificata in url in parametrul 'seriesname'!")
    assert.equal(await said('seriesname=SHOP&number=9999'), 'Factura cu seria si numarul SHOP9999 nu a fost gasita!')
  })
}

test('a person can issue, cancel, reverse and delete', async () => {
  const rig = testWorld()
  const lines = [{ code: 'TEE-S', quantity: 2 }]
  const made = await rig.sim('POST', `/smartbill/${cif}/invoice`, { series: 'SHOP', useStock: true, lines })
  assert.equal(made.status, 201)
  assert.equal(made.body['number'], '0001')
  assert.equal(await left(rig), 8)

  await rig.sim('POST', `/smartbill/${cif}/storno`, { series: 'SHOP', number: '0001' })
  await rig.sim('POST', `/smartbill/${cif}/delete`, { series: 'SHOP', number: '0002' })
  await rig.sim('POST', `/smartbill/${cif}/cancel`, { series: 'SHOP', number: '0001' })

  assert.deepEqual(await statuses(rig), ['cancelled', 'deleted'])
  assert.equal(await left(rig), 10)
  const refused = await rig.sim('POST', `/smartbill/${cif}/invoice`, {
    series: 'SHOP',
    useStock: true,
    lines: [{ ...lines[0], quantity: 99 }],
  })
  assert.equal(refused.status, 422)
  assert.match(String(refused.body['detail']), /^Cantitate stoc insuficienta/)
})

test('a document is shown with its lines', async () => {
  const rig = testWorld()
  await rig.smartbill('POST', '/invoice/v2', invoice({ useStock: true, mentions: 'Comanda #1001' }))
  assert.deepEqual(Object.values((await rig.sim('GET', `/smartbill/${cif}/documents`)).body), [
    {
      id: 990_001,
      kind: 'invoice',
      series: 'SHOP',
      number: '0001',
      date: '2026-11-23',
      status: 'issued',
      total: 121,
      useStock: true,
      client: 'Ana Demo',
      mentions: 'Comanda #1001',
      lines: [{ code: 'TEE-S', name: tee.name, quantity: 2, price: 60.5, vat: 21, warehouse: 'Depozit Online' }],
    },
  ])
})
