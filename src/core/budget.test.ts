import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { allowanceFor, spend, type Spent } from './budget.ts'

const limit = { calls: 30, perMs: 10_000 }
const allowance = allowanceFor(limit, 0.2)
const start = new Date('2026-11-23T08:00:00Z')
const nothing: Spent = { calls: [], blockedUntil: null }

function after(ms: number): Date {
  return new Date(start.getTime() + ms)
}

test('with 20 % headroom no ten seconds ever see more than 24 of the 30 calls', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 30, maxLength: 300 }), (pausesMs) => {
      let spent = nothing
      let now = 0
      const grants: number[] = []
      for (const pauseMs of pausesMs) {
        now += pauseMs
        const spending = spend(spent, allowance, after(now))
        spent = spending.left
        if (spending.granted) grants.push(now)
      }

      for (const from of grants) assert.ok(grants.filter((at) => at >= from && at < from + limit.perMs).length <= 24)
    }),
  )
})

test('24 calls may leave at once, and the next when the first is ten seconds old', () => {
  let spent = nothing
  for (let call = 0; call < 24; call += 1) spent = spend(spent, allowance, start).left

  const refused = spend(spent, allowance, after(9_999))

  assert.deepEqual(refused.granted ? null : refused.at, after(10_000))
  assert.equal(spend(spent, allowance, after(10_000)).granted, true)
})

test('a block is remembered until it ends', () => {
  const blocked: Spent = { calls: [], blockedUntil: after(600_000) }

  assert.equal(spend(blocked, allowance, after(599_999)).granted, false)
  assert.equal(spend(blocked, allowance, after(600_000)).granted, true)
})

test('a clock that was set back never makes calls', () => {
  let spent = nothing
  for (let call = 0; call < 24; call += 1) spent = spend(spent, allowance, start).left

  assert.equal(spend(spent, allowance, after(-3_600_000)).granted, false)
})
