import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aLevel, at } from '#test/model/build.ts'
import { accountAfterSilence, accountAfterWrite, differenceOf, openAccount, settle, unexplained } from './account.ts'
import type { Account, Imported, Level, Look } from './stock-types.ts'

const none: Imported = { taken: 0, open: 0 }

test('an account opened on an aligned row explains everything', () => {
  assert.deepEqual(openAccount(at(0), aLevel({ available: 9, committed: 3 }), { taken: 3, open: 3 }, 5), {
    units: 12,
    touched: 5,
    look: null,
    opening: false,
  })
})

test('an account opened with committed units that nobody lists holds them and raises nothing yet', () => {
  const account = openAccount(at(0), aLevel({ available: 9, committed: 3, reserved: 1 }), { taken: 2, open: 2 }, 5)

  assert.deepEqual(account, { units: 13, touched: 5, look: { at: at(0), difference: 1, unseen: 1, touched: 5 }, opening: true })
})

test('the second look after a complete reading opens the account for whatever orders were read since', () => {
  const opening = openAccount(at(0), aLevel({ available: 9, committed: 3 }), { taken: 2, open: 2 }, 5)

  const { account, finding } = settle({ ...opening, touched: 6 }, facts(200, aLevel({ available: 9, committed: 3 }), { taken: 3, open: 3 }))

  assert.deepEqual({ account, finding }, { account: { units: 13, touched: 6, look: aLook(200, 1, 0, 6), opening: false }, finding: null })
})

test('an opening account waits for a reading that began after its look', () => {
  const opening = openAccount(at(0), aLevel({ available: 9, committed: 3 }), { taken: 2, open: 2 }, 5)

  assert.equal(settle(opening, { ...facts(200, aLevel({ available: 9, committed: 3 }), none), sweptTo: at(-1) }).account.opening, true)
})

const events: readonly { name: string; before: [Level, Imported]; after: [Level, Imported] }[] = [
  { name: 'an order', before: [aLevel({ available: 9 }), none], after: [aLevel({ available: 7, committed: 2 }), { taken: 2, open: 2 }] },
  {
    name: 'a shipment',
    before: [aLevel({ available: 7, committed: 2 }), { taken: 2, open: 2 }],
    after: [aLevel({ available: 7 }), { taken: 2, open: 0 }],
  },
  {
    name: 'a cancellation with restock',
    before: [aLevel({ available: 7, committed: 2 }), { taken: 2, open: 2 }],
    after: [aLevel({ available: 9 }), none],
  },
  {
    name: 'a cancellation without restock',
    before: [aLevel({ available: 7, committed: 2 }), { taken: 2, open: 2 }],
    after: [aLevel({ available: 7 }), { taken: 2, open: 0 }],
  },
  { name: 'a restocked return', before: [aLevel({ available: 7 }), { taken: 2, open: 0 }], after: [aLevel({ available: 9 }), none] },
  { name: 'a draft that reserves', before: [aLevel({ available: 9 }), none], after: [aLevel({ available: 7, reserved: 2 }), none] },
  {
    name: 'a draft that becomes an order',
    before: [aLevel({ available: 7, reserved: 2 }), none],
    after: [aLevel({ available: 7, committed: 2 }), { taken: 2, open: 2 }],
  },
  { name: 'units marked damaged', before: [aLevel({ available: 9 }), none], after: [aLevel({ available: 7, damaged: 2 }), none] },
]

for (const { name, before, after } of events) {
  test(`${name} leaves the account as it was`, () => {
    const account = anAccount(openAccount(at(0), ...before, 0).units)

    assert.equal(differenceOf(account, ...after), 0)
  })
}

test('order-unread-before-the-look: units of an order that nobody told us of are unexplained', () => {
  assert.equal(unexplained(anAccount(10), aLevel({ available: 7, committed: 3 }), none), 3)
})

test('unread-order-masked-by-unread-shipment: an unread order stays unexplained although committed is what we know', () => {
  const level = aLevel({ available: 897, committed: 100 })

  assert.equal(unexplained(anAccount(1000), level, { taken: 100, open: 100 }), 3)
})

test('draft-becomes-order-unseen: a draft that became an order between two looks leaves its units unexplained', () => {
  assert.equal(unexplained(anAccount(10), aLevel({ available: 7, committed: 3 }), none), 3)
  assert.equal(unexplained(anAccount(10), aLevel({ available: 7, reserved: 3 }), none), 0)
})

test('placed-and-cancelled-between-looks: an order placed and cancelled unseen leaves nothing unexplained, read or not', () => {
  assert.deepEqual(
    [
      unexplained(anAccount(10), aLevel({ available: 10 }), none),
      differenceOf(anAccount(10), aLevel({ available: 10 }), { taken: 0, open: 0 }),
    ],
    [0, 0],
  )
})

test('moved-there-and-back-between-looks: an order moved away and back unseen leaves nothing unexplained', () => {
  assert.equal(differenceOf(anAccount(10), aLevel({ available: 7, committed: 3 }), { taken: 3, open: 3 }), 0)
})

test('the first look at a difference stores it and settles nothing', () => {
  const { account, finding } = settle(anAccount(12), facts(10, aLevel({ available: 5 }), none))

  assert.deepEqual({ account, finding }, { account: anAccount(12, aLook(10, 7)), finding: null })
})

const settled: readonly {
  name: string
  account: Account
  level: Level
  imported?: Imported
  sweptTo?: number
  units: number
  edit: number | null
}[] = [
  {
    name: 'units missing at both looks were taken by hand',
    account: anAccount(12, aLook(0, 7)),
    level: aLevel({ available: 5 }),
    units: 5,
    edit: -7,
  },
  {
    name: 'units too many at both looks were added by hand',
    account: anAccount(12, aLook(0, -8)),
    level: aLevel({ available: 20 }),
    units: 20,
    edit: 8,
  },
  {
    name: 'a reading that began before the look settles nothing',
    account: anAccount(12, aLook(0, 7)),
    level: aLevel({ available: 5 }),
    sweptTo: -1,
    units: 12,
    edit: null,
  },
  {
    name: 'what came back in the meantime is not settled',
    account: anAccount(12, aLook(0, 7)),
    level: aLevel({ available: 9 }),
    units: 9,
    edit: -3,
  },
  {
    name: 'what went missing after the look waits for another',
    account: anAccount(12, aLook(0, 3)),
    level: aLevel({ available: 5 }),
    units: 9,
    edit: -3,
  },
  {
    name: 'committed units that nobody lists are no hand edit',
    account: anAccount(12, aLook(0, 7, 5)),
    level: aLevel({ available: 5, committed: 5 }),
    units: 10,
    edit: -2,
  },
  {
    name: 'an order read since the look may explain its units twice over',
    account: anAccount(12, aLook(0, 7, 0, 0), 2),
    level: aLevel({ available: 5 }),
    imported: { taken: 2, open: 2 },
    units: 9,
    edit: -3,
  },
  {
    name: 'an order read since the look may explain units too many once',
    account: anAccount(12, aLook(0, -8, 0, 0), 2),
    level: aLevel({ available: 20 }),
    units: 18,
    edit: 6,
  },
  {
    name: 'orders read since the look may explain it all',
    account: anAccount(12, aLook(0, 7, 0, 0), 4),
    level: aLevel({ available: 5 }),
    units: 12,
    edit: null,
  },
]

for (const { name, account, level, imported = none, sweptTo = 0, units, edit } of settled) {
  test(name, () => {
    const result = settle(account, { now: at(200), level, imported, sweptTo: at(sweptTo) })

    assert.deepEqual({ units: result.account.units, edit: result.finding?.units ?? null }, { units, edit })
  })
}

const cancelled: readonly {
  name: string
  touched?: number
  missing: number
  units: readonly number[]
  orders: readonly string[]
  edit: number | null
}[] = [
  {
    name: 'units missing as a cancelled order had were not restocked: nobody edited anything',
    missing: 3,
    units: [3],
    orders: ['0'],
    edit: null,
  },
  {
    name: 'of several cancelled orders the youngest that fit were not restocked',
    missing: 5,
    units: [5, 9, 2, 3],
    orders: ['3', '2'],
    edit: null,
  },
  { name: 'fewer units missing than any cancelled order had were taken by hand', missing: 2, units: [3], orders: [], edit: -2 },
  {
    name: 'an order read since the look makes it unclear, so the next look tells',
    missing: 3,
    units: [3],
    touched: 1,
    orders: [],
    edit: null,
  },
  { name: 'without cancelled orders the same is settled at once in part', missing: 3, units: [], touched: 1, orders: [], edit: -1 },
]

for (const { name, missing, units, orders, edit, touched = 0 } of cancelled) {
  test(name, () => {
    const assumed = units.map((each, index) => ({ orderId: String(index), units: each, cancelledAt: at(index) }))
    const account = anAccount(12, aLook(0, missing, 0, 0), touched)

    const result = settle(account, { ...facts(200, aLevel({ available: 12 - missing }), none), assumed })

    assert.deepEqual({ orders: result.notRestocked, edit: result.finding?.units ?? null }, { orders, edit })
    assert.deepEqual(result.account, { ...account, units: 12 + (edit ?? 0), look: result.account.look })
  })
}

test('a settled look is renewed, so that what is left is settled from there', () => {
  const { account } = settle(anAccount(12, aLook(0, 3)), facts(200, aLevel({ available: 5 }), none))

  assert.deepEqual(account.look, aLook(200, 4))
})

test('a difference that turned to the other side is looked at anew', () => {
  const { account } = settle(anAccount(12, aLook(0, 7)), { ...facts(60, aLevel({ available: 20 }), none), sweptTo: null })

  assert.deepEqual(account.look, aLook(60, -8))
})

test('a difference that is gone is forgotten', () => {
  assert.equal(settle(anAccount(12, aLook(0, 7)), { ...facts(60, aLevel({ available: 12 }), none), sweptTo: null }).account.look, null)
})

test('after our write the account is the figure written and what the plan held back', () => {
  const written = { from: 5, to: 9, level: aLevel({ available: 5, reserved: 1 }), imported: { taken: 2, open: 1 }, unexplained: 4 }

  assert.deepEqual(accountAfterWrite(anAccount(12, aLook(0, 4)), written), anAccount(16, aLook(0, 4)))
})

test('a write that put back what somebody added leaves nothing to settle', () => {
  const written = { from: 20, to: 12, level: aLevel({ available: 20 }), imported: none, unexplained: 0 }

  assert.deepEqual(accountAfterWrite(anAccount(12, aLook(0, -8)), written), anAccount(12))
})

test('an account that is opening is still opening after a write', () => {
  const opening = { ...anAccount(12, aLook(0, 3, 3)), opening: true }
  const written = { from: 20, to: 12, level: aLevel({ available: 20 }), imported: none, unexplained: 0 }

  assert.deepEqual(accountAfterWrite(opening, written), opening)
})

test('late-write-after-no-answer: a raise without an answer counts as done', () => {
  const written = { from: 5, to: 9, level: aLevel({ available: 5 }), imported: none, unexplained: 0 }

  assert.equal(accountAfterSilence(anAccount(5), written).units, 9)
})

test('lowering-not-done-must-not-open-room-for-a-raise: a lowering without an answer counts as not done', () => {
  const written = { from: 9, to: 5, level: aLevel({ available: 9 }), imported: none, unexplained: 0 }

  assert.equal(accountAfterSilence(anAccount(9), written).units, 9)
})

test('a lowering without an answer leaves the account even where somebody had raised the figure', () => {
  const written = { from: 20, to: 15, level: aLevel({ available: 20 }), imported: none, unexplained: 0 }

  assert.equal(accountAfterSilence(anAccount(12), written).units, 12)
})

test('lowering-without-answer-then-same-figure: orders that took as many units as the lost lowering stay held', () => {
  const lowering = { from: 9, to: 5, level: aLevel({ available: 9 }), imported: none, unexplained: 0 }
  const account = accountAfterSilence(anAccount(9), lowering)

  assert.equal(unexplained(account, aLevel({ available: 5, committed: 4 }), none), 4)
})

test('a raise without an answer never lowers the account', () => {
  const written = { from: 5, to: 9, level: aLevel({ available: 5 }), imported: none, unexplained: 0 }

  assert.equal(accountAfterSilence(anAccount(30), written).units, 30)
})

function facts(seconds: number, level: Level, imported: Imported) {
  return { now: at(seconds), level, imported, sweptTo: at(seconds - 120) }
}

function anAccount(units: number, look: Look | null = null, touched = 0): Account {
  return { units, touched, look, opening: false }
}

function aLook(seconds: number, difference: number, unseen = 0, touched = 0): Look {
  return { at: at(seconds), difference, unseen, touched }
}
