import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bani } from '#core/money.ts'
import { composeInvoice } from '#core/compose-invoice.ts'
import type { ServiceInvoice } from '#core/invoice.ts'
import { ProviderError } from '#billing/provider-error.ts'
import { composeFacts } from '#test/compose-facts.ts'
import { smartbillWorld } from '#test/smartbill-world.ts'

const day = '2026-11-23'
const everywhere = { day, warehouses: ['Depozit Online', 'Magazin'] }

function anInvoice(change: Parameters<typeof composeFacts>[2] = {}): ServiceInvoice {
  const composed = composeInvoice(composeFacts({}, { mark: 'M4RK-0001' }, change))
  return composed.do === 'invoice' ? composed.invoice : assert.fail(JSON.stringify(composed))
}

const stockSwitches = [
  { quantityAsString: true },
  { listZeroStockRows: true },
  { emptyWarehouseEntry: 'emptyProducts' },
  { missingCode: 'absent' },
  { duplicateCodeRows: true },
  { stockFilter: 'contains' },
]

for (const switches of stockSwitches) {
  test(`stock is the same under ${JSON.stringify(switches)}`, async () => {
    const { provider } = await smartbillWorld({ switches })
    const whole = await provider.readStock(everywhere)
    const one = await provider.readStock({ ...everywhere, codes: ['TEE-S'] })

    assert.deepEqual(shown(whole), ['Depozit Online COF-1 125000', 'Depozit Online TEE-S 100000', 'Magazin TEE-S 30000'])
    assert.deepEqual(shown(one), ['Depozit Online TEE-S 100000', 'Magazin TEE-S 30000'])
  })
}

function shown(rows: readonly { warehouse: string; code: string; quantity: number }[]): string[] {
  return rows.map(({ warehouse, code, quantity }) => `${warehouse} ${code} ${quantity}`).toSorted()
}

test('a code is never answered with the stock of a code that contains it', async () => {
  const stock = ['TEE', 'TEE-S', 'tee'].map((code, place) => ({ warehouse: 'Magazin', code, name: code, quantity: place + 1 }))
  const { provider } = await smartbillWorld({ stock, switches: { stockFilter: 'contains' } })

  assert.deepEqual(shown(await provider.readStock({ day, warehouses: ['Magazin'], codes: ['TEE'] })), ['Magazin TEE 10000'])
})

test('a third warehouse is left out', async () => {
  const warehouses = ['A', 'B', 'C'].map((name) => ({ name }))
  const stock = warehouses.map(({ name }) => ({ warehouse: name, code: 'X', name: 'X', quantity: 1 }))
  const { provider } = await smartbillWorld({ warehouses, stock })

  assert.deepEqual(shown(await provider.readStock({ day, warehouses: ['A', 'C'] })), ['A X 10000', 'C X 10000'])
})

test('products without codes stay apart by their names', async () => {
  for (const missingCode of ['empty', 'absent']) {
    const stock = ['Cana', 'Farfurie'].map((name, place) => ({ warehouse: 'Magazin', code: '', name, quantity: place + 1 }))
    const { provider } = await smartbillWorld({ usesProductCodes: false, stock, switches: { missingCode } })
    const rows = await provider.readStock({ day, warehouses: ['Magazin'] })

    assert.deepEqual(
      rows.map(({ code, name, quantity }) => `${code}|${name}|${quantity}`),
      ['|Cana|10000', '|Farfurie|20000'],
    )
  }
})

test('a warehouse that SmartBill does not know is a refusal about the warehouse', async () => {
  const { provider } = await smartbillWorld()

  await assert.rejects(
    provider.readStock({ day, warehouses: ['depozit online'] }),
    (error) => error instanceof ProviderError && error.fault.kind === 'rejected' && error.fault.cause === 'warehouse',
  )
})

for (const rateLimitStatus of [429, 403]) {
  for (const rateLimitBody of ['json', 'html', 'empty']) {
    test(`a block told by ${rateLimitStatus} with ${rateLimitBody} is a block of ten minutes`, async () => {
      const { provider, fault } = await smartbillWorld({ switches: { rateLimitStatus, rateLimitBody } })
      await fault({ kind: 'block' })

      await assert.rejects(
        provider.readStock(everywhere),
        (error) => error instanceof ProviderError && error.fault.kind === 'throttled' && error.fault.retryAfterMs === 600_000,
      )
    })
  }
}

for (const switches of [{ businessErrorHttp200: true }, { businessErrorHttp200: false }]) {
  test(`a refusal is a refusal under ${JSON.stringify(switches)}`, async () => {
    const { provider } = await smartbillWorld({ switches, stock: [] })

    await assert.rejects(
      provider.issue(anInvoice()),
      (error) => error instanceof ProviderError && error.fault.kind === 'rejected' && error.fault.cause === 'stock',
    )
    assert.equal(await provider.readTotal({ series: 'SHOP', number: '0001' }), null)
  })
}

for (const switches of [
  { nextNumberAsString: true },
  { counterAfterDelete: 'keep' },
  { vatRounding: 'perRate' },
  { observationsPrinted: false },
]) {
  test(`a lost invoice is found under ${JSON.stringify(switches)}`, async () => {
    const { provider, fault } = await smartbillWorld({ switches })
    const evidence = await provider.prepare(anInvoice())
    await fault({ kind: 'dropAfterCommit', match: { method: 'POST' } })
    await assert.rejects(provider.issue(anInvoice()))
    const found = await provider.find(anInvoice(), evidence)

    assert.deepEqual(found.is === 'issued' && found.document.number, '0042')
  })
}

test('a lost invoice that SmartBill summed up otherwise is found by its mark', async () => {
  const { provider, fault } = await smartbillWorld()
  const evidence = await provider.prepare(anInvoice())
  await fault({ kind: 'dropAfterCommit', match: { method: 'POST' } })
  await assert.rejects(provider.issue(anInvoice()))
  const found = await provider.find({ ...anInvoice(), total: bani(99_999) }, evidence)

  assert.equal(found.is === 'issued' && found.document.total, 12_100)
})

test('among many invoices of a person in the series ours is found by its mark', async () => {
  const { provider, fault, act } = await smartbillWorld()
  const evidence = await provider.prepare(anInvoice())
  for (const price of [10, 20, 120, 122, 300, 400, 500, 600]) {
    await act('invoice', { series: 'SHOP', lines: [{ code: 'COF-1', quantity: 1, unit: 'kg', price }] })
  }
  await fault({ kind: 'dropAfterCommit', match: { method: 'POST' } })
  await assert.rejects(provider.issue(anInvoice()))
  const found = await provider.find(anInvoice(), evidence)

  assert.equal(found.is === 'issued' && found.document.number, '0050')
})

test('more invoices of the same total than are looked through leave the outcome to a person', async () => {
  const { provider, act } = await smartbillWorld()
  const evidence = await provider.prepare(anInvoice())
  for (let count = 0; count < 7; count += 1) {
    await act('invoice', { series: 'SHOP', lines: [{ code: 'COF-1', quantity: 1, unit: 'kg', price: 121 }] })
  }

  assert.equal((await provider.find(anInvoice(), evidence)).is, 'undecided')
})

test('a lost invoice is found when a person deleted the last document of the series in between', async () => {
  const { provider, fault, act } = await smartbillWorld({ series: [{ name: 'SHOP', type: 'f', next: 42 }] })
  await act('invoice', { series: 'SHOP', lines: [{ code: 'COF-1', quantity: 1, unit: 'kg' }] })
  const evidence = await provider.prepare(anInvoice())
  await act('delete', { series: 'SHOP', number: '0042' })
  await fault({ kind: 'dropAfterCommit', match: { method: 'POST' } })
  await assert.rejects(provider.issue(anInvoice()))
  const found = await provider.find(anInvoice(), evidence)

  assert.deepEqual(evidence, { nextNumber: 43 })
  assert.deepEqual(found.is === 'issued' && found.document.number, '0042')
})

test('a number that was used and cannot be read leaves the outcome to a person', async () => {
  const { provider, act } = await smartbillWorld({ switches: { counterAfterDelete: 'keep' } })
  const evidence = await provider.prepare(anInvoice())
  await act('invoice', { series: 'SHOP', lines: [{ code: 'COF-1', quantity: 1, unit: 'kg' }] })
  await act('delete', { series: 'SHOP', number: '0042' })
  const found = await provider.find(anInvoice(), evidence)

  assert.equal(found.is === 'undecided' && found.why, 'number 42 of series SHOP cannot be read')
})

test('a draft whose answer was lost is left to a person', async () => {
  const { provider } = await smartbillWorld()
  const draft = anInvoice({ draft: true })
  const issued = await provider.issue(draft)

  assert.equal(issued.number, '')
  assert.equal((await provider.find(draft, await provider.prepare(draft))).is, 'undecided')
})

test('a company that pays no VAT is a good connection without rates', async () => {
  for (const businessErrorHttp200 of [true, false]) {
    const { provider } = await smartbillWorld({ vatPayer: false, switches: { businessErrorHttp200 } })
    const { vatPayer, vatRates } = await provider.loadConfiguration()

    assert.deepEqual([vatPayer, vatRates], [false, []])
  }
})

test('without the undocumented addresses warehouses and units are those seen in stock', async () => {
  const { provider } = await smartbillWorld({ switches: { undocumentedEndpoints: false } })
  const { warehouses, units } = await provider.loadConfiguration()

  assert.deepEqual(
    [warehouses, units],
    [
      ['Depozit Online', 'Magazin'],
      ['buc', 'kg'],
    ],
  )
})
