import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aLevel, anObligation, aReading, aRow, at, itemId, lineId } from '#test/model/build.ts'
import {
  dispatch,
  mayUndo,
  shippedAfterDispatch,
  type DispatchChoice,
  type DispatchRow,
  type Goods,
  type ShopifyChoice,
} from './dispatched.ts'
import { planRow } from './plan-row.ts'
import { units } from './quantity.ts'

const table: readonly { goods: Goods; shopify: ShopifyChoice; outcome: string; warning?: string }[] = [
  { goods: 'onShelf', shopify: 'cancel', outcome: 'nothing shopify-releases' },
  { goods: 'onShelf', shopify: 'leave', outcome: 'release 3', warning: 'cancelling-later-shows-too-many' },
  { goods: 'onShelf', shopify: 'fulfil', outcome: 'refuse goods-and-choice-contradict' },
  { goods: 'bookedOut', shopify: 'fulfil', outcome: 'release 3 written off' },
  { goods: 'bookedOut', shopify: 'leave', outcome: 'release 3 written off' },
  { goods: 'bookedOut', shopify: 'cancel', outcome: 'refuse goods-and-choice-contradict' },
  { goods: 'gone', shopify: 'fulfil', outcome: 'nothing no-document-for-goods-that-left' },
  { goods: 'gone', shopify: 'cancel', outcome: 'refuse goods-and-choice-contradict' },
  { goods: 'gone', shopify: 'leave', outcome: 'refuse goods-and-choice-contradict' },
]

for (const { goods, shopify, outcome, warning } of table) {
  test(`Dispatched, goods ${goods}, ${shopify} in Shopify: ${outcome}`, () => {
    const answer = dispatch([aWaitingRow()], { goods, shopify, units: 'waiting' }, at(5))

    assert.equal(text(answer), outcome)
    assert.equal(answer.do === 'release' ? (answer.warning ?? undefined) : undefined, warning)
  })
}

const released: readonly { name: string; row: Partial<DispatchRow>; choice?: DispatchChoice['units']; units: number }[] = [
  { name: 'only the units that wait are released from the shelf, shipped ones are not', row: { open: 1 }, units: 1 },
  { name: 'units cancelled without restock are released from the shelf', row: { open: 0, unsettled: 2 }, units: 2 },
  { name: 'units that an invoice discharged are not released', row: { open: 3, discharged: 2 }, units: 1 },
  { name: 'units dispatched before are not released again', row: { open: 3, dispatched: 2 }, units: 1 },
  { name: 'goods of a reversed order that are back on the shelf are released', row: { open: 0 }, choice: 'owed', units: 3 },
]

for (const { name, row, choice = 'waiting', units: expected } of released) {
  test(name, () => {
    assert.equal(text(dispatch([aWaitingRow(row)], { goods: 'onShelf', shopify: 'leave', units: choice }, at(5))), `release ${expected}`)
  })
}

test('Dispatched refuses an order that was shipped in the meantime', () => {
  assert.equal(
    text(dispatch([aWaitingRow({ open: 0 })], { goods: 'onShelf', shopify: 'leave', units: 'waiting' }, at(5))),
    'refuse nothing-to-release',
  )
})

test('Dispatched refuses an order that owes nothing', () => {
  assert.equal(
    text(dispatch([aWaitingRow({ discharged: 3 })], { goods: 'onShelf', shopify: 'leave', units: 'waiting' }, at(5))),
    'refuse nothing-to-release',
  )
})

test('cancel-unread-when-dispatched: Dispatched from a fresh read releases nothing that Shopify took back already', () => {
  assert.equal(
    text(dispatch([aWaitingRow({ open: 0, putBack: 3 })], { goods: 'onShelf', shopify: 'leave', units: 'waiting' }, at(5))),
    'refuse nothing-to-release',
  )
})

test('Dispatched remembers what Shopify had taken back and shipped by then', () => {
  const answer = dispatch(
    [aWaitingRow({ ordered: 5, open: 2, putBack: 1 })],
    { goods: 'onShelf', shopify: 'leave', units: 'waiting' },
    at(5),
  )

  assert.deepEqual(answer.do === 'release' ? answer.records : [], [
    {
      orderId: 'order-1',
      lineId,
      locationId: 'A',
      at: at(5),
      of: 'waiting',
      takenBackThen: 1,
      shippedThen: 2,
      units: 2,
      writtenOff: false,
    },
  ])
})

test('released units that are shipped later raise a question', () => {
  const row = aWaitingRow()
  const answer = dispatch([row], { goods: 'onShelf', shopify: 'leave', units: 'waiting' }, at(5))
  const records = answer.do === 'release' ? answer.records : []

  assert.deepEqual([shippedAfterDispatch(row, records), shippedAfterDispatch({ ...row, open: 1 }, records)], [0, 2])
})

test('released units that were booked out elsewhere may be shipped', () => {
  const answer = dispatch([aWaitingRow()], { goods: 'bookedOut', shopify: 'leave', units: 'waiting' }, at(5))

  assert.equal(shippedAfterDispatch(aWaitingRow({ open: 0 }), answer.do === 'release' ? answer.records : []), 0)
})

test('released units that end without restock are not called shipped', () => {
  const answer = dispatch([aWaitingRow()], { goods: 'onShelf', shopify: 'leave', units: 'waiting' }, at(5))

  assert.equal(shippedAfterDispatch(aWaitingRow({ open: 0, unsettled: 3 }), answer.do === 'release' ? answer.records : []), 0)
})

test('Dispatched may be undone while nothing of the order is invoiced', () => {
  assert.deepEqual([mayUndo([aWaitingRow()]), mayUndo([aWaitingRow(), aWaitingRow({ discharged: 1 })])], [true, false])
})

/** Billing 10 before, an order of 3 waiting, Shopify shows 7. */
const targets: readonly { name: string; stock: number; releases: { writtenOff: boolean }[]; to: number | null }[] = [
  {
    name: 'on the shelf and left open in Shopify, the next run raises by the released units',
    stock: 10,
    releases: [{ writtenOff: false }],
    to: 10,
  },
  { name: 'booked out elsewhere, nothing changes: the book is lower already', stock: 7, releases: [{ writtenOff: true }], to: null },
  { name: 'gone and still in the book, nothing is released and nothing changes', stock: 10, releases: [], to: null },
]

for (const { name, stock, releases, to } of targets) {
  test(name, () => {
    const order = anObligation(3, { releases: releases.map((release) => ({ ...release, quantity: units(3), at: at(-500) })) })
    const account = { units: 10, touched: 3, look: null, opening: false }

    assert.equal(
      planRow(
        aRow({
          reading: aReading(stock),
          level: aLevel({ available: 7, committed: 3 }),
          orders: [order],
          imported: { taken: 3, open: 3 },
          account,
        }),
      ).to,
      to,
    )
  })
}

function text(answer: ReturnType<typeof dispatch>): string {
  if (answer.do !== 'release') return `${answer.do} ${answer.because}`
  const sum = answer.records.reduce((total, record) => total + record.units, 0)
  return `release ${sum}${answer.records.some(({ writtenOff }) => writtenOff) ? ' written off' : ''}`
}

function aWaitingRow(given: Partial<DispatchRow> = {}): DispatchRow {
  const nothing = { removed: 0, putBack: 0, returned: 0, unsettled: 0, assumedRestocked: 0, discharged: 0, dispatched: 0 }
  return { orderId: 'order-1', lineId, itemId, locationId: 'A', ordered: 3, open: 3, ...nothing, ...given }
}
