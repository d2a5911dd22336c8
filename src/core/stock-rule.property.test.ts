import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aLevel, anObligation, aReading, aRow, oldInvoice } from '#test/model/build.ts'
import { planDocumented } from './plan-documented.ts'
import { planRow } from './plan-row.ts'
import { units } from './quantity.ts'
import { documentedDefaults } from './stock-settings.ts'
import type { Discharge, Obligation } from './stock-types.ts'

type Sale = { readonly sold: number; readonly released: number; readonly discharged: number; readonly fulfilled: number }

/** Orders as they may truly be: nothing is released or shipped that was not sold. */
const sale: fc.Arbitrary<Sale> = fc.tuple(fc.nat(6), fc.nat(6), fc.nat(8), fc.nat(6)).map(([sold, released, discharged, fulfilled]) => {
  const given = Math.min(released, sold)
  return { sold, released: given, discharged, fulfilled: Math.min(fulfilled, sold - given) }
})
const sales = fc.array(sale, { maxLength: 12 })
const stock = fc.integer({ min: -20, max: 200 })

test('the target is never above what may be sold, and equal to it unless an order is discharged for more than it keeps', () => {
  fc.assert(
    fc.property(stock, sales, (S, orders) => {
      const right = S - sum(orders, ({ sold, released, discharged }) => sold - released - discharged)
      const tooMuch = sum(orders, ({ sold, released, discharged }) => Math.max(0, discharged - (sold - released)))

      assert.equal(targetOf(S, orders.map(toObligation)), right - tooMuch)
    }),
  )
})

test('splitting an order in two, or its invoice in two, leaves every target', () => {
  fc.assert(
    fc.property(stock, fc.nat(9), fc.nat(9), (S, one, other) => {
      const whole = anObligation(one + other, { discharges: [oldInvoice(one), oldInvoice(other)] })
      const halves = [one, other].map((sold, n) => anObligation(sold, { orderId: `order-${n}`, discharges: [oldInvoice(sold)] }))
      const oneInvoice = anObligation(one + other, { discharges: [oldInvoice(one + other)] })

      assert.deepEqual([targetOf(S, halves), targetOf(S, [oneInvoice])], [targetOf(S, [whole]), targetOf(S, [whole])])
    }),
  )
})

test('the order in which documents and orders are told changes nothing', () => {
  fc.assert(
    fc.property(stock, sales, (S, orders) => {
      const told = orders.map(toObligation)

      assert.equal(
        targetOf(
          S,
          told.toReversed().map((order) => ({ ...order, discharges: order.discharges.toReversed() })),
        ),
        targetOf(S, told),
      )
    }),
  )
})

test('planning again after the write changes nothing', () => {
  fc.assert(
    fc.property(stock, sales, fc.integer({ min: -20, max: 200 }), (S, orders, available) => {
      const row = aRow({ reading: aReading(S), level: aLevel({ available }), orders: orders.map(toObligation) })
      const to = planRow(row).to ?? available

      assert.equal(planRow({ ...row, level: aLevel({ available: to }) }).to, null)
    }),
  )
})

test('the error of the documented rule is what was fulfilled less what was discharged', () => {
  fc.assert(
    fc.property(stock, sales, (S, orders) => {
      const committed = sum(orders, ({ sold, released, fulfilled }) => sold - released - fulfilled)
      const right = S - sum(orders, ({ sold, released, discharged }) => sold - released - discharged)
      const facts = {
        reading: aReading(S),
        level: aLevel({ committed }),
        settings: documentedDefaults,
        committedBefore: committed,
        dispatchedOpen: 0,
      }

      assert.equal(
        planDocumented(facts).terms.target - right,
        sum(orders, ({ fulfilled, discharged }) => fulfilled - discharged),
      )
    }),
  )
})

function targetOf(S: number, orders: readonly Obligation[]): number {
  return planRow(aRow({ reading: aReading(S), level: aLevel(), orders })).terms.sure
}

function toObligation({ sold, released, discharged }: Sale, n: number): Obligation {
  const discharges: readonly Discharge[] = discharged === 0 ? [] : [oldInvoice(discharged)]
  return anObligation(sold, { orderId: `order-${n}`, released: units(released), discharges })
}

function sum(orders: readonly Sale[], of: (order: Sale) => number): number {
  return orders.reduce((total, order) => total + of(order), 0)
}
