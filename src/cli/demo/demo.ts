import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { demoConfig, demoWorld, shop, type StockRule } from './demo-world.ts'
import { differences, lineText, type Line, type Step } from './figures.ts'
import { speakTo } from './product-api.ts'
import { calls, invoiceAll, levels, receive, rest, shipAll, sync, type Stage } from './stage.ts'
import { startTwoPrograms } from './two-programs.ts'

const received = 200
const connectMsMax = 30_000
const lookEveryMs = 25

const Service = z.object({ loaded: z.unknown().nullable() })

type Happening = readonly [step: Step, happen: (stage: Stage) => Promise<void>]

const begins: readonly Happening[] = [
  ['T0', sync],
  ['T0+1', receiveAndSync],
]

/** The plays of the demo, each on programs and a DATA_DIR of its own. */
const plays: readonly { readonly rule: StockRule; readonly steps: readonly Happening[] }[] = [
  { rule: 'exact', steps: [...begins, ['T0+2', shipInvoiceAndSync]] },
  { rule: 'exact', steps: [...begins, ['T0+2-unshipped', invoiceAndSync]] },
  { rule: 'documented', steps: [...begins, ['T0+2', shipInvoiceAndSync]] },
]

/** Plays the reference's example in both rules and prints a line for each step. Gives 1 when a figure differs from the table, else 0. */
export async function demo({ json }: { readonly json: boolean }): Promise<0 | 1> {
  const shown = new Set<string>()
  let wrong = 0
  for (const { rule, steps } of plays) {
    await play(rule, steps, (line) => {
      const problems = differences(line)
      wrong += problems.length
      for (const problem of problems) console.error(problem)
      const name = `${line.rule} ${line.step}`
      if (shown.has(name) && problems.length === 0) return
      shown.add(name)
      console.log(json ? JSON.stringify(line) : lineText(line))
    })
  }
  return wrong === 0 ? 0 : 1
}

async function play(rule: StockRule, steps: readonly Happening[], tellLine: (line: Line) => void): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'punte-demo-'))
  await using ending = new AsyncDisposableStack()
  ending.defer(() => rm(dataDir, { recursive: true, force: true }))
  const { url, sandboxUrl, adminToken } = ending.use(await startTwoPrograms({ dataDir, world: demoWorld, config: demoConfig(rule) }))
  const stage: Stage = {
    api: speakTo(`${url}/api/v1`, { authorization: `Bearer ${adminToken}` }),
    world: speakTo(`${sandboxUrl}/_sim`),
  }
  await untilConnected(stage)
  await rest(stage)
  for (const [step, happen] of steps) {
    const before = await levels(stage)
    const { last } = await calls(stage, 0)
    await happen(stage)
    const after = await levels(stage)
    const { count } = await calls(stage, last)
    tellLine({ rule, step, ...after, change: after.available - before.available, calls: count })
  }
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

async function receiveAndSync(stage: Stage): Promise<void> {
  await receive(stage, received)
  await sync(stage)
}

async function invoiceAndSync(stage: Stage): Promise<void> {
  await invoiceAll(stage)
  await sync(stage)
}

/** The parcels leave with their invoices, between two runs: the product looks at the stock when both are done. */
async function shipInvoiceAndSync(stage: Stage): Promise<void> {
  await shipAll(stage)
  await invoiceAll(stage)
  await sync(stage)
}
