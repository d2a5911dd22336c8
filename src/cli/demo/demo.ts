import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { demoConfig, demoWorld, shop, type StockRule } from './demo-world.ts'
import { differences, lineText, type Line, type Step } from './figures.ts'
import { openJournal } from './journal.ts'
import { speakTo } from './product-api.ts'
import { invoiceAll, levels, pauseStock, receive, resumeStock, shipAll, sync, type Stage } from './stage.ts'
import { startTwoPrograms } from './two-programs.ts'

const received = 200
const connectMsMax = 30_000
const lookEveryMs = 30
/** Longer than the product ever lets due work lie: what connecting the shop left to do is done by then. */
const connectedRestMs = 1_200

const Service = z.object({ loaded: z.unknown().nullable() })

/** Plays the reference's example in both rules and prints a line for each step. Gives 1 when a figure differs from the table, else 0. */
export async function demo({ json }: { readonly json: boolean }): Promise<0 | 1> {
  const lines: Line[] = []
  const kept: Line[] = []
  const exact = playExact((line) => lines.push(line) && show(line, json))
  const documented = playDocumented((line) => kept.push(line))
  await Promise.allSettled([exact, documented])
  for (const line of kept) show(line, json)
  await Promise.all([exact, documented])
  return [...lines, ...kept].some((line) => differences(line).length > 0) ? 1 : 0
}

function show(line: Line, json: boolean): void {
  for (const problem of differences(line)) console.error(problem)
  console.log(json ? JSON.stringify(line) : lineText(line))
}

type Print = (line: Line) => unknown

/** The parcels leave only after their invoices were made: in this rule the product has nothing to do, before and after. */
async function playExact(print: Print): Promise<void> {
  await using stage = await openStage('exact')
  const look = await playBeginning(stage, print)
  await invoiceAll(stage)
  await sync(stage)
  print(await look('T0+2-unshipped'))
  await shipAll(stage)
  await sync(stage)
  print(await look('T0+2'))
}

/** In this rule invoicing and shipping have to coincide: both happen between two looks at the stock. */
async function playDocumented(print: Print): Promise<void> {
  await using stage = await openStage('documented')
  const look = await playBeginning(stage, print)
  await pauseStock(stage)
  await invoiceAll(stage)
  await shipAll(stage)
  await resumeStock(stage)
  await sync(stage)
  print(await look('T0+2'))
}

type Look = (step: Step) => Promise<Line>

async function playBeginning(stage: Stage & { readonly rule: StockRule }, print: Print): Promise<Look> {
  const first = await lookFrom(stage)
  await sync(stage)
  print(await first('T0'))

  const second = await lookFrom(stage)
  await receive(stage, received)
  await sync(stage)
  print(await second('T0+1'))
  return lookFrom(stage)
}

/** Compares what will be found with what is there now. */
async function lookFrom(stage: Stage & { readonly rule: StockRule }): Promise<Look> {
  const before = await levels(stage)
  const callsBefore = await stage.journal.calls()
  return async (step) => {
    const now = await levels(stage)
    return {
      rule: stage.rule,
      step,
      ...now,
      change: now.available - before.available,
      calls: (await stage.journal.calls()) - callsBefore,
    }
  }
}

/** The product and the simulated services on a DATA_DIR of their own, with the shop connected. */
async function openStage(rule: StockRule): Promise<AsyncDisposable & Stage & { readonly rule: StockRule }> {
  await using opening = new AsyncDisposableStack()
  const dataDir = await mkdtemp(join(tmpdir(), 'punte-demo-'))
  opening.defer(() => rm(dataDir, { recursive: true, force: true }))
  const { url, sandboxUrl, adminToken } = opening.use(await startTwoPrograms({ dataDir, world: demoWorld, config: demoConfig(rule) }))
  const api = speakTo(`${url}/api/v1`, { authorization: `Bearer ${adminToken}` })
  const world = speakTo(`${sandboxUrl}/_sim`)
  const stage = { rule, api, world, journal: openJournal(world) }
  await untilConnected(stage)
  await stage.journal.rest(connectedRestMs)
  const opened = opening.move()
  return { ...stage, [Symbol.asyncDispose]: () => opened.disposeAsync() }
}

/** The shop is connected once its billing service was read for the first time. */
async function untilConnected({ api }: Stage): Promise<void> {
  for (const deadline = performance.now() + connectMsMax; performance.now() < deadline;) {
    const { status, body } = await api('GET', `/shops/${shop}/services/smartbill`)
    if (status === 200 && Service.parse(body).loaded !== null) return
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
  throw new Error('the shop was not connected in time')
}
