import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bani, moneyText, parseMoney, sumBani } from './money.ts'
import { parseQuantity, quantity, units, wholeUnits } from './quantity.ts'

for (const [text, amount] of [
  ['20.0', 2_000],
  ['20.00', 2_000],
  ['18.15', 1_815],
  ['0.1', 10],
  ['-12.10', -1_210],
  ['-0.00', 0],
  ['999999999999', 99_999_999_999_900],
  ['60.500000', 6_050],
] as const) {
  test(`"${text}" is ${amount} bani`, () => assert.equal(parseMoney(text), amount))
}

for (const text of ['', '1,5', '0.005', 'NaN', '1e3', '--1', '12.', '.5', '1 000', '10000000000000']) {
  test(`"${text}" is no amount, and not zero`, () => assert.throws(() => parseMoney(text), RangeError))
}

test('an amount that is written is read back', () => {
  fc.assert(fc.property(fc.integer({ min: -1e12, max: 1e12 }), (amount) => parseMoney(moneyText(bani(amount))) === bani(amount)))
})

test('half a ban is refused', () => assert.throws(() => bani(0.5), RangeError))

test('a sum of amounts is exact', () => assert.equal(sumBani([bani(10), bani(20), bani(-5)]), 25))

for (const [text, amount] of [
  ['12', 120_000],
  ['12.5', 125_000],
  ['10.5', 105_000],
  ['-3', -30_000],
  ['0.0001', 1],
  ['1000000000', 10_000_000_000_000],
  ['0.50000000', 5_000],
] as const) {
  test(`a stock of "${text}" is ${amount} ten-thousandths`, () => assert.equal(parseQuantity(text), amount))
}

for (const text of ['', 'null', '0.00001', '1e5', '12,5', 'Infinity', '١٢']) {
  test(`a stock of "${text}" is refused, not read as something else`, () => assert.throws(() => parseQuantity(text), RangeError))
}

test('what Shopify can hold is rounded down, below zero too', () => {
  assert.equal(wholeUnits(quantity(125_000)), 12)
  assert.equal(wholeUnits(quantity(-5_000)), -1)
  assert.equal(wholeUnits(units(7)), 7)
})
