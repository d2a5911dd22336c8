import { test } from 'node:test'
import assert from 'node:assert/strict'
import { createClock } from './clock.ts'
import type { RealTime } from './real-time.ts'

type ManualTime = RealTime & { pass(ms: number): Promise<void> }

/** The machine's time, moved by hand. */
function manualTime(): ManualTime {
  let now = 1_000_000
  let timers: { at: number; run: () => void }[] = []
  return {
    now: () => now,
    after(delayMs, run) {
      const timer = { at: now + delayMs, run }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    async pass(ms) {
      const until = now + ms
      for (let due = next(until); due !== undefined; due = next(until)) {
        now = Math.max(now, due.at)
        due.run()
        await settled()
      }
      now = until
    },
  }

  function next(until: number): { at: number; run: () => void } | undefined {
    const due = timers.filter((timer) => timer.at <= until).toSorted((a, b) => a.at - b.at)[0]
    timers = timers.filter((timer) => timer !== due)
    return due
  }
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

test('moving the clock runs what falls due inside in order of time, each at its own time', async () => {
  const clock = createClock(manualTime(), 0, 'still')
  const ran: string[] = []
  clock.at(300, () => void ran.push(`third at ${clock.now()}`))
  clock.at(100, () => void ran.push(`first at ${clock.now()}`))
  clock.at(100, () => void ran.push(`second at ${clock.now()}`))
  clock.at(900, () => void ran.push('never'))

  await clock.advanceTo(500)

  assert.deepEqual(ran, ['first at 100', 'second at 100', 'third at 300'])
  assert.equal(clock.now(), 500)
})

test('each thing that falls due comes to its end before the next begins', async () => {
  const clock = createClock(manualTime(), 0, 'still')
  const ran: string[] = []
  clock.at(100, async () => {
    ran.push('begins')
    await settled()
    ran.push('ends')
    clock.at(clock.now() + 50, () => void ran.push('what it asked for'))
  })
  clock.at(120, () => void ran.push('next'))

  await clock.advanceTo(200)

  assert.deepEqual(ran, ['begins', 'ends', 'next', 'what it asked for'])
})

test('what is due now needs no move of a still clock', async () => {
  const realTime = manualTime()
  const clock = createClock(realTime, 500, 'still')
  const ran: number[] = []
  clock.at(500, () => void ran.push(clock.now()))
  clock.at(501, () => void ran.push(clock.now()))

  await realTime.pass(60_000)

  assert.deepEqual(ran, [500])
  assert.equal(clock.now(), 500)
})

test('what has been called off does not happen', async () => {
  const clock = createClock(manualTime(), 0, 'still')
  const ran: string[] = []
  const callOff = clock.at(100, () => void ran.push('called off'))
  callOff()

  await clock.advanceTo(200)

  assert.deepEqual(ran, [])
})

test('a running clock goes on with the machine and its timers come by themselves', async () => {
  const realTime = manualTime()
  const clock = createClock(realTime, 10_000, 'real')
  const ran: number[] = []
  clock.at(10_250, () => void ran.push(clock.now()))

  await realTime.pass(200)
  assert.deepEqual(ran, [])
  await realTime.pass(100)

  assert.deepEqual(ran, [10_250])
  assert.equal(clock.now(), 10_300)
})

test('a running clock can also be moved, and goes on from there', async () => {
  const realTime = manualTime()
  const clock = createClock(realTime, 0, 'real')
  await clock.advanceTo(1_000)
  await realTime.pass(5)
  assert.equal(clock.now(), 1_005)
})

test('the clock never goes backwards', async () => {
  const clock = createClock(manualTime(), 1_000, 'still')
  await assert.rejects(clock.advanceTo(999), RangeError)
})

test('who waits for a later time is answered by a move, or after having waited long enough', async () => {
  const realTime = manualTime()
  const clock = createClock(realTime, 0, 'still')
  const answered: string[] = []
  void clock.movedPast(0, 20_000).then(() => answered.push('moved'))
  void clock.movedPast(50_000, 20_000).then(() => answered.push('waited'))

  await clock.advanceTo(1)
  await settled()
  assert.deepEqual(answered, ['moved'])
  await realTime.pass(20_000)

  assert.deepEqual(answered, ['moved', 'waited'])
})

test('who waits for a time that has passed is answered at once', async () => {
  const clock = createClock(manualTime(), 5, 'still')
  await clock.movedPast(4, 20_000)
})

test('beginning again forgets every timer and answers everybody who waits', async () => {
  const clock = createClock(manualTime(), 5_000, 'still')
  const ran: string[] = []
  clock.at(6_000, () => void ran.push('of the old world'))
  const waiting = clock.movedPast(9_000, 20_000)

  clock.restart(1_000, 'still')
  await waiting
  await clock.advanceTo(10_000)

  assert.deepEqual(ran, [])
})
