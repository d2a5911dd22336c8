import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newProductMoment } from './new-products.ts'

const cases = [
  {
    name: 'a product seen just after midnight in Bucharest waits for the next morning',
    seen: '2026-11-23T22:10:00Z',
    moment: '2026-11-25T05:00:00Z',
  },
  {
    name: 'a product seen just before midnight in Bucharest is written that morning',
    seen: '2026-11-23T21:59:59Z',
    moment: '2026-11-24T05:00:00Z',
  },
  { name: 'a product seen before seven is written the day after', seen: '2026-11-24T04:00:00Z', moment: '2026-11-25T05:00:00Z' },
  { name: 'a product seen in summer waits for seven in summer time', seen: '2026-07-01T12:00:00Z', moment: '2026-07-02T04:00:00Z' },
  { name: 'the night summer time begins, seven comes an hour earlier', seen: '2026-03-28T12:00:00Z', moment: '2026-03-29T04:00:00Z' },
  {
    name: 'a product seen in the night summer time begins waits for the day after',
    seen: '2026-03-29T01:30:00Z',
    moment: '2026-03-30T04:00:00Z',
  },
  { name: 'the night summer time ends, seven comes an hour later', seen: '2026-10-24T12:00:00Z', moment: '2026-10-25T05:00:00Z' },
  {
    name: 'a product seen in the hour that comes twice waits for the day after',
    seen: '2026-10-25T00:30:00Z',
    moment: '2026-10-26T05:00:00Z',
  },
  {
    name: 'a product seen on the last day of a year is written on the first of the next',
    seen: '2026-12-31T12:00:00Z',
    moment: '2027-01-01T05:00:00Z',
  },
]

for (const { name, seen, moment } of cases) {
  test(name, () => {
    assert.deepEqual(newProductMoment(new Date(seen)), new Date(moment))
  })
}
