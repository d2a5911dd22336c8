/** A process of the model: each value it yields is how many milliseconds it waits. */
export type Process = Generator<number, void, void>

export type Scheduler = {
  now(): number
  spawn(process: Process, delayMs?: number): void
  /** Lets everything happen that is due until then. */
  runTo(time: number): void
  /** Lets everything happen that was ever begun. */
  runOut(): void
}

type Due = { readonly time: number; readonly order: number; readonly process: Process }

/** So many steps of one history are a loop without an end. */
const stepsMax = 200_000

export function scheduler(): Scheduler {
  const queue: Due[] = []
  let time = 0
  let steps = 0

  function push(due: Due): void {
    let low = 0
    let high = queue.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const other = queue[middle]
      if (other !== undefined && (other.time > due.time || (other.time === due.time && other.order > due.order))) low = middle + 1
      else high = middle
    }
    queue.splice(low, 0, due)
  }

  function step(until: number): boolean {
    const next = queue.at(-1)
    if (next === undefined || next.time > until) return false
    queue.pop()
    time = Math.max(time, next.time)
    steps += 1
    if (steps > stepsMax) throw new Error('the model does not come to rest')
    const { done, value } = next.process.next()
    if (done !== true) push({ time: time + value, order: steps, process: next.process })
    return true
  }

  return {
    now: () => time,
    spawn(process, delayMs = 0) {
      steps += 1
      push({ time: time + delayMs, order: steps, process })
    },
    runTo(until) {
      while (step(until));
      time = Math.max(time, until)
    },
    runOut() {
      while (step(Infinity));
    },
  }
}
