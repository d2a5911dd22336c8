import type { Journal } from './journal.ts'

export type Kind = 'statement' | 'transaction' | 'request' | 'timer' | 'deadline'

/** Something that wants to go on, and waits until it is chosen. */
export type Waiting = {
  readonly process: string
  readonly kind: Kind
  readonly label: string
  /** Milliseconds since 1970; it cannot be chosen before. */
  readonly dueMs: number
  /** Lets it go on. Resolves when it has ended, with what became of it and how its owner is told. */
  readonly go: () => Promise<Ended>
}

export type Ended = { readonly outcome: string; readonly tell: () => void }

/** What all processes of one simulation share. */
export type World = {
  readonly seed: number
  readonly journal: Journal
  readonly waiting: Set<Waiting>
  /** Requests that are on their way, by process. */
  readonly underway: Map<string, number>
  nowMs: number
  /** Processes opened so far: one that comes after a dead one of its name draws other chances. */
  opened: number
  /** Grows with everything that is asked for or ends. */
  progress: number
}

/** Puts something on the list; answers how to take it off again. */
export function wait(world: World, waiting: Waiting): () => void {
  world.waiting.add(waiting)
  world.progress += 1
  return () => {
    world.waiting.delete(waiting)
    world.progress += 1
  }
}

/** What can be chosen now, in the order it was asked for. */
export function ready(world: World): readonly Waiting[] {
  return [...world.waiting].filter((waiting) => waiting.dueMs <= world.nowMs && matters(world, waiting))
}

/** When the next thing falls due that cannot be chosen yet. */
export function nextDueMs(world: World): number | undefined {
  const later = [...world.waiting].filter((waiting) => waiting.dueMs > world.nowMs && matters(world, waiting))
  return later.length === 0 ? undefined : Math.min(...later.map(({ dueMs }) => dueMs))
}

/** Ends deadlines that have passed while nobody waited for an answer: nobody notices, so it is nothing to choose. */
export async function lapse(world: World): Promise<void> {
  const lapsed = [...world.waiting].filter((waiting) => waiting.dueMs <= world.nowMs && !matters(world, waiting))
  for (const waiting of lapsed) {
    world.waiting.delete(waiting)
    const { tell } = await waiting.go()
    tell()
  }
}

/** A deadline matters while its process waits for an answer. At other times it draws no time to itself. */
function matters(world: World, { kind, process }: Waiting): boolean {
  return kind !== 'deadline' || (world.underway.get(process) ?? 0) > 0
}
