import { createClock, type Clock, type ClockMode } from './clock.ts'
import { createFaults, type Faults } from './faults.ts'
import { createJournal, type Journal } from './journal.ts'
import { openChance } from './random.ts'
import type { FgoFile, OblioFile } from './kept-files.ts'
import type { RealTime } from './real-time.ts'
import type { Shop } from './shopify/state.ts'
import type { CallWindow } from './smartbill/call-limit.ts'
import type { SmartBillCompany } from './smartbill/state.ts'

/** The outside world: one clock, one seed, the accounts of every service, and what has happened. */
export type World = {
  readonly clock: Clock
  /** Seeded: 0 <= x < 1. */
  readonly random: () => number
  readonly journal: Journal
  readonly faults: Faults
  /** How the world calls out (webhooks, stock pushes). */
  readonly send: (request: Request) => Promise<Response>
  /** A pause of the network itself (slow answers), not of the world's clock. */
  readonly pause: (delayMs: number) => Promise<void>
  /** By myshopify domain. */
  readonly shops: Map<string, Shop>
  /** By fiscal code as written in the world file. */
  readonly smartbill: Map<string, SmartBillCompany>
  /** Calls of each SmartBill token: companies of one user share them. */
  readonly smartbillCalls: Map<string, CallWindow>
  /** Accounts of services whose faces do not exist yet: kept as they were written. */
  readonly kept: { oblio: readonly OblioFile[]; fgo: readonly FgoFile[] }
  readonly seed: () => number
  /** The seed whose row of numbers is the rest of this world's. */
  readonly seedFromHere: () => number
  /** An empty world at another time: accounts, limits, faults and the journal are gone. */
  readonly restart: (start: Start) => void
}

export type Start = { readonly seed: number; readonly nowMs: number; readonly clock: ClockMode }

export type Surroundings = {
  readonly realTime: RealTime
  readonly send: (request: Request) => Promise<Response>
}

/** A world without a single account. */
export function emptyWorld({ realTime, send }: Surroundings, start: Start): World {
  let seed = start.seed
  let chance = openChance(seed)
  const world: World = {
    clock: createClock(realTime, start.nowMs, start.clock),
    random: () => chance.next(),
    journal: createJournal(),
    faults: createFaults(),
    send,
    pause: (delayMs) => new Promise((resolve) => realTime.after(delayMs, resolve)),
    shops: new Map(),
    smartbill: new Map(),
    smartbillCalls: new Map(),
    kept: { oblio: [], fgo: [] },
    seed: () => seed,
    seedFromHere: () => chance.seedFromHere(),
    restart,
  }
  return world

  function restart(next: Start): void {
    seed = next.seed
    chance = openChance(seed)
    world.shops.clear()
    world.smartbill.clear()
    world.smartbillCalls.clear()
    world.kept.oblio = []
    world.kept.fgo = []
    world.faults.remove()
    world.journal.clear()
    world.clock.restart(next.nowMs, next.clock)
  }
}
