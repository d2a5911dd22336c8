import assert from 'node:assert/strict'
import { test } from 'node:test'
import { bani } from '#core/money.ts'
import { quantity } from '#core/quantity.ts'
import { composeInvoice } from '#core/compose-invoice.ts'
import type { ServiceInvoice } from '#core/invoice.ts'
import { aLine, aShippingLine, tax } from '#test/an-order.ts'
import { composeFacts } from '#test/compose-facts.ts'
import { smartbillWorld, type SmartBillWorld } from '#test/smartbill-world.ts'
import type { Fault } from '#core/fault.ts'
import { ProviderError } from './provider-error.ts'
import type { BillingProvider, IssuedDocument, ServiceKind } from './provider.ts'

const worlds = { smartbill: smartbillWorld } satisfies Record<ServiceKind, (company?: object) => Promise<SmartBillWorld>>
const day = '2026-11-23'

function invoiceOf(units: number, mark = 'M4RK-0001'): ServiceInvoice {
  const order = {
    lines: [aLine({ quantity: units, discounts: [bani(999)], taxLines: [tax(21, Math.round(((12_100 * units - 999) * 21) / 121))] })],
    shippingLines: [aShippingLine()],
  }
  const composed = composeInvoice(composeFacts(order, { mark }))
  return composed.do === 'invoice' ? composed.invoice : assert.fail(JSON.stringify(composed))
}

async function faultOf(attempt: Promise<unknown>): Promise<Fault> {
  try {
    await attempt
  } catch (error) {
    return error instanceof ProviderError ? error.fault : assert.fail(error instanceof Error ? error : String(error))
  }
  return assert.fail('it succeeded')
}

async function stockOf(provider: BillingProvider, codes?: readonly string[]): Promise<Record<string, number>> {
  const query = { day, warehouses: ['Depozit Online', 'Magazin'] }
  const rows = await provider.readStock(codes === undefined ? query : { ...query, codes })
  return Object.fromEntries(rows.map((row) => [`${row.warehouse} ${row.code}`, row.quantity]))
}

/** Sends an invoice under a fault and looks for it afterwards. */
async function lose(
  world: SmartBillWorld,
  fault: object,
  meanwhile?: () => Promise<void>,
): Promise<{ fault: Fault['kind']; found: unknown }> {
  const invoice = invoiceOf(2)
  const evidence = await world.provider.prepare(invoice)
  await world.fault({ match: { method: 'POST' }, ...fault })
  const failed = await faultOf(world.provider.issue(invoice))
  await meanwhile?.()
  const found = await world.provider.find(invoice, evidence)
  return { fault: failed.kind, found: found.is === 'issued' ? found.document.number : found.is }
}

for (const [kind, open] of Object.entries(worlds)) {
  test(`${kind}: the configuration lists series, rates, warehouses and units`, async () => {
    const { provider } = await open()
    const loaded = await provider.loadConfiguration()

    assert.deepEqual(loaded, {
      series: [
        { name: 'SHOP', type: 'invoice', next: 42 },
        { name: 'PRO', type: 'proforma', next: 7 },
      ],
      vatRates: [
        { name: 'Normala', percent: 21 },
        { name: 'Redusa', percent: 11 },
        { name: 'SDD', percent: 0 },
      ],
      vatPayer: true,
      warehouses: ['Depozit Online', 'Magazin'],
      units: ['buc', 'kg'],
    })
  })

  test(`${kind}: stock is read by warehouse and code, decimals exact`, async () => {
    const { provider } = await open()

    assert.deepEqual(await stockOf(provider), {
      'Depozit Online TEE-S': quantity(100_000),
      'Depozit Online COF-1': quantity(125_000),
      'Magazin TEE-S': quantity(30_000),
    })
    assert.deepEqual(await stockOf(provider, ['COF-1']), { 'Depozit Online COF-1': 125_000 })
    assert.deepEqual(await stockOf(provider, ['cof-1', 'NONE']), {})
  })

  test(`${kind}: a stock question for many codes costs one call`, async () => {
    const { provider, calls } = await open()
    const before = await calls()
    const found = await stockOf(provider, ['TEE-S', 'COF-1', 'A', 'B', 'C', 'D'])

    assert.deepEqual(Object.keys(found).length, 3)
    assert.equal((await calls()) - before, 1)
  })

  test(`${kind}: stock is as of the day that is asked for`, async () => {
    const { provider, act } = await open()
    await act('nir', { warehouse: 'Magazin', code: 'TEE-S', quantity: 5, date: '2026-11-24' })
    const tomorrow = await provider.readStock({ day: '2026-11-24', warehouses: ['Magazin'], codes: ['TEE-S'] })

    assert.equal((await stockOf(provider))['Magazin TEE-S'], 30_000)
    assert.equal(tomorrow[0]?.quantity, 80_000)
  })

  test(`${kind}: an invoice discharges its warehouse, comes to the composed total and shows its mark`, async () => {
    const { provider } = await open()
    const invoice = invoiceOf(4)
    const evidence = await provider.prepare(invoice)
    const issued = await provider.issue(invoice)

    assert.equal((await stockOf(provider))['Depozit Online TEE-S'], 60_000)
    assert.equal(await provider.readTotal(issued), invoice.total)
    assert.deepEqual(document(await provider.find(invoice, evidence)), { series: 'SHOP', number: issued.number })
  })

  test(`${kind}: the catalogue keeps its name when the service's name is printed`, async () => {
    const { provider, stock } = await open()
    const invoice = invoiceOf(1)
    const renamed = { ...invoice, lines: invoice.lines.map((line) => (line.kind === 'product' ? { ...line, name: 'Another name' } : line)) }
    await provider.issue(renamed)

    assert.equal((await stock('TEE-S'))[0]?.name, 'Tricou alb S')
  })

  test(`${kind}: more than there is in stock is refused as lack of stock, and nothing is issued`, async () => {
    const { provider, documents } = await open()
    const fault = await faultOf(provider.issue(invoiceOf(11)))

    assert.ok(fault.kind === 'rejected' && fault.cause === 'stock' && fault.reason.includes('Tricou alb S') && !fault.reason.includes('<'))
    assert.deepEqual(await documents(), [])
  })

  test(`${kind}: a series that is not there is refused before anything is sent`, async () => {
    const { provider } = await open()
    const fault = await faultOf(provider.prepare({ ...invoiceOf(1), series: 'shop' }))

    assert.ok(fault.kind === 'rejected' && fault.cause === 'series')
  })

  test(`${kind}: wrong credentials are unauthorized in reads and in writes`, async () => {
    const { token } = await open()
    const stranger = token('another')

    assert.equal((await faultOf(stranger.loadConfiguration())).kind, 'unauthorized')
    assert.equal((await faultOf(stranger.issue(invoiceOf(1)))).kind, 'unauthorized')
  })

  test(`${kind}: a document that is not there has no total`, async () => {
    const { provider } = await open()

    assert.equal(await provider.readTotal({ series: 'SHOP', number: '0041' }), null)
    assert.equal((await faultOf(provider.readPdf({ series: 'SHOP', number: '0041' }))).kind, 'unavailable')
  })

  const lost = [
    { name: 'an answer lost after the service has issued', fault: { kind: 'dropAfterCommit' }, found: '0042' },
    { name: 'a request lost before the service saw it', fault: { kind: 'dropBeforeCommit' }, found: 'absent' },
    { name: 'a gateway error after the service has issued', fault: { kind: 'httpAfterCommit', status: 502, body: 'html' }, found: '0042' },
    { name: 'an unavailable service', fault: { kind: 'http', status: 503, body: 'html' }, found: 'absent' },
    { name: 'half an answer', fault: { kind: 'truncate' }, found: '0042' },
    { name: 'a page in place of an answer', fault: { kind: 'html200' }, found: 'absent' },
  ]
  for (const { name, fault, found } of lost) {
    test(`${kind}: ${name} leaves the outcome unknown, and it is found to be ${found}`, async () => {
      assert.deepEqual(await lose(await open(), fault), { fault: 'unknown-outcome', found })
    })
  }

  test(`${kind}: a person's invoice in the same series is not taken for ours`, async () => {
    const world = await open()
    await world.fault({ kind: 'humanInvoice', series: 'SHOP', match: { method: 'POST' } })

    assert.deepEqual(await lose(world, { kind: 'dropAfterCommit' }), { fault: 'unknown-outcome', found: '0043' })
  })

  test(`${kind}: a person's invoice of the same total is not taken for ours`, async () => {
    const world = await open()
    const total = invoiceOf(2).total / 100
    const twin = { series: 'SHOP', lines: [{ code: 'COF-1', quantity: 1, price: total, unit: 'kg' }], mentions: 'Comanda #1001' }

    assert.deepEqual(await lose(world, { kind: 'dropBeforeCommit' }, () => world.act('invoice', twin)), {
      fault: 'unknown-outcome',
      found: 'absent',
    })
  })

  test(`${kind}: a read under a fault may be tried again`, async () => {
    for (const fault of [
      { kind: 'dropAfterCommit' },
      { kind: 'http', status: 502, body: 'html' },
      { kind: 'truncate' },
      { kind: 'html200' },
    ]) {
      const { provider, fault: plant } = await open()
      await plant(fault)

      assert.equal((await faultOf(stockOf(provider))).kind, 'unavailable', JSON.stringify(fault))
    }
  })

  test(`${kind}: a block is throttled for as long as it lasts`, async () => {
    const { provider, fault } = await open()
    await fault({ kind: 'block' })

    assert.deepEqual(await faultOf(stockOf(provider)), { kind: 'throttled', retryAfterMs: provider.capabilities.budget.blockMs })
    assert.equal((await faultOf(provider.issue(invoiceOf(1)))).kind, 'throttled')
  })
}

function document(found: Awaited<ReturnType<BillingProvider['find']>>): Pick<IssuedDocument, 'series' | 'number'> | string {
  return found.is === 'issued' ? { series: found.document.series, number: found.document.number } : found.is
}
