import { accountAfterSilence, accountAfterWrite } from '#core/account.ts'
import { writtenOf, type RowPlan } from '#core/plan-row.ts'
import { units } from '#core/quantity.ts'
import { exactDefaults } from '#core/stock-settings.ts'
import type { Account, Reading, RowFacts } from '#core/stock-types.ts'
import { sweep, takeObligations, type Bridge } from './bridge.ts'
import type { Pace } from './pace.ts'
import { planBy, type Variant, type Write } from './planner.ts'
import type { Process } from './scheduler.ts'
import { bookAt, levelAt, takenAt, type Place } from './world.ts'

/** What runs remember, and what they are judged by. */
export type Runs = {
  readonly bridge: Bridge
  readonly variant: Variant
  readonly lockedUntil: Record<Place, number>
  readonly restUntil: Record<Place, number>
  readonly lastAsked: Record<Place, number>
  /** `takenTruly`: what the orders had taken when Shopify was read, imported or not. */
  readonly onLook: (place: Place, row: RowFacts, plan: RowPlan, takenTruly: number) => void
  readonly onWrite: (place: Place, written: Executed) => void
  readonly onSilence: () => void
}

export type Executed = { readonly before: number; readonly after: number; readonly asked: number; readonly lookedAt: number }

/** So often a row whose figure changed under the plan is looked at again within one run. */
const looksMax = 4

type Attempt = 'finished' | 'stale'

/** One run of a location: orders, then billing, then obligations, level, plan and write. */
export function* run(runs: Runs, place: Place): Process {
  const { bridge, lockedUntil } = runs
  const { clock, pace, chance, world } = bridge
  if (clock.now() < lockedUntil[place]) return
  yield* sweep(bridge)
  if (clock.now() < lockedUntil[place]) return
  const lock = clock.now() + pace.lockMs
  lockedUntil[place] = lock
  const asked = clock.now()
  yield chance.between(0, 3 * pace.answerMs)
  const answered = clock.now()
  const moment = asked - pace.trueLagMs + chance.fraction() * (answered - asked + pace.trueLagMs)
  const reading = { stock: units(bookAt(world.sites[place], moment)), asked: new Date(asked), answered: new Date(answered) }
  yield chance.between(0, pace.answerMs)
  for (let looks = 0; looks < looksMax; looks++) {
    const outcome: { attempt: Attempt } = { attempt: 'finished' }
    yield* lookAndWrite(runs, place, reading, outcome)
    if (outcome.attempt === 'finished') break
  }
  if (lockedUntil[place] === lock) lockedUntil[place] = 0
}

function* lookAndWrite(runs: Runs, place: Place, reading: Reading, outcome: { attempt: Attempt }): Process {
  const { bridge, variant } = runs
  const { clock, pace, chance, world } = bridge
  if (clock.now() < runs.restUntil[place] || reading.asked.getTime() < runs.lastAsked[place]) return
  runs.lastAsked[place] = reading.asked.getTime()
  const lookedAt = clock.now()
  const taken = takeObligations(bridge, place)
  const { touched } = bridge
  yield chance.between(0, pace.answerMs)
  const level = levelAt(world, place)
  const takenTruly = [...world.orders.values()].reduce((sum, order) => sum + takenAt(order, place), 0)
  yield chance.between(0, pace.answerMs)
  const row: RowFacts = {
    ...taken,
    touched,
    now: new Date(clock.now()),
    reading,
    level,
    unexplainedElsewhere: units(0),
    settings: settingsOf(pace),
  }
  const { plan, write } = planBy(variant, row)
  runs.onLook(place, row, plan, takenTruly)
  store(bridge, place, plan.account)
  if (write === null) return
  if (chance.chance(pace.pausedWorker)) yield chance.between(0, 2 * pace.lockMs)
  if (variant !== 'plans without an end' && clock.now() - lookedAt > pace.planLifeMs) return
  yield* send(runs, place, { row, plan, write, lookedAt }, outcome)
  if (outcome.attempt === 'stale' && variant === 'stale answered with the old target' && write.from !== null) {
    const { available } = world.sites[place]
    yield* send(runs, place, { row, plan, write: { ...write, from: available }, lookedAt }, outcome)
  }
}

type Sending = { readonly row: RowFacts; readonly plan: RowPlan; readonly write: Write; readonly lookedAt: number }

/** Until an answer is stored the row rests and its account is that of a write nobody answered. */
function* send(runs: Runs, place: Place, { row, plan, write, lookedAt }: Sending, outcome: { attempt: Attempt }): Process {
  const { bridge } = runs
  const { chance, clock, pace } = bridge
  const to = write.name === 'available' ? write.to : write.to - row.level.committed - row.level.reserved
  const written = writtenOf(row, { ...plan, to })
  runs.restUntil[place] = clock.now() + pace.rowRestMs
  store(bridge, place, accountAfterSilence(plan.account, written))
  const silent = chance.chance(pace.lostAnswer)
  yield chance.between(0, silent ? pace.rowRestMs - 1 : pace.answerMs)
  const done = !(silent && chance.chance(0.4)) && execute(runs, place, write, { asked: row.reading.asked.getTime(), lookedAt })
  if (silent) return runs.onSilence()
  yield chance.between(0, pace.answerMs)
  runs.restUntil[place] = 0
  store(bridge, place, done ? accountAfterWrite(plan.account, written) : plan.account)
  outcome.attempt = done ? 'finished' : 'stale'
}

/** Shopify takes a figure only while the one that was read still stands. */
function execute(runs: Runs, place: Place, write: Write, when: Pick<Executed, 'asked' | 'lookedAt'>): boolean {
  const site = runs.bridge.world.sites[place]
  const before = site.available
  const aside = site.committed + site.reserved
  const present = write.name === 'available' ? before : before + aside
  if (write.from !== null && write.from !== present) return false
  site.available = write.name === 'available' ? write.to : write.to - aside
  runs.onWrite(place, { before, after: site.available, ...when })
  return true
}

function store(bridge: Bridge, place: Place, { units: account, look, opening }: Account): void {
  bridge.accounts[place] = { units: account, look, opening }
}

function settingsOf(pace: Pace): RowFacts['settings'] {
  return { ...exactDefaults, lagMs: pace.lagMs, patienceMs: pace.patienceMs, listLagMs: pace.listLagMs }
}
