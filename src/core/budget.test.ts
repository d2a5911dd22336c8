import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { allowanceFor, spend, type Bucket } from './budget.ts'

const limit = { calls: 30, perMs: 10_000 }
const allowance = allowanceFor(limit, 0.2)
const start = new Date('2026-11-23T08:00:00Z')

test('with 20 % headroom no ten seconds ever see more than 24 of the 30 calls', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 30, maxLength: 300 }), (pausesMs) => {
      let bucket: Bucket = { tokens: allowance.burst, countedAt: start, blockedUntil: null }
      let now = start.getTime()
      const grants: number[] = []
      for (const pauseMs of pausesMs) {
        now += pauseMs
        const spending = spend(bucket, allowance, new Date(now))
        bucket = spending.left
        if (spending.granted) grants.push(now)
      }

      for (const from of grants) assert.ok(grants.filter((at) => at >= from && at < from + limit.perMs).length <= 24)
    }),
  )
})

test('an empty bucket says when the next call is free, and it is', () => {
  const empty: Bucket = { tokens: 0, countedAt: start, blockedUntil: null }

  const refused = spend(empty, allowance, start)

  assert.equal(refused.granted, false)
  if (!refused.granted) assert.equal(spend(refused.left, allowance, refused.at).granted, true)
})

test('a block is remembered until it ends', () => {
  const until = new Date(start.getTime() + 600_000)
  const blocked: Bucket = { tokens: 8, countedAt: start, blockedUntil: until }

  assert.deepEqual(spend(blocked, allowance, new Date(until.getTime() - 1)).granted, false)
  assert.deepEqual(spend(blocked, allowance, until).granted, true)
})

test('a clock that was set back never makes calls', () => {
  const empty: Bucket = { tokens: 0, countedAt: start, blockedUntil: null }

  assert.equal(spend(empty, allowance, new Date(start.getTime() - 3_600_000)).granted, false)
})
