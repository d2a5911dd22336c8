import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openDb } from '#db/client.ts'
import { startEmbedded } from '#db/embedded.ts'
import { runningPostmaster } from '#db/embedded/postmaster.ts'
import { postDeliveries } from './post-deliveries.ts'
import { atRest, besideServices, type Punte } from './punte.ts'
import { stockAtStart, type Outside } from './shop.ts'

/** The folder of the database within DATA_DIR. */
const cluster = 'postgres'
const ordersPerLife = 2
const lifeMsMax = 2_000
/** Every so many kills the database server dies with the program. */
const serverDiesToo = 3

/** `node test/crash/kill-many.ts [--kills 60]`: kills the product again and again while deliveries and orders come. Exit 1 when anything promised is gone or an order has two invoices. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { kills: { type: 'string', default: '60' } } })
  const kills = Number(values.kills)
  if (!Number.isSafeInteger(kills) || kills < 1) throw new Error(`--kills is a whole number from 1 on, not ${values.kills}`)
  const root = mkdtempSync(join(tmpdir(), 'punte-kills-'))
  try {
    await torture(root, kills)
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

async function torture(root: string, kills: number): Promise<void> {
  const began = performance.now()
  await using two = await besideServices(root)
  const { outside, punte } = two
  const first = await punte.start()
  await punte.connected()
  await first.kill()

  const orders: { readonly id: string; readonly name: string }[] = []
  const ids: string[] = []
  const posted = postDeliveries(punte.url, ids)
  for (let kill = 1; kill <= kills; kill += 1) {
    await liveAndDie({ outside, punte, kill, place: async () => void orders.push(await place(outside, ids)) })
  }
  const last = await punte.start()
  const names = orders.map(({ name }) => name)
  await atRest(outside, names)
  await posted.stop()
  await outside.letTimePass(60_000)
  await sleep(2_000)
  const shown = await punte.shown()
  await last[Symbol.asyncDispose]()

  const invoiced = await outside.invoiced(names)
  const left = await outside.left()
  const kept = await inbox(punte.dataDir)
  const lost = [...posted.acknowledged].filter((id) => !kept.has(id))
  const twice = names.filter((name) => invoiced.filter((one) => one === name).length > 1)
  const missing = names.filter((name) => !invoiced.includes(name))
  const unhandled = [...kept.values()].filter((handledAt) => handledAt === null).length
  const remaining = stockAtStart - names.length
  const figures = {
    kills,
    acknowledged: posted.acknowledged.size,
    unanswered: posted.unanswered(),
    lost: lost.length,
    unhandled,
    orders: names.length,
    missing: missing.length,
    twice: twice.length,
    available: left.available - remaining,
    billing: left.billing - remaining,
    seconds: Math.round((performance.now() - began) / 1000),
  }
  console.log(
    Object.entries(figures)
      .map(([name, figure]) => `${name}=${figure}`)
      .join(' '),
  )
  const right = [figures.lost, unhandled, figures.missing, figures.twice, figures.available, figures.billing].every(
    (figure) => figure === 0,
  )
  if (right) return
  console.log(`lost: ${lost.slice(0, 5).join(' ')}\ntwice: ${twice.join(' ')}\nmissing: ${missing.join(' ')}\n${shown}`)
  process.exitCode = 1
}

type Life = { readonly outside: Outside; readonly punte: Punte; readonly kill: number; readonly place: () => Promise<void> }

async function liveAndDie({ outside, punte, kill, place: placeOne }: Life): Promise<void> {
  const product = await punte.start()
  if (kill % 2 === 0) await outside.loseAnswer('smartbill', '/invoice')
  for (let order = 0; order < ordersPerLife; order += 1) await placeOne()
  // Where it dies is left to chance: no two runs are alike.
  await sleep(Math.random() * lifeMsMax)
  const server = kill % serverDiesToo === 0 ? runningPostmaster(join(punte.dataDir, cluster)) : undefined
  if (server !== undefined) process.kill(server.pid, 'SIGKILL')
  await product.kill()
}

async function place(outside: Outside, ids: string[]): Promise<{ readonly id: string; readonly name: string }> {
  const order = await outside.placeOrder()
  ids.push(order.id.split('/').at(-1) ?? '')
  return order
}

async function inbox(dataDir: string): Promise<ReadonlyMap<string, Date | null>> {
  await using embedded = await startEmbedded({ dataDir, fsync: true, log: () => undefined })
  await using db = openDb(embedded.url)
  const rows = await db.selectFrom('inbox').select(['webhook_id', 'handled_at']).execute()
  return new Map(rows.map((row) => [row.webhook_id, row.handled_at]))
}

await main()
