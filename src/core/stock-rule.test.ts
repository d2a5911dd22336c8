import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aDischarge, aLevel, anObligation, aReading, aRow, at, oldInvoice } from '#test/model/build.ts'
import { planDocumented } from './plan-documented.ts'
import { mayStillSend } from './plan-life.ts'
import { planRow } from './plan-row.ts'
import { quantity, units } from './quantity.ts'
import { documentedDefaults } from './stock-settings.ts'
import type { Account, Imported, Level, Obligation, RowFacts } from './stock-types.ts'

/** Before anything happens billing has 100 and Shopify shows 100; q is 3. */
const S = 100
const q = 3
const shown = S - q

type State = {
  readonly name: string
  readonly stock: number
  readonly level: Level
  readonly orders: readonly Obligation[]
  readonly taken: number
  readonly open: number
  readonly dispatchedOpen?: number
  readonly documented: number
  readonly exact: number
}

const sold = anObligation(q)
const invoiced = anObligation(q, { discharges: [oldInvoice(q)] })
const dispatched = anObligation(q, { releases: [{ quantity: units(q), at: at(-9_000), writtenOff: false }] })
const reversed = anObligation(q, { discharges: [oldInvoice(q), oldInvoice(-q)] })
const restocked = { released: units(q), returned: units(q) }
const waiting = { taken: q, open: q }
const left = { taken: q, open: 0 }
const back = { taken: 0, open: 0 }

const states: readonly State[] = [
  {
    name: 'state 1: open, not invoiced, not fulfilled',
    stock: S,
    level: aLevel({ available: shown, committed: q }),
    orders: [sold],
    ...waiting,
    documented: S - q,
    exact: S - q,
  },
  {
    name: 'state 2: invoiced, not fulfilled',
    stock: S - q,
    level: aLevel({ available: shown, committed: q }),
    orders: [invoiced],
    ...waiting,
    documented: S - 2 * q,
    exact: S - q,
  },
  {
    name: 'state 3: fulfilled, not invoiced',
    stock: S,
    level: aLevel({ available: shown }),
    orders: [sold],
    ...left,
    documented: S,
    exact: S - q,
  },
  {
    name: 'state 4: invoiced and fulfilled',
    stock: S - q,
    level: aLevel({ available: shown }),
    orders: [invoiced],
    ...left,
    documented: S - q,
    exact: S - q,
  },
  {
    name: 'state 5: cancelled and restocked, invoice reversed',
    stock: S,
    level: aLevel({ available: S }),
    orders: [{ ...reversed, released: units(q) }],
    ...back,
    documented: S,
    exact: S,
  },
  {
    name: 'state 6: cancelled and restocked, reversal missing',
    stock: S - q,
    level: aLevel({ available: S }),
    orders: [{ ...invoiced, released: units(q) }],
    ...back,
    documented: S - q,
    exact: S - q,
  },
  {
    name: 'state 7: dispatched on the shelf, left open in Shopify',
    stock: S,
    level: aLevel({ available: shown, committed: q }),
    orders: [dispatched],
    ...waiting,
    dispatchedOpen: q,
    documented: S,
    exact: S,
  },
  {
    name: 'state 7: dispatched on the shelf, cancelled in Shopify with restock',
    stock: S,
    level: aLevel({ available: S }),
    orders: [{ ...sold, released: units(q) }],
    ...back,
    documented: S,
    exact: S,
  },
  {
    name: 'state 8: placed seconds ago, not imported yet',
    stock: S,
    level: aLevel({ available: shown, committed: q }),
    orders: [],
    ...back,
    documented: S - q,
    exact: S - q,
  },
  {
    name: 'state 9: invoiced by hand and fulfilled, once the discharge is known',
    stock: S - q,
    level: aLevel({ available: shown }),
    orders: [invoiced],
    ...left,
    documented: S - q,
    exact: S - q,
  },
  {
    name: 'state 10: returned and restocked, storno not made yet',
    stock: S - q,
    level: aLevel({ available: S }),
    orders: [{ ...invoiced, ...restocked }],
    ...back,
    documented: S - q,
    exact: S - q,
  },
  {
    name: 'state 10: storno made, order stands',
    stock: S,
    level: aLevel({ available: shown }),
    orders: [reversed],
    ...left,
    documented: S,
    exact: S - q,
  },
  {
    name: 'state 11: refund without restock, not invoiced',
    stock: S,
    level: aLevel({ available: shown }),
    orders: [sold],
    ...left,
    documented: S,
    exact: S - q,
  },
  {
    name: 'state 11: invoice without discharge',
    stock: S,
    level: aLevel({ available: shown, committed: q }),
    orders: [sold],
    ...waiting,
    documented: S - q,
    exact: S - q,
  },
  {
    name: 'state 11: refund without restock, invoice stands',
    stock: S - q,
    level: aLevel({ available: shown }),
    orders: [invoiced],
    ...left,
    documented: S - q,
    exact: S - q,
  },
  {
    name: 'state 12: a draft reserves the units',
    stock: S,
    level: aLevel({ available: shown, reserved: q }),
    orders: [],
    ...back,
    documented: S - q,
    exact: S - q,
  },
  {
    name: 'state 13: a person reversed the document of a standing order, not to be told from a reception',
    stock: S,
    level: aLevel({ available: shown, committed: q }),
    orders: [invoiced],
    ...waiting,
    documented: S - q,
    exact: S,
  },
]

for (const state of states) {
  test(`exact, ${state.name}`, () => {
    const plan = planRow(rowOf(state))

    assert.equal(plan.to ?? plan.from, state.exact)
  })

  test(`documented, ${state.name}`, () => {
    const row = rowOf(state)
    const plan = planDocumented({
      ...row,
      settings: documentedDefaults,
      committedBefore: row.level.committed,
      dispatchedOpen: state.dispatchedOpen ?? 0,
    })

    assert.equal(plan.to ?? plan.from, state.documented)
  })
}

test('reserved units count as set aside by the documented rule too, damaged ones only where a setting says so', () => {
  const facts = { reading: aReading(10), level: aLevel({ available: 1, reserved: 2, damaged: 3 }), committedBefore: 0, dispatchedOpen: 0 }

  const outside = planDocumented({ ...facts, settings: documentedDefaults })
  const inside = planDocumented({ ...facts, settings: { ...documentedDefaults, unavailable: 'inside' } })

  assert.deepEqual([outside.to, inside.to], [8, 5])
})

test('documented takes the higher of two committed figures', () => {
  const facts = { reading: aReading(10), level: aLevel({ available: 10 }), dispatchedOpen: 0, settings: documentedDefaults }

  assert.deepEqual([planDocumented({ ...facts, committedBefore: 4 }).to, planDocumented({ ...facts, committedBefore: 0 }).to], [6, null])
})

const hundred = Array.from({ length: 100 }, (_, n) => anObligation(1, { orderId: `order-${n}` }))
const hundredInvoiced = hundred.map((order) => ({ ...order, discharges: [oldInvoice(1)] }))
const hundredOpen = { taken: 100, open: 100 }
const hundredShipped = { taken: 100, open: 0 }

type Example = { readonly name: string; readonly row: RowFacts; readonly exact: number | null; readonly documented: number | null }

const examples: readonly Example[] = [
  {
    name: 'T0: 100 open orders of one unit',
    row: example(1000, aLevel({ available: 900, committed: 100 }), hundred, hundredOpen),
    exact: null,
    documented: null,
  },
  {
    name: 'T0+1: a reception of 200',
    row: example(1200, aLevel({ available: 900, committed: 100 }), hundred, hundredOpen),
    exact: 1100,
    documented: 1100,
  },
  {
    name: 'T0+2: 100 invoices, shipped',
    row: example(1100, aLevel({ available: 1100 }), hundredInvoiced, { ...hundredShipped, account: 1200 }),
    exact: null,
    documented: null,
  },
  {
    name: 'T0+2: invoiced, not shipped',
    row: example(1100, aLevel({ available: 1100, committed: 100 }), hundredInvoiced, { ...hundredOpen, account: 1200 }),
    exact: null,
    documented: 1000,
  },
  {
    name: 'T0+2: shipped, not invoiced',
    row: example(1200, aLevel({ available: 1100 }), hundred, { ...hundredShipped, account: 1200 }),
    exact: null,
    documented: 1200,
  },
  {
    name: 'T0+1 with an order of 3 not imported',
    row: example(1200, aLevel({ available: 897, committed: 103 }), hundred, hundredOpen),
    exact: 1097,
    documented: 1097,
  },
  {
    name: 'T0+1 with an order of 3 not imported and 3 other units shipped, unread',
    row: example(1200, aLevel({ available: 897, committed: 100 }), hundred, hundredOpen),
    exact: 1097,
    documented: 1100,
  },
  { name: 'an invoice sent while the figure was asked, 10 answered', row: asking(10), exact: null, documented: null },
  { name: 'an invoice sent while the figure was asked, 9 answered', row: asking(9), exact: null, documented: 8 },
  { name: 'an invoice sent while the figure was asked, and a reception of 5 before', row: asking(14), exact: 13, documented: 13 },
  {
    name: 'billing 2, three shipped uninvoiced',
    row: example(2, aLevel({ available: 0 }), [anObligation(3)], { taken: 3, open: 0, account: 3 }),
    exact: -1,
    documented: 2,
  },
  { name: 'staff sets 12 to 5', row: example(12, aLevel({ available: 5 }), [], { ...back, account: 12 }), exact: null, documented: 12 },
  { name: 'staff sets 12 to 20', row: example(12, aLevel({ available: 20 }), [], { ...back, account: 12 }), exact: 12, documented: 12 },
]

for (const { name, row, exact, documented } of examples) {
  test(`worked example, ${name}`, () => {
    const byDocumented = planDocumented({
      ...row,
      settings: { ...documentedDefaults, buffer: row.settings.buffer },
      committedBefore: row.level.committed,
      dispatchedOpen: 0,
    })

    assert.deepEqual([planRow(row).to, byDocumented.to], [exact, documented])
  })
}

test('worked example, billing 3 and a buffer of 5 shows 0 and not less', () => {
  const row = example(3, aLevel({ available: 3 }), [], { ...back, account: 3 })
  const settings = { ...row.settings, buffer: units(5) }

  assert.deepEqual(
    [planRow({ ...row, settings }).to, planDocumented({ ...row, settings, committedBefore: 0, dispatchedOpen: 0 }).to],
    [0, 0],
  )
})

test('worked example, the second look of a doubt shows what was certain all along', () => {
  const again = { now: at(66), reading: { ...aReading(9), asked: at(65), answered: at(66) } }

  assert.deepEqual([planRow({ ...asking(9), ...again }).why, planRow({ ...asking(9), ...again }).to], ['aligned', null])
  assert.equal(
    planRow({
      ...asking(9),
      ...again,
      reading: { ...again.reading, stock: units(14) },
      level: aLevel({ available: 13, committed: 1 }),
      account: anAccount(14),
    }).to,
    14,
  )
})

test('hand-edit-down-held-then-put-back: 12 lowered to 5 is held, and two minutes later put back and listed', () => {
  const first = planRow(example(12, aLevel({ available: 5 }), [], { ...back, account: 12 }))
  const second = planRow({ ...example(12, aLevel({ available: 5 }), [], back), now: at(121), account: first.account, sweptTo: at(0) })

  assert.deepEqual([first.to, first.why, first.edited], [null, 'held', null])
  assert.deepEqual([second.to, second.why, second.edited], [12, 'raise', { from: 12, to: 5 }])
})

test('hand-edit-up-lowered-at-once: 12 raised to 20 is put back by the next run and listed', () => {
  const plan = planRow(example(12, aLevel({ available: 20 }), [], { ...back, account: 12 }))

  assert.deepEqual([plan.to, plan.why, plan.edited], [12, 'lower', { from: 12, to: 20 }])
})

test('stale-answered-with-old-target: a figure that changed under the plan is looked at anew and never answered with the old target', () => {
  const first = planRow(example(12, aLevel({ available: 10 }), [], { ...back, account: 10 }))
  const second = planRow(example(12, aLevel({ available: 9, committed: 1 }), [], { ...back, account: first.account.units }))

  assert.deepEqual([first.to, second.to], [12, 11])
})

test('paused-worker-and-figure-returned: a plan is sent within its life or thrown away', () => {
  assert.deepEqual([mayStillSend(at(0), at(30)), mayStillSend(at(0), at(30.001))], [true, false])
})

test('committed units that nobody listed at the first look hold back every raise until the second', () => {
  const first = planRow({ ...example(1200, aLevel({ available: 900, committed: 103 }), hundred, hundredOpen), account: null })
  const second = planRow({
    ...example(1200, aLevel({ available: 900, committed: 103 }), hundred, hundredOpen),
    now: at(121),
    account: first.account,
    sweptTo: at(0),
  })

  assert.deepEqual([first.to, first.why], [null, 'held'])
  assert.deepEqual([second.to, second.why], [1097, 'raise'])
})

function example(
  stock: number,
  level: Level,
  orders: readonly Obligation[],
  { account = 1000, ...imported }: Imported & { readonly account?: number },
): RowFacts {
  return aRow({ reading: aReading(stock), level, orders, imported, account: anAccount(account) })
}

/** Billing asked at 0 s and answered at 4 s; an invoice of 1 sent at 2 s, known at 5 s; Shopify shows 9. */
function asking(stock: number): RowFacts {
  const order = anObligation(1, { discharges: [aDischarge(1, 2, 5)] })
  const row = example(stock, aLevel({ available: 9, committed: 1 }), [order], { taken: 1, open: 1, account: 10 })
  return { ...row, now: at(6), reading: aReading(stock, 0, 4) }
}

function rowOf({ stock, level, orders, taken, open }: State): RowFacts {
  return aRow({
    reading: aReading(stock),
    level,
    orders,
    imported: { taken, open },
    account: anAccount(S),
    unexplainedElsewhere: quantity(0),
  })
}

function anAccount(units: number): Account {
  return { units, touched: 0, look: null, opening: false }
}
