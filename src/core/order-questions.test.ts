import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aLevel, anObligation, aReading, aRow, at, oldInvoice } from '#test/model/build.ts'
import { notRestocked } from './cancelled-unrecorded.ts'
import { levelAddsUp } from './level.ts'
import type { DispatchRecord } from './obligations.ts'
import { questionsOf, type AskedRow } from './order-questions.ts'
import { planRow } from './plan-row.ts'
import { units } from './quantity.ts'
import { exactDefaults } from './stock-settings.ts'
import type { Obligation } from './stock-types.ts'

const cases: readonly { name: string; row?: Partial<AskedRow>; over?: number; questions: readonly string[] }[] = [
  { name: 'an order that waits asks nothing', row: { open: 3 }, questions: [] },
  { name: 'an invoiced order asks nothing', row: { open: 3, discharged: 3 }, questions: [] },
  { name: 'a shipped order asks nothing', questions: [] },
  { name: 'goods restocked while their invoice stands are due for reversal', row: { putBack: 3 }, over: 3, questions: ['reversalDue'] },
  { name: 'goods restocked before any invoice ask nothing', row: { putBack: 3 }, questions: [] },
  { name: 'units cancelled without restock: on the shelf, or gone?', row: { unsettled: 3 }, questions: ['onShelfOrGone'] },
  { name: 'units cancelled without restock whose invoice stands ask nothing', row: { unsettled: 3, discharged: 3 }, questions: [] },
  { name: 'units cancelled without restock that Dispatched released ask nothing', row: { unsettled: 3, dispatched: 3 }, questions: [] },
  {
    name: 'dispatched units that were shipped later are asked for',
    row: { dispatched: 3, records: [aRelease({ shippedThen: 0 })] },
    questions: ['shippedAfterDispatch'],
  },
  {
    name: 'units dispatched after they had shipped ask nothing',
    row: { dispatched: 3, records: [aRelease({ shippedThen: 3 })] },
    questions: [],
  },
]

for (const { name, row, over = 0, questions } of cases) {
  test(name, () => {
    assert.deepEqual(questionsOf([anAskedRow(row)], over), questions)
  })
}

/** Three units that were shipped and that no document and no Dispatched has settled. */
function anAskedRow(given: Partial<AskedRow> = {}): AskedRow {
  return {
    orderId: '1',
    lineId: '1',
    itemId: '1',
    locationId: '1',
    ordered: 3,
    removed: 0,
    putBack: 0,
    returned: 0,
    open: 0,
    unsettled: 0,
    assumedRestocked: 0,
    discharged: 0,
    dispatched: 0,
    records: [],
    ...given,
  }
}

function aRelease(given: Partial<DispatchRecord>): DispatchRecord {
  return {
    orderId: '1',
    lineId: '1',
    locationId: '1',
    units: 3,
    at: at(0),
    writtenOff: false,
    of: 'waiting',
    takenBackThen: 0,
    shippedThen: 0,
    ...given,
  }
}

/** Billing 100 now; the target that each stage of a return gives (q is 3). */
const returned = { released: units(3), returned: units(3) }
const targets: readonly { name: string; order: Partial<Obligation>; settings?: Partial<typeof exactDefaults>; target: number }[] = [
  {
    name: "restocked and not reversed, Shopify's own raise is taken back",
    order: { ...returned, discharges: [oldInvoice(3)] },
    target: 100,
  },
  {
    name: 'restocked and not reversed, returned units may be sold at once where the shop says so',
    order: { ...returned, discharges: [oldInvoice(3)] },
    settings: { returnedUnits: 'atOnce' },
    target: 103,
  },
  {
    name: 'cancelled before shipping and not reversed, nothing is sold at once',
    order: { released: units(3), discharges: [oldInvoice(3)] },
    settings: { returnedUnits: 'atOnce' },
    target: 100,
  },
  { name: 'reversed and not restocked, the units stay held', order: { discharges: [oldInvoice(3), oldInvoice(-3)] }, target: 97 },
  {
    name: 'reversed and not restocked, the units are released where the shop says so',
    order: { discharges: [oldInvoice(3), oldInvoice(-3)] },
    settings: { reversedUnits: 'release' },
    target: 100,
  },
  { name: 'reversed and restocked, nothing is held', order: { ...returned, discharges: [oldInvoice(3), oldInvoice(-3)] }, target: 100 },
  {
    name: 'cancelled-invoiced-restocked: nothing is held and nothing of another order is freed',
    order: { released: units(3), discharges: [oldInvoice(3)] },
    target: 100,
  },
  { name: 'return-before-invoice: goods restocked before any invoice are free', order: returned, target: 100 },
]

for (const { name, order, settings, target } of targets) {
  test(name, () => {
    const row = aRow({
      reading: aReading(100),
      level: aLevel(),
      orders: [anObligation(3, order)],
      settings: { ...exactDefaults, ...settings },
    })

    assert.equal(planRow(row).terms.sure, target)
  })
}

test('a fulfilment cancelled in an order invoiced elsewhere is no reversal that a setting releases', () => {
  const entry = { ...oldInvoice(3), document: null }
  const order = anObligation(3, { discharges: [entry, { ...entry, quantity: units(-3) }] })

  assert.equal(
    planRow(aRow({ reading: aReading(100), level: aLevel(), orders: [order], settings: { ...exactDefaults, reversedUnits: 'release' } }))
      .terms.sure,
    97,
  )
})

test('a row that falls short by the units of a cancellation without a record says that it was not restocked', () => {
  const assumed = [
    { orderId: 'old', units: 3, cancelledAt: at(-900) },
    { orderId: 'new', units: 3, cancelledAt: at(-60) },
    { orderId: 'large', units: 9, cancelledAt: at(-30) },
  ]

  assert.deepEqual([notRestocked(3, assumed), notRestocked(6, assumed), notRestocked(2, assumed)], [['new'], ['new', 'old'], []])
})

test('a level adds up when on hand is what is available, committed and unavailable', () => {
  const level = aLevel({ available: 5, committed: 2, reserved: 1, damaged: 1, qualityControl: 1, safetyStock: 1 })

  assert.deepEqual([levelAddsUp(level), levelAddsUp({ ...level, onHand: 10 })], [true, false])
})
