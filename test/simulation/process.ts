import { AsyncLocalStorage } from 'node:async_hooks'
import type { Fetch, Io } from '#core/seam.ts'
import type { Step } from '#db/client.ts'
import { chanceOf } from './chance.ts'
import { digestOf, reasonOf } from './journal.ts'
import { wait, type Ended, type Kind, type World } from './waiting.ts'

/** One program of the simulation: an instance of the product, or the services around it. */
export type Process = {
  readonly name: string
  readonly io: Io
  readonly step: Step
  /** For the simulated services: what is real time to them is the time of the simulation. */
  readonly realTime: { now(): number; after(delayMs: number, run: () => void): () => void }
  /** Aborts when the process is killed. */
  readonly dead: AbortSignal
  /** From here on nothing of it goes on and nothing reaches it. */
  kill(): void
}

type Owner = { readonly world: World; readonly name: string; readonly dead: AbortSignal }
type Wish = { readonly kind: Kind; readonly label: string; readonly dueMs: number }
type Asked<Result> = { readonly promise: Promise<Result>; readonly withdraw: () => void }

const inTransaction = new AsyncLocalStorage<true>()

export function openProcess(world: World, name: string, network: Fetch): Process {
  const life = new AbortController()
  const owner: Owner = { world, name, dead: life.signal }
  world.opened += 1
  return {
    name,
    step: (label, run) => step(owner, label, run),
    io: {
      fetch: (request) => send(owner, network, request),
      clock: { now: () => new Date(world.nowMs), until: (at, signal) => until(owner, at, signal) },
      random: chanceOf(world.seed, `${name}/${world.opened}`),
      deadline: (delayMs) => deadline(owner, delayMs),
    },
    realTime: { now: () => world.nowMs, after: (delayMs, run) => after(owner, delayMs, run) },
    dead: life.signal,
    kill() {
      const own = [...world.waiting].filter(({ process }) => process === name)
      own.forEach((waiting) => world.waiting.delete(waiting))
      world.underway.delete(name)
      life.abort(new Error(`${name} was killed`))
    },
  }
}

async function step<Result>(owner: Owner, label: string, run: () => Promise<Result>): Promise<Result> {
  const whole = label === 'transaction'
  const wish: Wish = { kind: whole ? 'transaction' : 'statement', label, dueMs: owner.world.nowMs }
  return ask(owner, wish, () => (whole ? inTransaction.run(true, run) : run())).promise
}

/** A request is on its way until it is answered or its sender gives up; the other side may well do it all the same. */
async function send(owner: Owner, network: Fetch, request: Request): Promise<Response> {
  const { world, name } = owner
  request.signal.throwIfAborted()
  const label = `${request.method} ${request.url}`
  let underway = 0
  function count(change: 1 | -1): void {
    if (underway + change < 0 || owner.dead.aborted) return
    underway += change
    world.underway.set(name, (world.underway.get(name) ?? 0) + change)
  }
  const asked = ask(owner, { kind: 'request', label, dueMs: world.nowMs }, () => {
    count(1)
    return network(request)
  })
  const givenUp = whenAborted(request.signal)
  try {
    return await Promise.race([asked.promise, givenUp.promise])
  } finally {
    givenUp.forget()
    asked.withdraw()
    count(-1)
  }
}

function whenAborted(signal: AbortSignal): { readonly promise: Promise<never>; readonly forget: () => void } {
  const { promise, reject } = Promise.withResolvers<never>()
  function giveUp(): void {
    reject(signal.reason instanceof Error ? signal.reason : new Error('aborted', { cause: signal.reason }))
  }
  signal.addEventListener('abort', giveUp, { once: true })
  return { promise, forget: () => signal.removeEventListener('abort', giveUp) }
}

async function until(owner: Owner, at: Date, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted === true) return
  const asked = ask(owner, { kind: 'timer', label: at.toISOString(), dueMs: at.getTime() }, () => Promise.resolve())
  if (signal === undefined) return asked.promise

  const givenUp = Promise.withResolvers<undefined>()
  function giveUp(): void {
    givenUp.resolve(undefined)
  }
  signal.addEventListener('abort', giveUp, { once: true })
  await Promise.race([asked.promise, givenUp.promise])
  signal.removeEventListener('abort', giveUp)
  asked.withdraw()
}

function deadline({ world, name }: Owner, delayMs: number): AbortSignal {
  const controller = new AbortController()
  wait(world, {
    process: name,
    kind: 'deadline',
    label: `${delayMs} ms`,
    dueMs: world.nowMs + delayMs,
    go: () => done(() => controller.abort(new DOMException(`no answer within ${delayMs} ms`, 'TimeoutError'))),
  })
  return controller.signal
}

function after({ world, name, dead }: Owner, delayMs: number, run: () => void): () => void {
  if (dead.aborted) return () => undefined
  const dueMs = world.nowMs + Math.max(delayMs, 0)
  return wait(world, {
    process: name,
    kind: 'timer',
    label: new Date(dueMs).toISOString(),
    dueMs,
    go: () => done(() => void (dead.aborted || run())),
  })
}

async function done(tell: () => void): Promise<Ended> {
  return { outcome: '-', tell }
}

/** A promise for something that waits to be chosen. It never settles once its process is dead. */
function ask<Result>({ world, name, dead }: Owner, wish: Wish, run: () => Promise<Result>): Asked<Result> {
  if (inTransaction.getStore() === true) throw new Error(`a ${wish.kind} was asked for inside a transaction: ${wish.label}`)
  const { promise, resolve, reject } = Promise.withResolvers<Result>()
  if (dead.aborted) return { promise, withdraw: () => undefined }

  async function go(): Promise<Ended> {
    try {
      const result = await run()
      return { outcome: await digestOf(result), tell: () => void (dead.aborted || resolve(result)) }
    } catch (error) {
      return { outcome: reasonOf(error), tell: () => void (dead.aborted || reject(error)) }
    }
  }
  return { promise, withdraw: wait(world, { ...wish, process: name, go }) }
}
