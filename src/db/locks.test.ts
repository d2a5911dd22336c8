import assert from 'node:assert/strict'
import test from 'node:test'
import { testDatabase } from '#test/database.ts'
import { openLocks } from './locks.ts'

const { url } = await testDatabase()

test('locks that are taken and given up at one moment take their turns on the connection', async () => {
  const warnings: Error[] = []
  function keep(warning: Error): void {
    warnings.push(warning)
  }
  process.on('warning', keep)
  await using locks = openLocks(url)

  const held = await Promise.all(['one', 'two', 'three'].map((name) => locks.tryLock(name)))
  await Promise.all(held.map(async (lock) => lock?.[Symbol.asyncDispose]()))
  // A warning is told at the next turn of the event loop.
  await new Promise((resolve) => void setImmediate(resolve))
  process.off('warning', keep)

  assert.ok(held.every((lock) => lock !== undefined))
  assert.deepEqual(warnings, [])
})

test('of two processes one has the lock, and the other gets it when it is given up', async () => {
  await using ours = openLocks(url)
  await using theirs = openLocks(url)
  const lock = await ours.tryLock('account')

  assert.ok(lock)
  assert.equal(await theirs.tryLock('account'), undefined)
  assert.equal(await ours.tryLock('account'), undefined)
  await lock[Symbol.asyncDispose]()
  const next = await theirs.tryLock('account')
  assert.ok(next)
  await next[Symbol.asyncDispose]()
})
