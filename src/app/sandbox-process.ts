import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Config } from './config.ts'
import type { ConfiguredShop } from '#jobs/connect-shop.ts'

const sandboxProgram = join(import.meta.dirname, '../sandbox/main.ts')
const startMsMax = 20_000
const askEveryMs = 50
const stopMsMax = 2_000

/** The simulated services in a process of their own, over a world that is kept in DATA_DIR. */
export async function startSandbox(config: Config): Promise<AsyncDisposable> {
  const args = [
    sandboxProgram,
    '--life',

    '--webhooks',
    `http://${config.host}:${config.port}/webhooks/shopify`,
  ]
  const child = spawn(process.execPath, args, {
    env: { PATH: '', SANDBOX_PORT: String(config.sandboxPort) },
    stdio: ['ignore', 'ignore', 'inherit'],
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
        account: { email: 'a@exemplu.ro', token: 'sb-token', cif: 'RO10203040' },
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
