import assert from 'node:assert/strict'
import { test } from 'node:test'
import { differences, lineText, type Line } from './figures.ts'

const line: Line = { rule: 'exact', step: 'T0+1', billing: 1200, committed: 100, available: 1100, sum: 1200, change: 200, calls: 3 }

test('a step is one line, and a raise has its sign', () => {
  assert.equal(lineText(line), 'exact T0+1 billing=1200 committed=100 available=1100 sum=1200 change=+200 calls=3')
  assert.match(lineText({ ...line, change: 0 }), / change=0 /)
  assert.match(lineText({ ...line, change: -8 }), / change=-8 /)
})

test('a figure that is not as the table has it is named with its step; calls are only counted', () => {
  assert.deepEqual(differences({ ...line, calls: 9 }), [])
  assert.deepEqual(differences({ ...line, available: 1139, change: 239 }), [
    'exact T0+1: available is 1139 and should be 1100',
    'exact T0+1: change is 239 and should be 200',
  ])
})
