import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aDischarge, aLevel, anObligation, aReading, aRow, at, oldInvoice } from '#test/model/build.ts'
import { explain } from './explain.ts'
import { planRow } from './plan-row.ts'
import { parseQuantity, units } from './quantity.ts'
import { exactDefaults } from './stock-settings.ts'
import type { Account, RowFacts } from './stock-types.ts'

/** Billing 10, an invoice of 2 in doubt: low 8, high 10. */
const inDoubt: Partial<RowFacts> = {
  now: at(20),
  orders: [anObligation(2, { discharges: [aDischarge(2, 5, 8)] })],
  imported: { taken: 2, open: 2 },
}
const doubtful = aReading(10, 10, 12)

function doubtCase(available: number, account: Partial<Account> = {}): RowFacts {
  const level = aLevel({ available, committed: 2 })
  return aRow({
    ...inDoubt,
    reading: doubtful,
    level,
    account: { units: available + 2, touched: 2, look: null, opening: false, ...account },
  })
}

const table: readonly { name: string; row: RowFacts; to: number | null; why: string }[] = [
  { name: 'above what is possible and in doubt, the sure part is lowered at once', row: doubtCase(13), to: 10, why: 'lower-sure-part' },
  { name: 'above what is certain and in doubt, nothing is written', row: doubtCase(9), to: null, why: 'doubt' },
  { name: 'at what is possible and in doubt, nothing is written', row: doubtCase(10), to: null, why: 'doubt' },
  { name: 'at what is certain, nothing is written', row: doubtCase(8), to: null, why: 'aligned' },
  { name: 'below what is certain, the row is raised to it', row: doubtCase(5), to: 8, why: 'raise' },
  { name: 'once patience is over, the row is lowered to what is certain', row: { ...doubtCase(10), now: at(125) }, to: 8, why: 'lower' },
  { name: 'just before patience is over, the row still waits', row: { ...doubtCase(10), now: at(124.999) }, to: null, why: 'doubt' },
  { name: 'units nobody explains hold a row that is not too high', row: doubtCase(8, { units: 13 }), to: null, why: 'held' },
  { name: 'units nobody explains hold back a raise by as many', row: doubtCase(5, { units: 9 }), to: 6, why: 'raise' },
  { name: 'units nobody explains deepen a lowering', row: { ...doubtCase(10, { units: 15 }), now: at(125) }, to: 5, why: 'lower' },
]

for (const { name, row, to, why } of table) {
  test(name, () => {
    const plan = planRow(row)

    assert.deepEqual({ to: plan.to, why: plan.why }, { to, why })
  })
}

test('an old document that changes nothing does not end the doubt of another', () => {
  const overdone = anObligation(1, { orderId: 'order-2', discharges: [oldInvoice(1), aDischarge(1, -900, -899, 'unknown')] })
  const row = doubtCase(9)

  assert.equal(planRow({ ...row, orders: [...row.orders, overdone] }).why, 'doubt')
})

test('a doubt is looked at again when a new figure will surely contain the document', () => {
  assert.deepEqual(planRow(doubtCase(9)).lookAgainAt, at(68))
})

test('a doubt whose outcome is open is looked at again when patience ends', () => {
  const row = { ...doubtCase(9), orders: [anObligation(2, { discharges: [aDischarge(2, 5, null)] })] }

  assert.deepEqual(planRow(row).lookAgainAt, at(125))
})

test('a doubt that only an old figure left is looked at again at once', () => {
  assert.deepEqual(planRow({ ...doubtCase(9), now: at(100) }).lookAgainAt, at(100))
})

test('an outcome that stays unknown is not looked at again and again', () => {
  const row = { ...doubtCase(8), now: at(9_999), orders: [anObligation(2, { discharges: [aDischarge(2, 5, 8, 'unknown')] })] }

  assert.equal(planRow(row).lookAgainAt, null)
})

test('a raise made while a document is in doubt is looked at again', () => {
  assert.deepEqual(planRow(doubtCase(5)).lookAgainAt, at(68))
})

test('units nobody explains are looked at again when every order of that moment must be listed', () => {
  assert.deepEqual(planRow(doubtCase(5, { units: 9 })).lookAgainAt, at(68))
  assert.deepEqual(planRow(aRow({ reading: aReading(10), level: aLevel({ available: 9 }), account: anAccount(10) })).lookAgainAt, at(120))
})

test('committed units that nobody lists to us are not looked at again and again', () => {
  const row = aRow({ reading: aReading(10), level: aLevel({ available: 7, committed: 3 }), account: anAccount(10) })

  assert.equal(planRow(row).lookAgainAt, null)
})

test('swapped-line-same-variant: an order that swaps a line for another of the same variant holds the unit once', () => {
  const order = anObligation(2, { released: units(1), discharges: [oldInvoice(1)] })

  assert.equal(planRow(aRow({ reading: aReading(9), level: aLevel({ available: 9 }), orders: [order] })).terms.held.most, 0)
})

test('what one order is discharged too much never frees the units of another', () => {
  const orders = [anObligation(1, { discharges: [oldInvoice(3)] }), anObligation(2, { orderId: 'order-2' })]

  assert.equal(planRow(aRow({ reading: aReading(9), level: aLevel(), orders })).terms.sure, 7)
})

test('open-invoice-does-not-starve-a-raise: an open invoice costs only its own units', () => {
  const orders = [anObligation(1, { discharges: [aDischarge(1, 0, null)] })]
  const row = aRow({
    now: at(1),
    reading: aReading(100),
    level: aLevel({ available: 9, committed: 1 }),
    orders,
    imported: { taken: 1, open: 1 },
    account: anAccount(10),
  })

  assert.deepEqual(pick(planRow(row)), { to: 99, why: 'raise' })
})

test('buffer-never-negative: a buffer hides stock and never makes debt', () => {
  const row = aRow({
    reading: aReading(3),
    level: aLevel({ available: 3 }),
    settings: { ...exactDefaults, buffer: units(5) },
    account: anAccount(3),
  })

  assert.deepEqual(pick(planRow(row)), { to: 0, why: 'lower' })
})

test('a buffer is taken off what may be sold', () => {
  const row = aRow({
    reading: aReading(30),
    level: aLevel({ available: 3 }),
    settings: { ...exactDefaults, buffer: units(5) },
    account: anAccount(3),
  })

  assert.equal(planRow(row).to, 25)
})

test('negative-target-written: more sold than the book has is written below zero and said', () => {
  const row = aRow({
    reading: aReading(2),
    level: aLevel({ available: 0 }),
    orders: [anObligation(3)],
    imported: { taken: 3, open: 0 },
    account: anAccount(3),
  })

  const plan = planRow(row)

  assert.deepEqual({ ...pick(plan), problem: plan.problem }, { to: -1, why: 'lower', problem: 'more-left-than-the-book-had' })
})

test('a decimal billing stock is rounded down and the exact figure said', () => {
  const plan = planRow(
    aRow({ reading: { ...aReading(0), stock: parseQuantity('7.9') }, level: aLevel({ available: 3 }), account: anAccount(3) }),
  )

  assert.deepEqual([plan.to, plan.terms.roundedFrom], [7, parseQuantity('7.9')])
})

test('a decimal debt is rounded down too', () => {
  assert.equal(planRow(aRow({ reading: { ...aReading(0), stock: parseQuantity('-0.5') }, level: aLevel(), account: anAccount(0) })).to, -1)
})

test('a whole figure is not said to be rounded', () => {
  assert.equal(planRow(aRow({ reading: aReading(7), level: aLevel() })).terms.roundedFrom, null)
})

test('a billing stock of a thousand million is written as it is', () => {
  assert.equal(planRow(aRow({ reading: aReading(1_000_000_000), level: aLevel(), account: anAccount(0) })).to, 1_000_000_000)
})

test('packs of six show how many whole packs the free units make', () => {
  const settings = { ...exactDefaults, packUnits: 6 }
  const row = aRow({
    reading: aReading(47),
    level: aLevel({ available: 2, committed: 1 }),
    orders: [anObligation(6)],
    settings,
    account: anAccount(3),
    imported: { taken: 1, open: 1 },
  })

  assert.deepEqual(pick(planRow(row)), { to: 6, why: 'raise' })
})

test('packs hold back an unexplained pack as a pack', () => {
  const settings = { ...exactDefaults, packUnits: 6 }
  const row = aRow({ reading: aReading(47), level: aLevel({ available: 2 }), settings, account: anAccount(3) })

  assert.equal(planRow(row).to, 6)
})

test('units unexplained on another variant of the same billing product are held back here too', () => {
  const row = aRow({ reading: aReading(47), level: aLevel({ available: 2 }), account: anAccount(2), unexplainedElsewhere: units(6) })

  assert.equal(planRow(row).to, 41)
})

test('reserved-draft-not-resold: units that a draft reserves are set aside', () => {
  const row = aRow({ reading: aReading(10), level: aLevel({ available: 7, reserved: 3 }), account: anAccount(10) })

  assert.deepEqual(pick(planRow(row)), { to: null, why: 'aligned' })
})

test('damaged-outside-and-inside: damaged units are set aside only where billing counts them', () => {
  const level = aLevel({ available: 7, damaged: 1, qualityControl: 1, safetyStock: 1 })
  const inside = aRow({ reading: aReading(10), level, account: anAccount(10) })
  const outside = { ...inside, settings: { ...exactDefaults, unavailable: 'outside' as const } }

  assert.deepEqual([planRow(inside).to, planRow(outside).to], [null, 10])
})

test('push-overtakes-poll: a plan from an older figure never raises over what that figure does not contain', () => {
  const invoiced = anObligation(4, { discharges: [aDischarge(4, 100, 101)] })
  const row = aRow({
    now: at(200),
    reading: aReading(10, 90),
    level: aLevel({ available: 5, committed: 4 }),
    orders: [invoiced],
    imported: { taken: 4, open: 4 },
    account: anAccount(9),
  })

  assert.equal(planRow(row).to, 6)
})

test('page-times-of-a-long-scan: an invoice between two pages counts by the time of its own page', () => {
  const order = anObligation(4, { discharges: [aDischarge(4, 100, 101)] })
  const early = aRow({
    now: at(300),
    reading: aReading(10, 90, 95),
    level: aLevel({ available: 6, committed: 4 }),
    orders: [order],
    imported: { taken: 4, open: 4 },
    account: anAccount(10),
  })
  const late = { ...early, reading: aReading(6, 170, 175) }

  assert.deepEqual([planRow(early), planRow(late)].map(pick), [
    { to: null, why: 'aligned' },
    { to: null, why: 'aligned' },
  ])
})

test('invoice-between-reading-and-ledger: an invoice stored after the answer is not counted as gone from the figure', () => {
  const order = anObligation(1, { discharges: [aDischarge(1, 5, 6)] })
  const row = aRow({
    now: at(7),
    reading: aReading(10, 0, 4),
    level: aLevel({ available: 9, committed: 1 }),
    orders: [order],
    imported: { taken: 1, open: 1 },
    account: anAccount(10),
  })

  assert.deepEqual(pick(planRow(row)), { to: null, why: 'aligned' })
})

test('storno-sent-before-reading: a storno that may be in the figure already holds its units again', () => {
  const order = anObligation(1, { discharges: [aDischarge(1, -900, -899), aDischarge(-1, 5, null)] })
  const row = aRow({
    now: at(20),
    reading: aReading(10, 10, 12),
    level: aLevel({ available: 9 }),
    orders: [order],
    imported: { taken: 1, open: 0 },
    account: anAccount(10),
  })

  assert.deepEqual(pick(planRow(row)), { to: null, why: 'aligned' })
})

test('elsewhere-shipped-and-discharged-during-the-reading: a shipment of an order invoiced elsewhere is in doubt, not sold again', () => {
  const shipped = { quantity: units(3), sent: at(0), known: at(50), outcome: 'issued' as const, document: null }
  const row = aRow({
    now: at(60),
    reading: aReading(10, 20, 25),
    level: aLevel({ available: 7 }),
    orders: [anObligation(3, { discharges: [shipped] })],
    imported: { taken: 3, open: 0 },
    account: anAccount(10),
  })

  assert.deepEqual(pick(planRow(row)), { to: null, why: 'aligned' })
})

test('"why is it 7?" is answered by the orders that hold, the largest first, with their documents', () => {
  const orders = [
    anObligation(1),
    anObligation(2, { orderId: 'order-2', orderName: '#1002' }),
    anObligation(1, { orderId: 'order-3', orderName: '#1003', discharges: [aDischarge(1, -1, null)] }),
    anObligation(1, { orderId: 'order-4', orderName: '#1004', released: units(1), discharges: [oldInvoice(1)] }),
    anObligation(1, { orderId: 'order-5', orderName: '#1005', discharges: [oldInvoice(1)] }),
  ]
  const row = aRow({
    reading: aReading(11),
    level: aLevel({ available: 7, damaged: 1 }),
    orders,
    settings: { ...exactDefaults, unavailable: 'outside' },
  })

  const { plan, unavailable, orders: explained } = explain(row)

  assert.deepEqual(
    explained.map(({ orderName, holds, holdsAtLeast, state, documents }) => [
      orderName,
      holds,
      holdsAtLeast,
      state,
      documents.map(({ place }) => place).join(),
    ]),
    [
      ['#1002', units(2), units(2), 'holds', ''],
      ['#1001', units(1), units(1), 'holds', ''],
      ['#1003', units(1), units(0), 'in-doubt', 'doubtful'],
      ['#1004', units(0), units(0), 'discharged-too-much', 'inside'],
    ],
  )
  assert.deepEqual([plan.terms.sure, plan.terms.high, unavailable], [7, 8, 1])
})

function anAccount(units: number): Account {
  return { units, touched: 0, look: null, opening: false }
}

function pick({ to, why }: { readonly to: number | null; readonly why: string }) {
  return { to, why }
}
