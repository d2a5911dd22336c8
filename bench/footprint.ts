import { freePort } from '#app/address.ts'
import { atMost, type Line } from './line.ts'
import { openOutside, pause } from './outside.ts'
import { familyOf, memoryMb, processorSeconds } from './process-facts.ts'
import { freshDataDir, startIn, startOn, startOver } from './punte.ts'

const nodeMbMax = 220
const databaseMbMax = 120
const idlePercentMax = 1
const coldStartMsMax = 3_000
const starts = 3
const demoMs = { short: 60_000, long: 300_000 }
const idleMs = 30_000
const variants = 200

/**
 * Proportional set sizes after the demo shop has run for a minute: the product's own process, and the database's processes together.
 * A start is from spawn to the 200 of /readyz, sandbox included: the slowest of three on empty DATA_DIRs, and of three on one that was there. Linux only.
 */
export async function footprint({ full }: { readonly full: boolean }): Promise<readonly Line[]> {
  const first: number[] = []
  for (let start = 1; start < starts; start += 1) {
    await using punte = await startDemo()
    first.push(punte.readyMs)
  }
  const memory = await demoMemory(full ? demoMs.long : demoMs.short, (readyMs) => first.push(readyMs))
  const again = await startsAgain()
  return [
    atMost(nodeMbMax, { name: 'memory of the product after a minute of the demo shop', figure: memory.node, unit: 'MB' }),
    atMost(databaseMbMax, { name: 'memory of the database after a minute of the demo shop', figure: memory.database, unit: 'MB' }),
    atMost(coldStartMsMax, { name: 'cold start to ready, slowest of three', figure: Math.max(...first), unit: 'ms' }),
    atMost(coldStartMsMax, { name: 'start again on the same data to ready, slowest of three', figure: Math.max(...again), unit: 'ms' }),
    atMost(idlePercentMax, { name: 'processor of one core while nothing happens', figure: await idlePercent(), unit: '%' }),
  ]
}

async function startDemo() {
  return startOn({ SANDBOX_PORT: String(await freePort()) }, await freePort())
}

async function startsAgain(): Promise<readonly number[]> {
  using dataDir = freshDataDir()
  const env = { SANDBOX_PORT: String(await freePort()) }
  const port = await freePort()
  const readyMs: number[] = []
  for (let start = 0; start <= starts; start += 1) {
    await using punte = await startIn(dataDir.path, env, port)
    if (start > 0) readyMs.push(punte.readyMs)
  }
  return readyMs
}

async function demoMemory(
  lastsMs: number,
  started: (readyMs: number) => void,
): Promise<{ readonly node: number; readonly database: number }> {
  await using punte = await startDemo()
  started(punte.readyMs)
  await pause(lastsMs)
  return { node: memoryMb([punte.processId]), database: memoryMb(familyOf(punte.databaseProcessId)) }
}

/** Product and database together, over a connected shop in which nobody does anything. */
async function idlePercent(): Promise<number> {
  await using outside = await openOutside()
  await using punte = await startOver(outside, { shops: 1, variants, clock: 'real' })
  const before = processorSeconds(membersOf(punte))
  await pause(idleMs)
  return ((processorSeconds(membersOf(punte)) - before) / (idleMs / 1_000)) * 100
}

function membersOf({
  processId,
  databaseProcessId,
}: {
  readonly processId: number
  readonly databaseProcessId: number
}): readonly number[] {
  return [processId, ...familyOf(databaseProcessId)]
}
