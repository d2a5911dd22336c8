import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aLevel, anObligation, aReading, aRow, at, oldInvoice } from '#test/model/build.ts'
import { notRestocked } from './cancelled-unrecorded.ts'
import { levelAddsUp } from './level.ts'
import { goodsBackAfterMs, orderQuestions, type QuestionFacts } from './order-questions.ts'
import { planRow } from './plan-row.ts'
import { units } from './quantity.ts'
import { exactDefaults } from './stock-settings.ts'
import type { Obligation } from './stock-types.ts'

const longAgo = new Date(at(0).getTime() - goodsBackAfterMs)

const cases: readonly { name: string; facts: Partial<QuestionFacts>; questions: readonly string[] }[] = [
  { name: 'an order that waits asks nothing', facts: { open: 3 }, questions: [] },
  { name: 'an invoiced order asks nothing', facts: { open: 3, discharged: 3 }, questions: [] },
  {
    name: 'goods restocked while their invoice stands are due for reversal',
    facts: { released: 3, discharged: 3 },
    questions: ['reversal-due'],
  },
  { name: 'goods restocked and reversed ask nothing', facts: { released: 3, reversedAt: longAgo }, questions: [] },
  { name: 'goods restocked before any invoice ask nothing', facts: { released: 3 }, questions: [] },
  { name: 'units cancelled without restock: on the shelf, or gone?', facts: { unsettled: 3 }, questions: ['on-the-shelf-or-gone'] },
  { name: 'units cancelled without restock whose invoice stands ask nothing', facts: { unsettled: 3, discharged: 3 }, questions: [] },
  { name: 'a reversed order whose parcel is on its way asks nothing for two weeks', facts: { reversedAt: at(-60) }, questions: [] },
  {
    name: 'a reversed order whose goods are not back after two weeks asks for them',
    facts: { reversedAt: longAgo },
    questions: ['are-the-goods-back'],
  },
  {
    name: 'goods refunded without restock whose invoice is reversed are to be written off',
    facts: { reversedAt: at(-60), refundedGone: 3 },
    questions: ['write-off'],
  },
  { name: 'goods refunded without restock whose invoice stands ask nothing', facts: { discharged: 3, refundedGone: 3 }, questions: [] },
  {
    name: 'goods that came back at another location are to be transferred',
    facts: { sold: 0, released: 3, cameFromElsewhere: 3 },
    questions: ['transfer'],
  },
  {
    name: 'dispatched units that were shipped later are asked for',
    facts: { released: 3, shippedAfterDispatch: 1 },
    questions: ['shipped-after-dispatch'],
  },
]

for (const { name, facts, questions } of cases) {
  test(name, () => {
    const order = {
      now: at(0),
      sold: 3,
      released: 0,
      discharged: 0,
      reversedAt: null,
      open: 0,
      unsettled: 0,
      refundedGone: 0,
      cameFromElsewhere: 0,
      shippedAfterDispatch: 0,
    }

    assert.deepEqual(orderQuestions({ ...order, ...facts }), questions)
  })
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
