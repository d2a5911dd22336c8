import type { RealTime } from './real-time.ts'

/** A timer of the machine cannot be longer than 2^31 - 1 ms: a later due time is looked at again after this. */
const armedMsMax = 3_600_000

export type ClockMode = 'still' | 'real'

/** What a timer does. It answers for its own failures: a rejection here is a fault of the sandbox itself. */
type Run = () => void | Promise<void>

/** The time of the world. Standing still it moves only by `advanceTo`; in real mode it also runs by itself. */
export type Clock = {
  /** Milliseconds since 1970. */
  now(): number
  mode(): ClockMode
  /** Runs `run` once the world's time is `atMs`; what is due now needs no move of the clock. Answers how to call it off. */
  at(atMs: number, run: Run): () => void
  /** Runs what falls due up to `toMs` in order of time, each to its end and at its own time. Throws RangeError when asked to go backwards. */
  advanceTo(toMs: number): Promise<void>
  /** Resolves once it is later than `afterMs`, at the latest after `waitMs` of real time. */
  movedPast(afterMs: number, waitMs: number): Promise<void>
  /** Begins again at another time: every timer is forgotten and everybody who waits is answered. */
  restart(nowMs: number, mode: ClockMode): void
}

type Timer = { readonly due: number; readonly run: Run }

export function createClock(realTime: RealTime, startMs: number, startMode: ClockMode): Clock {
  let mode = startMode
  let origin = { world: startMs, real: realTime.now() }
  let held: number | undefined
  let age = 0
  let disarm: (() => void) | undefined
  let moving: Promise<void> = Promise.resolve()
  const flights = openFlights()
  const timetable = openTimetable()
  const waitingRoom = openWaitingRoom(realTime)

  return { now, mode: () => mode, at, advanceTo, movedPast, restart }

  function now(): number {
    if (held !== undefined) return held
    return origin.world + (mode === 'real' ? realTime.now() - origin.real : 0)
  }

  function at(atMs: number, run: Run): () => void {
    const callOff = timetable.add({ due: atMs, run })
    arm()
    return callOff
  }

  function arm(): void {
    disarm?.()
    disarm = undefined
    const next = timetable.nextDue()
    if (held !== undefined || next === undefined) return
    const waitMs = Math.max(next - now(), 0)
    if (waitMs > 0 && mode === 'still') return
    disarm = realTime.after(Math.min(waitMs, armedMsMax), fireDue)
  }

  /** Several things that are due at one moment go on side by side, as they would outside. */
  function fireDue(): void {
    for (let next = timetable.takeDue(now()); next !== undefined; next = timetable.takeDue(now())) void flights.start(next)
    waitingRoom.wake(now())
    arm()
  }

  async function advanceTo(toMs: number): Promise<void> {
    if (toMs < now()) throw new RangeError('the clock never goes backwards')
    moving = moving.then(() => moveTo(toMs))
    await moving
  }

  async function moveTo(toMs: number): Promise<void> {
    const born = age
    await flights.landed()
    held = now()
    disarm?.()
    for (let next = timetable.takeDue(toMs); next !== undefined; next = timetable.takeDue(toMs)) {
      held = Math.max(held, next.due)
      waitingRoom.wake(now())
      await flights.start(next)
      if (born !== age) return
    }
    origin = { world: Math.max(held, toMs), real: realTime.now() }
    held = undefined
    waitingRoom.wake(now())
    arm()
  }

  function movedPast(afterMs: number, waitMs: number): Promise<void> {
    if (now() > afterMs) return Promise.resolve()
    return waitingRoom.wait(afterMs, mode === 'real' ? Math.min(afterMs - now() + 1, waitMs) : waitMs)
  }

  function restart(nowMs: number, nextMode: ClockMode): void {
    age += 1
    timetable.clear()
    origin = { world: nowMs, real: realTime.now() }
    mode = nextMode
    held = undefined
    arm()
    waitingRoom.wake(Infinity)
  }
}

/** What is to happen, in order of time; of two at one time the one that was asked for first. */
function openTimetable() {
  let timers: Timer[] = []

  return {
    add(timer: Timer): () => void {
      timers.splice(timers.findLastIndex((other) => other.due <= timer.due) + 1, 0, timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    nextDue: () => timers[0]?.due,
    takeDue(untilMs: number): Timer | undefined {
      return timers[0] !== undefined && timers[0].due <= untilMs ? timers.shift() : undefined
    },
    clear() {
      timers = []
    },
  }
}

/** What has been started and is not at its end. */
function openFlights() {
  const inFlight = new Set<Promise<void>>()

  return {
    start(timer: Timer): Promise<void> {
      const done = Promise.try(timer.run).finally(() => inFlight.delete(done))
      inFlight.add(done)
      return done
    },
    landed: () => Promise.all(inFlight),
  }
}

/** Those who wait until it is later than some moment, or until they have waited long enough. */
function openWaitingRoom(realTime: RealTime): { wait(afterMs: number, waitMs: number): Promise<void>; wake(nowMs: number): void } {
  const waiters = new Set<{ readonly after: number; readonly leave: () => void }>()

  return {
    wait: (after, waitMs) =>
      new Promise((resolve) => {
        const cancel = realTime.after(waitMs, leave)
        const waiter = { after, leave }
        waiters.add(waiter)
        function leave(): void {
          cancel()
          waiters.delete(waiter)
          resolve()
        }
      }),
    wake(nowMs) {
      for (const waiter of waiters) if (nowMs > waiter.after) waiter.leave()
    },
  }
}
