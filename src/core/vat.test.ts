import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { InvoiceLine } from './invoice.ts'
import { bani } from './money.ts'
import { chooseVat, portion, predictTotals, vatOf } from './vat.ts'

function product(unitPrice: number, quantity: number, taxIncluded: boolean, percent: number | null): InvoiceLine {
  const vat = percent === null ? null : { name: 'Normala', percent }
  return {
    kind: 'service',
    source: 's',
    name: 'n',
    code: null,
    unit: 'buc',
    quantity,
    unitPrice: bani(unitPrice),
    taxIncluded,
    vat,
    warehouse: null,
    useServiceName: false,
  }
}

function discount(amount: number, taxIncluded: boolean, percent: number): InvoiceLine {
  return { kind: 'discount', source: 's', name: 'd', unit: 'buc', amount: bani(amount), taxIncluded, vat: { name: 'Normala', percent } }
}

const predictions = [
  {
    name: '100 net and 21 % with 10 off come to 108.90',
    lines: [product(10_000, 1, false, 21), discount(1_000, false, 21)],
    perLine: '9000 1890 10890',
    perRate: '9000 1890 10890',
  },
  {
    name: 'a gross line keeps its amount and holds its VAT',
    lines: [product(6_050, 2, true, 21)],
    perLine: '10000 2100 12100',
    perRate: '10000 2100 12100',
  },
  {
    name: 'three gross bani lines differ in VAT by the way of rounding, never in total',
    lines: [1, 2, 3].map(() => product(103, 1, true, 21)),
    perLine: '255 54 309',
    perRate: '255 54 309',
  },
  {
    name: 'net lines differ in total by the way of rounding',
    lines: [product(102, 1, false, 21), product(102, 1, false, 21)],
    perLine: '204 42 246',
    perRate: '204 43 247',
  },
  {
    name: 'without VAT the lines are the total',
    lines: [product(999, 3, true, null), product(1, 1, false, null)],
    perLine: '2998 0 2998',
    perRate: '2998 0 2998',
  },
  {
    name: 'rates are rounded apart',
    lines: [product(102, 1, false, 21), product(105, 1, false, 11)],
    perLine: '207 33 240',
    perRate: '207 33 240',
  },
]

for (const { name, lines, perLine, perRate } of predictions) {
  test(name, () => {
    const found = (['perLine', 'perRate'] as const).map((rounding) => predictTotals(lines, rounding))

    assert.deepEqual(
      found.map(({ net, vat, total }) => `${net} ${vat} ${total}`),
      [perLine, perRate],
    )
  })
}

test('halves are rounded away from zero on both sides of it', () => {
  assert.deepEqual([portion(bani(5), 1, 2), portion(bani(-5), 1, 2), portion(bani(0), 1, 2)], [3, -3, 0])
  assert.equal(vatOf(bani(50), 21, false), 11)
})

test('a share of a very large amount is exact', () => {
  assert.equal(portion(bani(9_007_199_254_740_991), 9_999, 10_000), 9_006_298_534_815_517)
})

const rates = [
  { name: 'Normala', percent: 21 },
  { name: 'Redusa', percent: 11 },
  { name: 'Redusa 2', percent: 11 },
  { name: 'SDD', percent: 0 },
]

const choices = [
  {
    name: 'the only name of a percentage stands for it',
    percent: 21,
    chosen: [],
    is: { is: 'vat', vat: { name: 'Normala', percent: 21 } },
  },
  { name: 'a percentage that the account lacks is unknown', percent: 19, chosen: [], is: { is: 'unknown', percent: 19 } },
  {
    name: 'several names of one percentage need a choice',
    percent: 11,
    chosen: [],
    is: { is: 'unnamed', percent: 11, names: ['Redusa', 'Redusa 2'] },
  },
  { name: '0 % needs a choice even with a single name', percent: 0, chosen: [], is: { is: 'unnamed', percent: 0, names: ['SDD'] } },
  {
    name: 'the chosen name decides',
    percent: 11,
    chosen: [{ percent: 11, name: 'Redusa 2' }],
    is: { is: 'vat', vat: { name: 'Redusa 2', percent: 11 } },
  },
  {
    name: 'a chosen name that is gone is said, not replaced',
    percent: 21,
    chosen: [{ percent: 21, name: 'Standard' }],
    is: { is: 'gone', percent: 21, name: 'Standard' },
  },
]

for (const { name, percent, chosen, is } of choices) {
  test(name, () => assert.deepEqual(chooseVat(percent, rates, chosen), is))
}
