import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aDischarge, aLevel, anObligation, aReading, aRow, at, itemId, lineId, oldInvoice } from '#test/model/build.ts'
import { chargedLocation } from './charged-location.ts'
import {
  gatherImported,
  gatherObligations,
  orderedUnits,
  rowKey,
  stillDispatched,
  type DispatchRecord,
  type Ledger,
  type LedgerRow,
} from './obligations.ts'
import { owedOf } from './owed.ts'
import { planRow } from './plan-row.ts'
import { quantity, units } from './quantity.ts'
import { exactDefaults } from './stock-settings.ts'

const pairings = { locations: new Set(['A', 'B']), fallback: 'A' }
const how = {
  product: (item: string) => (item === 'unbound' ? null : { id: 'TEE-S', packUnits: item === 'pack' ? 6 : 1 }),
  charged: (row: LedgerRow) => chargedLocation(row.locationId, null, pairings),
  cancelledWithoutRestock: 'hold',
} as const

test('the lines of one order for one product are one obligation', () => {
  const rows = [aLedgerRow({ ordered: 1, removed: 1, open: 0 }), aLedgerRow({ lineId: 'line-2', ordered: 1, open: 1 })]

  assert.deepEqual(gather({ rows }).get(rowKey('TEE-S', 'A')), [anObligation(2, { released: units(1) })])
})

test('two orders are two obligations', () => {
  const rows = [aLedgerRow(), aLedgerRow({ orderId: 'order-2', orderName: '#1002' })]

  assert.equal(gather({ rows }).get(rowKey('TEE-S', 'A'))?.length, 2)
})

test('a pack counts its billing units, beside the single piece of the same product', () => {
  const rows = [aLedgerRow({ ordered: 1 }), aLedgerRow({ lineId: 'line-2', itemId: 'pack', ordered: 2 })]

  assert.equal(gather({ rows }).get(rowKey('TEE-S', 'A'))?.[0]?.sold, units(13))
})

test('an item that is not bound holds nothing', () => {
  assert.equal(gather({ rows: [aLedgerRow({ itemId: 'unbound' })] }).size, 0)
})

test('unmapped-location-default-warehouse: units of an unpaired location are owed where the invoice would take them', () => {
  const rows = [aLedgerRow({ locationId: 'shop' })]

  assert.deepEqual([...gather({ rows }).keys()], [rowKey('TEE-S', 'A')])
  assert.deepEqual(gatherImported(rows).get(rowKey(itemId, 'shop')), { taken: 3, open: 3 })
})

test('units of an unpaired location follow the warehouse of their document once there is one', () => {
  assert.equal(chargedLocation('shop', 'B', pairings), 'B')
})

test("units of an unpaired location are nobody's when such lines are invoiced without discharge", () => {
  assert.equal(chargedLocation('shop', null, { ...pairings, fallback: null }), null)
})

test('units of a paired location stay there whatever warehouse a document names', () => {
  assert.equal(chargedLocation('B', 'A', pairings), 'B')
})

test('moved-after-invoice: an order moved from A to B after its invoice is discharged too much at A and owed at B', () => {
  const discharges = [{ ...oldInvoice(3), orderId: 'order-1', productId: 'TEE-S', locationId: 'A' }]

  const gathered = gather({ rows: [aLedgerRow({ locationId: 'B' })], discharges })

  assert.deepEqual([held(gathered.get(rowKey('TEE-S', 'A'))), held(gathered.get(rowKey('TEE-S', 'B')))], [0, 3])
})

test('return-at-other-location: goods that come back at B free nothing at B and leave A as it was', () => {
  const rows = [aLedgerRow({ ordered: 3, open: 0 }), aLedgerRow({ locationId: 'B', ordered: 0, open: 0, putBack: 3, returned: 3 })]
  const discharges = [{ ...oldInvoice(3), orderId: 'order-1', productId: 'TEE-S', locationId: 'A' }]
  const gathered = gather({ rows, discharges })

  const atB = planRow(
    aRow({
      reading: aReading(0),
      level: aLevel({ available: 3 }),
      orders: gathered.get(rowKey('TEE-S', 'B')) ?? [],
      imported: gatherImported(rows).get(rowKey(itemId, 'B')) ?? { taken: 0, open: 0 },
      account: { units: 0, touched: 0, look: null, opening: false },
    }),
  )

  assert.deepEqual([held(gathered.get(rowKey('TEE-S', 'A'))), held(gathered.get(rowKey('TEE-S', 'B'))), atB.to], [0, 0, 0])
})

test('no-restock-stays-owed: units cancelled without restock are held, and released when the shop says so', () => {
  const rows = [aLedgerRow({ ordered: 3, open: 0, unsettled: 3 })]

  const released = gatherObligations({ rows, dispatches: [], discharges: [] }, { ...how, cancelledWithoutRestock: 'release' })

  assert.deepEqual([held(gather({ rows }).get(rowKey('TEE-S', 'A'))), held(released.get(rowKey('TEE-S', 'A')))], [3, 0])
})

test('dispatched units are released', () => {
  assert.equal(held(gather({ rows: [aLedgerRow()], dispatches: [aRecord()] }).get(rowKey('TEE-S', 'A'))), 0)
})

test('dispatched units that are then cancelled in Shopify are released once', () => {
  const rows = [aLedgerRow({ ordered: 5, open: 2, putBack: 3 })]

  assert.equal(held(gather({ rows, dispatches: [aRecord()] }).get(rowKey('TEE-S', 'A'))), 2)
})

test('units that were put back before Dispatched do not shorten it', () => {
  const rows = [aLedgerRow({ ordered: 5, open: 3, putBack: 2 })]

  assert.equal(held(gather({ rows, dispatches: [aRecord({ takenBackThen: 2 })] }).get(rowKey('TEE-S', 'A'))), 0)
})

test('a return of shipped units leaves dispatched units that waited released', () => {
  const rows = [aLedgerRow({ ordered: 5, open: 3, putBack: 2, returned: 2 })]

  assert.equal(held(gather({ rows, dispatches: [aRecord()] }).get(rowKey('TEE-S', 'A'))), 0)
})

test('goods dispatched as back on the shelf that are then restocked in Shopify are released once', () => {
  const rows = [aLedgerRow({ ordered: 5, open: 2, putBack: 3, returned: 3 })]

  assert.equal(held(gather({ rows, dispatches: [aRecord({ of: 'owed' })] }).get(rowKey('TEE-S', 'A'))), 2)
})

test('dispatched units that ended without restock are released once where the shop releases those', () => {
  const rows = [aLedgerRow({ ordered: 5, open: 2, unsettled: 3 })]

  const released = gatherObligations({ rows, dispatches: [aRecord()], discharges: [] }, { ...how, cancelledWithoutRestock: 'release' })

  assert.equal(released.get(rowKey('TEE-S', 'A'))?.[0]?.releases[0]?.quantity, units(2))
})

test('dispatched units that Shopify still counts as committed are told apart from those it does not', () => {
  const { orderId: _, ...row } = aLedgerRow({ ordered: 3, open: 1 })

  assert.deepEqual(stillDispatched(row, [aRecord()], 0), { units: 3, open: 1 })
})

test('invoiced-later-than-dispatched: an invoice for dispatched units counts nothing twice', () => {
  const order = anObligation(2, { releases: [{ quantity: units(1), at: at(-500), writtenOff: false }], discharges: [oldInvoice(2)] })

  assert.equal(owedOf(order, aReading(8), exactDefaults).most, 0)
})

test('an order that is read again replaces its rows, so that what it takes is counted once', () => {
  const rows = [aLedgerRow({ ordered: 3, open: 1 })]

  assert.deepEqual([...gatherImported(rows)], [[rowKey(itemId, 'A'), { taken: 3, open: 1 }]])
})

test('what an order counts as touched is what was ever ordered, at all locations', () => {
  assert.equal(orderedUnits([aLedgerRow(), aLedgerRow({ locationId: 'B', ordered: 2 }), aLedgerRow({ itemId: 'pack' })], itemId), 5)
})

test('archived-order-keeps-the-account: an archived order whose units leave the account too changes no figure', () => {
  const level = aLevel({ available: 7 })
  const kept = {
    reading: aReading(7),
    level,
    orders: [anObligation(3, { discharges: [oldInvoice(3)] })],
    imported: { taken: 3, open: 0 },
    account: { units: 10, touched: 3, look: null, opening: false },
  }
  const archived = { ...kept, orders: [], imported: { taken: 0, open: 0 }, account: { ...kept.account, units: 7 } }

  assert.deepEqual(
    [kept, archived].map((row) => planRow(aRow(row)).why),
    ['aligned', 'aligned'],
  )
})

test('a document of an order without a row left is kept, and holds nothing', () => {
  const discharges = [{ ...aDischarge(2, -900, -899), orderId: 'order-9', productId: 'TEE-S', locationId: 'A' }]

  assert.equal(held(gather({ discharges }).get(rowKey('TEE-S', 'A'))), 0)
})

function gather(ledger: Partial<Ledger>) {
  return gatherObligations({ rows: [], dispatches: [], discharges: [], ...ledger }, how)
}

/** Units held by obligations for a reading an hour later. */
function held(orders: Parameters<typeof planRow>[0]['orders'] | undefined): number {
  return (
    planRow(aRow({ reading: aReading(100, 3_600), level: aLevel(), orders: orders ?? [], unexplainedElsewhere: quantity(0) })).terms.held
      .most / units(1)
  )
}

function aLedgerRow(given: Partial<LedgerRow> = {}): LedgerRow {
  const nothing = { removed: 0, putBack: 0, returned: 0, unsettled: 0, assumedRestocked: 0 }
  return { orderId: 'order-1', orderName: '#1001', lineId, itemId, locationId: 'A', ordered: 3, open: 3, ...nothing, ...given }
}

function aRecord(given: Partial<DispatchRecord> = {}): DispatchRecord {
  return {
    orderId: 'order-1',
    lineId,
    locationId: 'A',
    units: 3,
    at: at(0),
    writtenOff: false,
    of: 'waiting',
    takenBackThen: 0,
    shippedThen: 0,
    ...given,
  }
}
