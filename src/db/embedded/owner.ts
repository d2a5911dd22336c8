import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { processFacts } from './process-facts.ts'
import { EmbeddedRefusal } from './refusal.ts'

const claimTriesMax = 10

type Owner = { readonly pid: number; readonly startedAt: string }

/**
 * Makes this process the only owner of a data directory until it lets go or dies.
 * A link is made whole or not at all, so two starters cannot both hold it.
 */
export function own(dataDir: string): Disposable {
  const lock = join(dataDir, 'owner.lock')
  const claim = `${lock}.${process.pid}`
  const facts = processFacts(process.pid)
  if (facts === undefined) throw new Error('this process cannot see itself in the process table')
  const mine = JSON.stringify({ pid: process.pid, startedAt: facts.startedAt } satisfies Owner)
  writeFileSync(claim, mine, { mode: 0o600 })
  try {
    for (let attempt = 1; !linked(claim, lock); attempt += 1) {
      const text = textOf(lock)
      const holder = text === undefined ? undefined : parseOwner(text)
      if (holder !== undefined && processFacts(holder.pid)?.startedAt === holder.startedAt) throw held(dataDir, holder)
      if (attempt === claimTriesMax) throw new Error(`${lock} changes hands faster than it can be read`)
      if (text !== undefined) clear(lock, text)
    }
  } finally {
    rmSync(claim, { force: true })
  }
  return {
    [Symbol.dispose]() {
      if (textOf(lock) === mine) rmSync(lock)
    },
  }
}

/** Takes a dead owner's lock away. When somebody was quicker and the lock is theirs by now, it is put back. */
function clear(lock: string, expected: string): void {
  const aside = `${lock}.${process.pid}.dead`
  try {
    renameSync(lock, aside)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return
    throw error
  }
  if (textOf(aside) !== expected) linked(aside, lock)
  rmSync(aside, { force: true })
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function parseOwner(text: string): Owner | undefined {
  const found = /^\{"pid":(\d+),"startedAt":"([^"]*)"\}$/.exec(text)
  return found?.[1] === undefined || found[2] === undefined ? undefined : { pid: Number(found[1]), startedAt: found[2] }
}

function held(dataDir: string, holder: Owner): EmbeddedRefusal {
  return new EmbeddedRefusal(`The data directory ${dataDir} belongs to process ${holder.pid}, which is still running; stop that one first.`)
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
