import { fork } from 'node:child_process'
import { once } from 'node:events'
import { sql } from 'kysely'
import { z } from 'zod'
import { openDb } from '#db/client.ts'
import type { Load } from './intake-load.ts'
import { atLeast, atMost, type Line } from './line.ts'
import { openOutside } from './outside.ts'
import { startOver, type Punte } from './punte.ts'
import { domainOf, webhookSecretOf } from './shops.ts'

const perSecondMin = 5_000
const p99MsMax = 50
/** Enough that a batch fills while another is being written, and few enough that nobody waits for two. */
const connections = 100
const warmUpMs = 3_000
const lasts = { shortMs: 10_000, longMs: 60_000 }
const Loaded = z.object({ accepted: z.number(), refused: z.number(), perSecond: z.number(), p50Ms: z.number(), p99Ms: z.number() })

/**
 * Signed deliveries of three to four kilobytes, each with an id of its own, to the whole product (its workers follow them meanwhile) with fsync on.
 * The load comes from another process on the same cores. Afterwards every delivery that got its 200 must be a row.
 */
export async function intake({ full }: { readonly full: boolean }): Promise<readonly Line[]> {
  await using outside = await openOutside()
  await using punte = await startOver(outside, { shops: 1, variants: 10, clock: 'real' })
  const loaded = await underLoad({
    port: Number(new URL(punte.url).port),
    domain: domainOf(0),
    secret: webhookSecretOf(0),
    connections,
    warmUpMs,
    lastsMs: full ? lasts.longMs : lasts.shortMs,
  })
  const lost = loaded.accepted - (await storedDeliveries(punte))
  return [
    atLeast(perSecondMin, { name: 'durable deliveries a second', figure: loaded.perSecond, unit: '/s' }),
    atMost(p99MsMax, { name: 'answer to a delivery under that load, p99', figure: loaded.p99Ms, unit: 'ms' }),
    atMost(0, { name: 'deliveries answered 200 and not stored, or refused', figure: Math.abs(lost) + loaded.refused, unit: 'rows' }),
  ]
}

async function underLoad(load: Load): Promise<z.infer<typeof Loaded>> {
  const child = fork(new URL('./intake-load.ts', import.meta.url), [JSON.stringify(load)], { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] })
  let said = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`the load ended with ${String(code)}`)
  return Loaded.parse(JSON.parse(said))
}

async function storedDeliveries({ databaseUrl }: Punte): Promise<number> {
  await using db = openDb(databaseUrl)
  const { rows } = await sql<{ stored: number }>`select count(*)::integer as stored from inbox where topic = 'orders/updated'`.execute(db)
  return rows[0]?.stored ?? 0
}
