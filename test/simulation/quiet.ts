// One thread finishes its work in the order it was given, so that waiting for one job waits for all before it. Read when the pool begins.
process.env['UV_THREADPOOL_SIZE'] = '1'

import { createHook } from 'node:async_hooks'
import { pbkdf2, randomFill } from 'node:crypto'

const quietTurns = 2
const turnsMax = 100_000
const slowJobRounds = 20_000

/** Tells when a program has come to rest: nothing in it can go on before somebody outside answers it. */
export type Quiet = Disposable & { settle(): Promise<void> }

/**
 * A program that only waits for us makes no new asynchronous resource while the event loop turns. Promises need no counting: they are
 * followed to their end before each turn. Jobs of the thread pool (hashes, compression, files) end within the turn that waits for the pool.
 */
export async function watchQuiet(progress: () => number): Promise<Quiet> {
  await checkPool()
  let begun = 0
  let ours = false
  const hook = createHook({
    trackPromises: false,
    init: () => {
      if (!ours) begun += 1
    },
  }).enable()

  function own(start: (done: () => void) => void): Promise<void> {
    return new Promise((resolve) => {
      ours = true
      start(resolve)
      ours = false
    })
  }

  async function turn(): Promise<void> {
    await own((done) => setImmediate(done))
    await own((done) => randomFill(Buffer.alloc(1), done))
    await own((done) => setImmediate(done))
  }

  return {
    async settle() {
      let still = 0
      for (let turns = 0; still < quietTurns; turns += 1) {
        if (turns === turnsMax) throw new Error(`the program is not at rest after ${turnsMax} turns of the event loop`)
        const before = begun + progress()
        await turn()
        still = begun + progress() === before ? still + 1 : 0
      }
    },
    [Symbol.dispose]: () => void hook.disable(),
  }
}

/** With several threads a short job overtakes a long one, and rest cannot be told. */
async function checkPool(): Promise<void> {
  const ended: string[] = []
  await Promise.all([
    new Promise<void>((resolve) => pbkdf2('a', 'b', slowJobRounds, 8, 'sha256', () => resolve(void ended.push('long')))),
    new Promise<void>((resolve) => randomFill(Buffer.alloc(1), () => resolve(void ended.push('short')))),
  ])
  if (ended[0] !== 'long') throw new Error('the thread pool has several threads: start this process with UV_THREADPOOL_SIZE=1')
}
