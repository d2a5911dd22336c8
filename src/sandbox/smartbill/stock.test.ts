import { test } from 'node:test'
import assert from 'node:assert/strict'
import { cif, companyFile, invoice, tee, testWorld, type TestWorld } from '#sandbox/test-world.ts'

const depot = 'Depozit Online'

async function quantity({ smartbill }: TestWorld, date = '2026-11-23', warehouse = depot, code = 'TEE-S'): Promise<unknown> {
  const query = new URLSearchParams({ cif, date, warehouseName: warehouse, productCode: code })
  const { body } = await smartbill('GET', `/stocks?${query.toString()}`)
  return Object(body['list'])[0]?.products[0]?.quantity
}

test('stock is listed by warehouse, products without any left out', async () => {
  const { smartbill } = testWorld()

  const { body } = await smartbill('GET', `/stocks?cif=${cif}&date=2026-11-23&warehouseName=&productName=&productCode=`)

  assert.deepEqual(body, {
    errorText: '',
    message: '',
    number: '',
    series: '',
    url: '',
    list: [
      {
        warehouse: { warehouseName: 'Depozit Online', warehouseType: 'en gros' },
        products: [
          { productName: 'Tricou S', productCode: 'TEE-S', measuringUnit: 'buc', quantity: 10 },
          { productName: 'Cafea boabe', productCode: 'COF-1', measuringUnit: 'kg', quantity: 12.5 },
          { productName: 'Fără cod', productCode: '', measuringUnit: 'buc', quantity: 1 },
        ],
      },
      {
        warehouse: { warehouseName: 'Magazin', warehouseType: 'en detail' },
        products: [{ productName: 'Tricou S', productCode: 'TEE-S', measuringUnit: 'buc', quantity: 3 }],
      },
    ],
  })
})

test('an unknown product is an empty list, and so is an empty warehouse', async () => {
  const { smartbill } = testWorld()
  assert.deepEqual((await smartbill('GET', `/stocks?cif=${cif}&date=2026-11-23&productCode=tee-s`)).body['list'], [])
  assert.deepEqual((await smartbill('GET', `/stocks?cif=${cif}&date=2026-11-23&warehouseName=Gol`)).body['list'], [])
})

test('stock is as of the end of a day: a NIR dated earlier changes the past, one dated later is not seen yet', async () => {
  const rig = testWorld()
  await rig.sim('POST', `/smartbill/${cif}/nir`, { warehouse: depot, code: 'TEE-S', quantity: 5, date: '2026-11-20' })
  await rig.sim('POST', `/smartbill/${cif}/nir`, { warehouse: depot, code: 'TEE-S', quantity: 7, date: '2026-11-25' })

  assert.equal(await quantity(rig, '2026-11-19'), 10)
  assert.equal(await quantity(rig, '2026-11-20'), 15)
  assert.equal(await quantity(rig, '2026-11-23'), 15)
  assert.equal(await quantity(rig, '2026-11-25'), 22)
  assert.equal(await quantity(rig, '2025-12-31'), undefined)
})

test('the day is the one in Romania: two hours before midnight in London it is tomorrow there', async () => {
  const rig = testWorld()
  await rig.sim('POST', '/clock', { to: '2026-11-23T22:30:00Z' })
  await rig.sim('POST', `/smartbill/${cif}/consume`, { warehouse: depot, code: 'TEE-S', quantity: 4 })

  assert.equal(await quantity(rig, '2026-11-23'), 10)
  assert.equal(await quantity(rig, '2026-11-24'), 6)
})

test('an invoice with useStock discharges its warehouse, and one without does not', async () => {
  const rig = testWorld()
  await rig.smartbill('POST', '/invoice/v2', invoice({ useStock: true }))
  await rig.smartbill('POST', '/invoice/v2', invoice({ useStock: false }))
  await rig.smartbill('POST', '/invoice/v2', invoice({ useStock: true, isDraft: true }))

  assert.equal(await quantity(rig), 8)
  assert.equal(await quantity(rig, '2026-11-23', 'Magazin'), 3)
})

test('goods that arrive after the invoice’s day cannot leave on it', async () => {
  const rig = testWorld()
  await rig.sim('POST', `/smartbill/${cif}/nir`, { warehouse: depot, code: 'TEE-S', quantity: 50 })
  const products = [{ ...tee, quantity: 20 }]

  assert.equal((await rig.smartbill('POST', '/invoice/v2', invoice({ useStock: true, issueDate: '2026-11-20', products }))).status, 400)
  assert.equal((await rig.smartbill('POST', '/invoice/v2', invoice({ useStock: true, products }))).status, 200)
})

test('all lines of an invoice leave or none', async () => {
  const rig = testWorld()
  const coffee = { ...tee, name: 'Cafea boabe', code: 'COF-1', measuringUnitName: 'kg', quantity: 13 }

  const { status } = await rig.smartbill('POST', '/invoice/v2', invoice({ useStock: true, products: [tee, coffee] }))

  assert.equal(status, 400)
  assert.equal(await quantity(rig), 10)
})

test('decimals leave exactly', async () => {
  const rig = testWorld()
  const coffee = { ...tee, name: 'Cafea boabe', code: 'COF-1', measuringUnitName: 'kg', quantity: 0.3 }
  for (let times = 0; times < 3; times += 1) await rig.smartbill('POST', '/invoice/v2', invoice({ useStock: true, products: [coffee] }))
  assert.equal(await quantity(rig, '2026-11-23', depot, 'COF-1'), 11.6)
})

test('a service leaves no warehouse', async () => {
  const rig = testWorld()
  const shipping = {
    name: 'Transport',
    code: 'TRANSPORT',
    quantity: 1,
    price: 18.15,
    measuringUnitName: 'buc',
    isTaxIncluded: true,
    taxName: 'Normala',
    taxPercentage: 21,
    isService: true,
  }
  assert.equal((await rig.smartbill('POST', '/invoice/v2', invoice({ useStock: true, products: [tee, shipping] }))).status, 200)
})

const names = [
  {
    name: 'a line that moves stock writes its name over the catalogue’s',
    fields: { useStock: true },
    line: {},
    printed: 'Shop name',
    catalogue: 'Shop name',
  },
  {
    name: 'useSBProductName prints the catalogue’s name and leaves it',
    fields: { useStock: true },
    line: { useSBProductName: true },
    printed: 'Tricou S',
    catalogue: 'Tricou S',
  },
  { name: 'a line that moves no stock leaves the catalogue alone', fields: {}, line: {}, printed: 'Shop name', catalogue: 'Tricou S' },
  {
    name: 'saveToDb writes the name even without stock',
    fields: {},
    line: { saveToDb: true },
    printed: 'Shop name',
    catalogue: 'Shop name',
  },
  {
    name: 'where codes are not used the name finds the product, whatever its case, and useSBProductName does nothing',
    fields: { useStock: true },
    line: { name: 'TRICOU s', useSBProductName: true },
    printed: 'TRICOU s',
    catalogue: 'TRICOU s',
    company: { usesProductCodes: false },
  },
]

for (const { name, fields, line, printed, catalogue, company } of names) {
  test(name, async () => {
    const { smartbill, sim } = testWorld(company)

    const { status } = await smartbill('POST', '/invoice/v2', invoice({ ...fields, products: [{ ...tee, name: 'Shop name', ...line }] }))

    assert.equal(status, 200)
    const [document] = Object.values((await sim('GET', `/smartbill/${cif}/documents`)).body).map(Object)
    assert.equal(document.lines[0].name, printed)
    const [row] = Object.values((await sim('GET', `/smartbill/${cif}/stock?code=TEE-S`)).body).map(Object)
    assert.equal(row.name, catalogue)
  })
}

const shapes = [
  { name: 'quantities as text', switches: { quantityAsString: true }, code: 'COF-1', sees: /"quantity":"12.5"/ },
  {
    name: 'no code at all where there is none',
    switches: { missingCode: 'absent' },
    code: '',
    sees: /"productName":"Fără cod","measuringUnit"/,
  },
  { name: 'one code on two rows', switches: { duplicateCodeRows: true }, code: 'TEE-S', sees: /"quantity":5\}.*"quantity":5\}/ },
  { name: 'parts of a code', switches: { stockFilter: 'contains' }, code: 'tee', sees: /"productCode":"TEE-S"/ },
  {
    name: 'an entry for an empty warehouse',
    switches: { emptyWarehouseEntry: 'emptyProducts' },
    code: '',
    sees: /"Gol","warehouseType":"en gros"\},"products":\[\]/,
  },
] as const

for (const { name, switches, code, sees } of shapes) {
  test(`by a switch the stock list shows ${name}`, async () => {
    const { smartbill } = testWorld({ switches })
    assert.match((await smartbill('GET', `/stocks?cif=${cif}&date=2026-11-23&productCode=${code}`)).text, sees)
  })
}

test('by a switch sold-out products are listed with zero', async () => {
  const rig = testWorld({ switches: { listZeroStockRows: true } })
  await rig.smartbill('POST', '/invoice/v2', invoice({ useStock: true, products: [{ ...tee, quantity: 10 }] }))
  assert.equal(await quantity(rig), 0)
})

test('a sold-out product is not listed', async () => {
  const rig = testWorld()
  await rig.smartbill('POST', '/invoice/v2', invoice({ useStock: true, products: [{ ...tee, quantity: 10 }] }))
  assert.equal(await quantity(rig), undefined)
})

test('by a switch more may be sold than there is', async () => {
  const rig = testWorld({ switches: { negativeStock: true } })
  await rig.smartbill('POST', '/invoice/v2', invoice({ useStock: true, products: [{ ...tee, quantity: 12 }] }))
  assert.equal(await quantity(rig), -2)
})

for (const [negativeLineLoads, left] of [
  [true, 12],
  [false, 10],
] as const) {
  test(`a negative line ${negativeLineLoads ? 'loads' : 'by a switch does not load'} stock`, async () => {
    const rig = testWorld({ switches: { negativeLineLoads } })
    await rig.smartbill('POST', '/invoice/v2', invoice({ useStock: true, products: [{ ...tee, quantity: -2 }] }))
    assert.equal(await quantity(rig), left)
  })
}

test('a stock list can come back empty, short or old', async () => {
  const rig = testWorld()
  await rig.sim('POST', '/faults', { service: 'smartbill', kind: 'emptyList' })
  assert.equal(await quantity(rig), undefined)

  await rig.sim('POST', '/faults', { service: 'smartbill', kind: 'shortList', percent: 34 })
  const { body } = await rig.smartbill('GET', `/stocks?cif=${cif}&date=2026-11-23&warehouseName=Depozit+Online`)
  assert.equal(Object(body['list'])[0].products.length, 1)

  await rig.sim('POST', '/clock', { advanceMs: 60_000 })
  await rig.smartbill('POST', '/invoice/v2', invoice({ useStock: true }))
  await rig.sim('POST', '/faults', { service: 'smartbill', kind: 'staleRead', ms: 30_000 })
  assert.equal(await quantity(rig), 10)
  assert.equal(await quantity(rig), 8)
})

test('a person books NIR, adjustment, consumption and transfer', async () => {
  const { sim } = testWorld()
  const here = { warehouse: depot, code: 'TEE-S' }
  async function after(verb: string, body: object): Promise<unknown> {
    return (await sim('POST', `/smartbill/${cif}/${verb}`, body)).body['quantity']
  }

  assert.equal(await after('nir', { ...here, quantity: 5 }), 15)
  assert.equal(await after('adjust', { ...here, quantity: -3 }), 12)
  assert.equal(await after('consume', { ...here, quantity: 2 }), 10)
  const moved = await sim('POST', `/smartbill/${cif}/transfer`, { from: depot, to: 'Gol', code: 'TEE-S', quantity: 4 })
  assert.deepEqual(Object.values(moved.body), [
    { warehouse: depot, code: 'TEE-S', name: 'Tricou S', quantity: 6 },
    { warehouse: 'Gol', code: 'TEE-S', name: 'Tricou S', quantity: 4 },
  ])
  assert.equal(await after('nir', { warehouse: 'Gol', code: 'NOU', name: 'Produs nou', unit: 'kg', quantity: 0.25 }), 0.25)
})

const impossible = [
  { verb: 'consume', body: { warehouse: depot, code: 'TEE-S', quantity: 11 }, pointer: '/quantity' },
  { verb: 'adjust', body: { warehouse: depot, code: 'TEE-S', quantity: -11 }, pointer: '/quantity' },
  { verb: 'nir', body: { warehouse: 'Altul', code: 'TEE-S', quantity: 1 }, pointer: '/warehouse' },
  { verb: 'nir', body: { warehouse: depot, code: 'TEE-S', quantity: 0 }, pointer: '/quantity' },
  { verb: 'consume', body: { warehouse: depot, code: 'NOU', quantity: 1 }, pointer: '/code' },
  { verb: 'transfer', body: { from: depot, to: 'Gol', code: 'NOU', quantity: 1 }, pointer: '/code' },
]

for (const { verb, body, pointer } of impossible) {
  test(`a ${verb} of ${JSON.stringify(body)} is refused at ${pointer}`, async () => {
    const { sim } = testWorld()
    const told = await sim('POST', `/smartbill/${cif}/${verb}`, body)
    assert.equal(told.status, 422)
    assert.equal(told.body['pointer'], pointer)
  })
}

test('an article can be renamed and get another code', async () => {
  const rig = testWorld()
  await rig.sim('PATCH', `/smartbill/${cif}/article`, { code: 'TEE-S', name: 'Tricou mic', newCode: 'tee-s' })
  assert.equal(await quantity(rig), undefined)
  assert.equal(await quantity(rig, '2026-11-23', depot, 'tee-s'), 10)
  assert.equal((await rig.sim('PATCH', `/smartbill/${cif}/article`, { code: 'NONE' })).status, 404)
})

test('a sale elsewhere happens just before the next call', async () => {
  const rig = testWorld()
  await rig.sim('POST', '/faults', { service: 'smartbill', kind: 'concurrentSale', sku: 'TEE-S', quantity: 9 })
  const { status, body } = await rig.smartbill('POST', '/invoice/v2', invoice({ useStock: true }))
  assert.equal(status, 400)
  assert.match(String(body['errorText']), /^Cantitate stoc insuficienta/)
})

test('a warehouse shows up by name only after a product has been in it', async () => {
  const { smartbill, sim } = testWorld()
  assert.deepEqual((await smartbill('GET', `/company/warehouses?cif=${cif}`)).body['warehouses'], [depot, 'Magazin'])
  await sim('POST', `/smartbill/${cif}/nir`, { warehouse: 'Gol', code: 'TEE-S', quantity: 1 })
  assert.deepEqual((await smartbill('GET', `/company/warehouses?cif=${cif}`)).body['warehouses'], [depot, 'Magazin', 'Gol'])
})

test('the flat list shows one warehouse of today', async () => {
  const { smartbill } = testWorld()
  const { body } = await smartbill('GET', `/stocks/ecom/?cif=${cif}&warehouseName=Magazin`)
  assert.deepEqual(body, {
    errorText: '',
    products: [{ productName: 'Tricou S', productCode: 'TEE-S', measuringUnit: 'buc', quantity: 3 }],
  })
})

test('one code under two names in one warehouse is two articles', async () => {
  const twice = { warehouse: depot, code: 'TEE-S', name: 'Tricou S vechi', quantity: 2 }
  const { smartbill } = testWorld({ stock: [...companyFile.stock, twice] })
  const { body } = await smartbill('GET', `/stocks?cif=${cif}&date=2026-11-23&productCode=TEE-S&warehouseName=Depozit+Online`)
  assert.deepEqual(
    Object(body['list'])[0].products.map((row: { quantity: number }) => row.quantity),
    [10, 2],
  )
})
