import { z } from 'zod'
import { tell, type Speaker } from './product-api.ts'

/** Nobody is on the way to anybody once the journal has stood still for so long. */
const restMs = 300
const lookEveryMs = 30
const restlessMsMax = 30_000

const Entries = z.array(z.object({ seq: z.int(), direction: z.enum(['in', 'out']) }))

/** The sandbox's journal, read on from where it was read last. */
export type Journal = {
  /** How often the product has called a service until now. */
  readonly calls: () => Promise<number>
  /** Waits until nobody has called anybody for a while. Throws when that does not come. */
  readonly rest: (ms?: number) => Promise<void>
}

export function openJournal(world: Speaker): Journal {
  let last = 0
  let count = 0
  return { calls, rest }

  async function calls(): Promise<number> {
    await readOn()
    return count
  }

  async function rest(ms = restMs): Promise<void> {
    const began = performance.now()
    for (let quietSince = began; performance.now() - quietSince < ms; await new Promise((resolve) => setTimeout(resolve, lookEveryMs))) {
      if (await readOn()) quietSince = performance.now()
      if (performance.now() - began > restlessMsMax) throw new Error('the product does not come to rest')
    }
  }

  async function readOn(): Promise<boolean> {
    const entries = Entries.parse(await tell(world, 'GET', `/journal?after=${last}`))
    last = entries.at(-1)?.seq ?? last
    count += entries.filter(({ direction }) => direction === 'in').length
    return entries.length > 0
  }
}
