import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brakeLimits, brakeOn, type Change } from './brakes.ts'

const cases: readonly { name: string; changes: readonly Change[]; rows: number; brake: string | null }[] = [
  { name: 'a plan without changes goes on', changes: [], rows: 100, brake: null },
  { name: 'a plan that zeroes a fifth of the rows goes on', changes: zeroed(20), rows: 100, brake: null },
  { name: 'a plan that zeroes more than a fifth of the rows stops', changes: zeroed(21), rows: 100, brake: 'zeroed 21/100' },
  {
    name: 'a plan that lowers below zero zeroes too',
    changes: Array.from({ length: 21 }, () => ({ from: 3, to: -1 })),
    rows: 100,
    brake: 'zeroed 21/100',
  },
  { name: 'a debt that grows is not zeroed', changes: Array.from({ length: 21 }, () => ({ from: 0, to: -1 })), rows: 100, brake: null },
  { name: 'a plan that changes half of the rows goes on', changes: raised(50), rows: 100, brake: null },
  { name: 'a plan that changes more than half of the rows stops', changes: raised(51), rows: 100, brake: 'changed 51/100' },
  { name: 'two rows of a small shop may be zeroed', changes: zeroed(2), rows: 2, brake: null },
  { name: 'three of four rows may not be zeroed', changes: zeroed(3), rows: 4, brake: 'zeroed 3/4' },
  { name: 'ten rows of a small shop may change', changes: raised(10), rows: 10, brake: null },
  { name: 'eleven of eleven rows may not change', changes: raised(11), rows: 11, brake: 'changed 11/11' },
]

for (const { name, changes, rows, brake } of cases) {
  test(name, () => {
    const stopped = brakeOn(changes, rows, brakeLimits)

    assert.equal(stopped === null ? null : `${stopped.because} ${stopped.rows}/${stopped.of}`, brake)
  })
}

test('a shop may choose its own limit', () => {
  assert.equal(brakeOn(zeroed(6), 100, { ...brakeLimits, zeroedPercent: 5 })?.percentMax, 5)
})

function zeroed(rows: number): readonly Change[] {
  return Array.from({ length: rows }, () => ({ from: 3, to: 0 }))
}

function raised(rows: number): readonly Change[] {
  return Array.from({ length: rows }, () => ({ from: 3, to: 5 }))
}
