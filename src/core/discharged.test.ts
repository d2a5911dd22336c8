import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aDischarge, anObligation, aReading, at } from '#test/model/build.ts'
import { discharged, readingsTogether } from './discharged.ts'
import { elsewhereEntry } from './invoiced-elsewhere.ts'
import { owedOf } from './owed.ts'
import { units } from './quantity.ts'
import { exactDefaults, lagMs } from './stock-settings.ts'
import type { Discharge } from './stock-types.ts'

/** A reading asked at 100 s and answered at 110 s; lag is 60 s. */
const reading = aReading(10, 100, 110)

const cases: readonly { name: string; entries: readonly Discharge[]; low: number; high: number; doubtful: number }[] = [
  {
    name: 'an invoice known a lag before the question is surely in the figure',
    entries: [aDischarge(3, 30, 40)],
    low: 3,
    high: 3,
    doubtful: 0,
  },
  {
    name: 'an invoice known just less than a lag before the question is in doubt',
    entries: [aDischarge(3, 30, 40.001)],
    low: 0,
    high: 3,
    doubtful: 1,
  },
  { name: 'an invoice sent while the figure was asked is in doubt', entries: [aDischarge(3, 105, 108)], low: 0, high: 3, doubtful: 1 },
  { name: 'an invoice sent at the instant of the answer is in doubt', entries: [aDischarge(3, 110, null)], low: 0, high: 3, doubtful: 1 },
  {
    name: 'an invoice sent after the answer is surely not in the figure',
    entries: [aDischarge(3, 110.001, 111)],
    low: 0,
    high: 0,
    doubtful: 0,
  },
  {
    name: 'an invoice whose outcome is open is in doubt however old it is',
    entries: [aDischarge(3, -9_999, null)],
    low: 0,
    high: 3,
    doubtful: 1,
  },
  {
    name: 'an invoice whose outcome is unknown is in doubt however old it is',
    entries: [aDischarge(3, -9_999, -9_000, 'unknown')],
    low: 0,
    high: 3,
    doubtful: 1,
  },
  { name: 'a refused invoice discharges nothing', entries: [aDischarge(3, 30, 40, 'refused')], low: 0, high: 0, doubtful: 0 },
  {
    name: 'a storno counts from the moment it was sent',
    entries: [aDischarge(3, 30, 40), aDischarge(-3, 105, null)],
    low: 0,
    high: 3,
    doubtful: 1,
  },
  {
    name: 'a storno known a lag before the question has come back for certain',
    entries: [aDischarge(3, 10, 20), aDischarge(-3, 30, 40)],
    low: 0,
    high: 0,
    doubtful: 0,
  },
  { name: 'a part reversal brings back its part', entries: [aDischarge(3, 10, 20), aDischarge(-1, 30, 40)], low: 2, high: 2, doubtful: 0 },
  {
    name: 'a restored invoice leaves the book again',
    entries: [aDischarge(3, 10, 20), aDischarge(-3, 21, 22), aDischarge(3, 30, 40)],
    low: 3,
    high: 3,
    doubtful: 0,
  },
  {
    name: 'a storno sent after the answer changes nothing',
    entries: [aDischarge(3, 10, 20), aDischarge(-3, 111, 112)],
    low: 3,
    high: 3,
    doubtful: 0,
  },
  { name: 'no document discharges nothing (no stock used, draft, proforma, service line)', entries: [], low: 0, high: 0, doubtful: 0 },
]

for (const { name, entries, low, high, doubtful } of cases) {
  test(name, () => {
    const bounds = discharged(entries, reading, lagMs)

    assert.deepEqual(
      { low: bounds.low, high: bounds.high, doubtful: bounds.doubtful.length },
      { low: units(low), high: units(high), doubtful },
    )
  })
}

test('a figure that comes with an invoice surely contains that invoice', () => {
  const bounds = discharged([aDischarge(3, 105, null)], { ...reading, contains: 'SHOP 105' }, lagMs)

  assert.equal(bounds.low, units(3))
})

test('where a service proves that it answers without lag, an invoice known before the question is in the figure', () => {
  assert.equal(discharged([aDischarge(3, 90, 100)], reading, 0).low, units(3))
})

test('warehouses read apart count as one figure asked first and answered last', () => {
  const together = readingsTogether([aReading(4, 100, 101), aReading(6, 90, 95), aReading(1, 97, 120)])

  assert.deepEqual(together, aReading(11, 90, 120))
})

test('an order invoiced elsewhere discharges what it shipped, between the two reads that saw it', () => {
  const entry = elsewhereEntry(
    { fulfilled: units(1), asked: at(10), answered: at(11) },
    { fulfilled: units(3), asked: at(50), answered: at(51) },
    at(0),
  )

  assert.deepEqual(entry, { quantity: units(2), sent: at(10), known: at(51), outcome: 'issued', document: null })
})

test('the first read of an order invoiced elsewhere dates its shipments from the order itself', () => {
  assert.deepEqual(elsewhereEntry(null, { fulfilled: units(2), asked: at(50), answered: at(51) }, at(-5))?.sent, at(-5))
})

test('a fulfilment cancelled in an order invoiced elsewhere comes back', () => {
  assert.equal(
    elsewhereEntry(
      { fulfilled: units(2), asked: at(10), answered: at(11) },
      { fulfilled: units(0), asked: at(50), answered: at(51) },
      at(0),
    )?.quantity,
    units(-2),
  )
})

test('an unchanged order invoiced elsewhere adds no entry', () => {
  assert.equal(
    elsewhereEntry(
      { fulfilled: units(2), asked: at(10), answered: at(11) },
      { fulfilled: units(2), asked: at(50), answered: at(51) },
      at(0),
    ),
    null,
  )
})

test('an order invoiced elsewhere owes its open units', () => {
  const shippedOne = elsewhereEntry(null, { fulfilled: units(1), asked: at(-500), answered: at(-499) }, at(-900))
  const order = anObligation(3, { discharges: shippedOne === null ? [] : [shippedOne] })

  assert.equal(owedOf(order, reading, exactDefaults).most, units(2))
})

test('units dispatched from the shelf are released for a figure asked from that moment on', () => {
  const order = anObligation(3, { releases: [{ quantity: units(3), at: at(100), writtenOff: false }] })

  assert.equal(owedOf(order, aReading(10, 100), exactDefaults).most, units(0))
  assert.equal(owedOf(order, aReading(10, 99), exactDefaults).most, units(3))
})

test('dispatched-before-write-off-was-read: units written off elsewhere are released only for a figure asked a lag later', () => {
  const order = anObligation(3, { releases: [{ quantity: units(3), at: at(100), writtenOff: true }] })

  assert.equal(owedOf(order, aReading(10, 159), exactDefaults).most, units(3))
  assert.equal(owedOf(order, aReading(7, 160), exactDefaults).most, units(0))
})
