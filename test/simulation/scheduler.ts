import type { Fetch } from '#core/seam.ts'
import { chanceOf, type Chance } from './chance.ts'
import { openJournal, type Journal } from './journal.ts'
import { openProcess, type Process } from './process.ts'
import { watchQuiet, type Quiet } from './quiet.ts'
import { lapse, nextDueMs, ready, type Ended, type Waiting, type World } from './waiting.ts'

const stepsMax = 2_000_000

/** What becomes of the one that was chosen: it goes on, or its process dies before it or after it, when it is done but its owner is not told. */
export type Fate = 'go' | 'die-before' | 'die-after'

export type SchedulerOptions = {
  readonly seed: number
  readonly now: Date
  /** How often time runs on to the next timer although something else could go on: a slow statement, a late answer. 0 <= x < 1. */
  readonly slowness?: number
  readonly fate?: (waiting: Waiting, chance: Chance) => Fate
  /** When something falls due that is written down somewhere and waited for by nobody. Time does not run past it. */
  readonly plannedAt?: (now: Date) => Promise<Date | undefined>
  /** A process has died; whoever runs the simulation may open another. */
  readonly onDeath?: (name: string) => void
  readonly onLine?: (line: string) => void
}

export type Scheduler = Disposable & {
  readonly journal: Journal
  now(): Date
  /** A program that goes on only as chosen here. Its requests are answered by `network`, in this very process. */
  open(name: string, network: Fetch): Process
  /** Lets one after the other go on, as the seed has it, until nothing is left to do before `at`. */
  run(at: Date): Promise<void>
}

type Running = { readonly world: World; readonly quiet: Quiet; readonly chance: Chance; readonly living: Map<string, Process> }

/** Puts everything that programs ask of the outside into an order that comes from a seed. One at a time, so there is no race that it did not choose. */
export async function openScheduler(options: SchedulerOptions): Promise<Scheduler> {
  const journal = openJournal(options.onLine ?? (() => undefined))
  const world: World = {
    seed: options.seed,
    journal,
    waiting: new Set(),
    underway: new Map(),
    nowMs: options.now.getTime(),
    opened: 0,
    progress: 0,
  }
  const quiet = await watchQuiet(() => world.progress)
  const running: Running = { world, quiet, chance: chanceOf(options.seed, 'scheduler'), living: new Map() }
  return {
    journal,
    now: () => new Date(world.nowMs),
    open(name, network) {
      const process = openProcess(world, name, network)
      running.living.set(name, process)
      return process
    },
    run: (at) => runUntil(running, options, at.getTime()),
    [Symbol.dispose]: () => quiet[Symbol.dispose](),
  }
}

async function runUntil(running: Running, options: SchedulerOptions, endMs: number): Promise<void> {
  const { world, quiet, chance } = running
  for (let steps = 0; steps < stepsMax; steps += 1) {
    await lapse(world)
    await quiet.settle()
    const choices = ready(world)
    const due = Math.min(nextDueMs(world) ?? Infinity, choices.length === 0 ? await plannedMs(world, options) : Infinity)
    const later = due <= endMs ? due : undefined
    if (choices.length === 0 && later === undefined) {
      world.nowMs = Math.max(world.nowMs, endMs)
      return
    }

    const runsOn = later !== undefined && (choices.length === 0 || chance.fraction() < (options.slowness ?? 0))
    const chosen = runsOn ? undefined : choices[chance.below(choices.length)]
    if (chosen === undefined) world.nowMs = later ?? world.nowMs
    else await goOn(running, options, chosen)
  }
  throw new Error(`seed ${options.seed} is not at rest after ${stepsMax} steps`)
}

async function plannedMs({ nowMs }: World, { plannedAt }: SchedulerOptions): Promise<number> {
  const at = await plannedAt?.(new Date(nowMs))
  if (at !== undefined && at.getTime() <= nowMs) throw new Error('what is planned lies ahead')
  return at?.getTime() ?? Infinity
}

async function goOn(running: Running, options: SchedulerOptions, chosen: Waiting): Promise<void> {
  const { world, chance } = running
  const { process, kind, label } = chosen
  const fate = options.fate?.(chosen, chance) ?? 'go'
  world.waiting.delete(chosen)
  world.progress += 1
  world.journal.write(`${new Date(world.nowMs).toISOString()} ${process} ${kind} ${label.replaceAll(/\s+/g, ' ')} ${fate}`)
  if (fate === 'die-before') return die(running, options, process)

  const ended = chosen.go().then((end) => settle(running, options, { chosen, end, fate }))
  // A statement is with the database, whose time is not ours: nobody else goes on before its answer.
  // A request is answered in this process, and may itself wait here for what it asks.
  if (kind === 'statement' || kind === 'transaction') await ended
}

type Settled = { readonly chosen: Waiting; readonly end: Ended; readonly fate: Fate }

function settle(running: Running, options: SchedulerOptions, { chosen, end, fate }: Settled): void {
  running.world.progress += 1
  running.world.journal.write(`  ${chosen.process} ${chosen.kind} = ${end.outcome}`)
  if (fate === 'die-after') die(running, options, chosen.process)
  else end.tell()
}

function die({ living, world }: Running, options: SchedulerOptions, name: string): void {
  living.get(name)?.kill()
  living.delete(name)
  world.journal.write(`${name} dies`)
  options.onDeath?.(name)
}
