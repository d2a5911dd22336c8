import type { Fetch } from '#core/seam.ts'
import { chanceOf } from './chance.ts'
import type { Chance } from './chance.ts'
import { openInstance, type Instance, type Shared } from './instance.ts'
import type { Process } from './process.ts'
import type { Scheduler } from './scheduler.ts'

const names = ['one', 'two']
const reopenMsMax = 10 * 60_000

/** The instances of the product that live, and those who wait to be opened again. */
export type Cast = {
  readonly is: (name: string) => boolean
  readonly open: (stage: Opening) => void
  /** A process that has died is opened again a while later. */
  readonly reopen: (name: string) => void
  /** A delivery goes to one of them. Its receiver may die before it has answered. */
  readonly deliver: Fetch
  /** Webhooks that were answered with 200. */
  readonly acknowledged: ReadonlySet<string>
  readonly deaths: () => number
  readonly end: () => void
}

type Opening = {
  readonly scheduler: Scheduler
  readonly networkOf: (name: string) => Fetch
  readonly shared: Shared
  readonly nurse: Process
}

export function gatherCast(seed: number): Cast {
  const chance = chanceOf(seed, 'cast')
  const living = new Map<string, Instance>()
  const acknowledged = new Set<string>()
  let opening: Opening | undefined
  let deaths = 0
  return {
    is: (name) => names.includes(name),
    open(stage) {
      opening = stage
      for (const name of names) openOne(stage, name)
    },
    reopen(name) {
      deaths += 1
      living.delete(name)
      if (opening !== undefined) void openLater(opening, name)
    },
    deliver: (request) => deliver({ living, chance, acknowledged }, request),
    acknowledged,
    deaths: () => deaths,
    end() {
      for (const { process } of living.values()) process.kill()
    },
  }

  function openOne({ scheduler, networkOf, shared }: Opening, name: string): void {
    living.set(name, openInstance(scheduler.open(name, networkOf(name)), shared))
  }

  async function openLater(stage: Opening, name: string): Promise<void> {
    await stage.nurse.io.clock.until(new Date(stage.scheduler.now().getTime() + chance.below(reopenMsMax)))
    openOne(stage, name)
  }
}

type Delivering = { readonly living: ReadonlyMap<string, Instance>; readonly chance: Chance; readonly acknowledged: Set<string> }

/** Its sender reads no more of an answer than the status; what else stands in it comes from chance that no seed knows. */
async function deliver({ living, chance, acknowledged }: Delivering, request: Request): Promise<Response> {
  const receiver = [...living.values()][chance.below(living.size)]
  if (receiver === undefined) throw new TypeError('fetch failed')
  const id = request.headers.get('x-shopify-webhook-id')
  const { status } = await Promise.race([receiver.answer(request), diedFirst(receiver.process)])
  if (status === 200 && id !== null) acknowledged.add(id)
  return new Response(null, { status })
}

function diedFirst({ dead }: Process): Promise<never> {
  return new Promise((_resolve, reject) => {
    dead.addEventListener('abort', () => reject(new TypeError('fetch failed')), { once: true })
  })
}
