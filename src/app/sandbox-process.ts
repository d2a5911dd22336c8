import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { TenantId } from '#core/tenant.ts'
import { readConnection } from '#db/connections.ts'
import type { ConfiguredShop } from '#jobs/connect-shop.ts'
import type { Config } from './config.ts'
import type { Context } from './context.ts'

const sandboxProgram = join(import.meta.dirname, '../sandbox/main.ts')
const startMsMax = 20_000
const askEveryMs = 50
const stopMsMax = 2_000
const answerMsMax = 5_000
const demoFiscalCode = 'RO10203040'

/** The simulated services in a process of their own, over a world that is kept in DATA_DIR. */
export async function startSandbox(config: Config): Promise<AsyncDisposable> {
  const address = productAddress(config)
  const state = join(config.dataDir, 'sandbox-world')
  const args = [sandboxProgram, '--life', '--state', state, '--webhooks', `${address}/webhooks/shopify`, '--until-stdin-ends']
  const child = spawn(process.execPath, args, {
    env: { PATH: '', SANDBOX_PORT: String(config.sandboxPort) },
    // The pipe ends with this process, however it ends, and the sandbox with the pipe.
    stdio: ['pipe', 'ignore', 'inherit'],
  })
  const ended = once(child, 'exit')
  await untilItAnswers(config, child)
  return {
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM')
      const late = setTimeout(() => child.kill('SIGKILL'), stopMsMax)
      await ended
      clearTimeout(late)
    },
  }
}

async function untilItAnswers(config: Config, child: ChildProcess): Promise<void> {
  const begun = performance.now()
  while (!(await answers(config))) {
    if (child.exitCode !== null) throw new Error(`the sandbox did not start: is port ${config.sandboxPort} taken?`)
    if (performance.now() - begun > startMsMax) throw new Error('the sandbox did not start in time')
    await new Promise((resolve) => setTimeout(resolve, askEveryMs))
  }
}

async function answers(config: Config): Promise<boolean> {
  try {
    return (await fetch(`${sandboxAddress(config)}/_sim/clock`)).ok
  } catch {
    // Not open yet: the caller asks again until its time is up.
    return false
  }
}

/** What a merchant does in SmartBill under "Sincronizare stocuri": from now on it tells us of every movement. */
export async function turnOnPushes({ db }: Pick<Context, 'db'>, config: Config, tenantId: TenantId): Promise<void> {
  const connection = await readConnection(db, { tenantId, kind: 'smartbill' })
  if (connection === undefined) return
  const { hookToken } = connection
  const push = { url: `${productAddress(config)}/hooks/smartbill/${hookToken}`, token: hookToken }
  const answer = await fetch(`${sandboxAddress(config)}/_sim/smartbill/${demoFiscalCode}/settings`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ push }),
    signal: AbortSignal.timeout(answerMsMax),
  })
  if (!answer.ok) throw new Error(`the sandbox refused the settings of the pushes: ${answer.status}`)
}

function productAddress({ host, port }: Config): string {
  return `http://${host}:${port}`
}

export function sandboxAddress({ sandboxPort }: Pick<Config, 'sandboxPort'>): string {
  return `http://127.0.0.1:${sandboxPort}`
}

/** The configuration of the demo: the services are the simulated ones, and so is the time. */
export function inSandbox(config: Config): Config {
  const address = sandboxAddress(config)
  return {
    ...config,
    services: {
      shopify: `${address}/shopify/{shop}`,
      smartbill: `${address}/smartbill/SBORO/api`,
      oblio: `${address}/oblio/api`,
      fgo: `${address}/fgo/v1`,
    },
    clockUrl: `${address}/_sim/clock`,
  }
}

/** The shop that the sandbox's demo world has. */
export const demoShop: ConfiguredShop = {
  domain: 'demo.myshopify.com',
  access: { kind: 'static', token: 'shpat_demo', webhookSecret: 'demo-secret' },
  subscription: 'advanced',
  sandbox: true,
  settings: {
    preferences: { useStock: true, everyMinutes: 1 },
    services: [
      {
        kind: 'smartbill',
        account: { email: 'a@exemplu.ro', token: 'sb-token', cif: demoFiscalCode },
        invoice: { series: 'SHOP', trigger: 'paid', record: 'cardOnline' },
        warehouse: { use: true, name: 'Depozit Online', sync: true },
        stock: [
          { warehouse: 'Depozit Online', location: 'Depozit' },
          { warehouse: 'Magazin', location: 'Magazin Cluj' },
        ],
      },
    ],
  },
}
