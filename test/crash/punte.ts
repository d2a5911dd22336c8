import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '#app/address.ts'
import { startProgram, type Program } from './program.ts'
import { configuration, domain, furnish, type Outside } from './shop.ts'

const connectMsMax = 30_000
const adminToken = 'a token for this test alone'

export type Punte = {
  readonly url: string
  readonly dataDir: string
  readonly start: () => Promise<Program>
  /** Until the product has read what the shop and the service offer: orders from before that are not its own. */
  readonly connected: () => Promise<void>
  /** Its pages of orders and problems, for whoever looks for what went wrong. */
  readonly shown: () => Promise<string>
}

export type TwoPrograms = AsyncDisposable & { readonly outside: Outside; readonly punte: Punte }

/** The simulated services as a process that lives on, and the product beside it, with its data under `root`, to be started and killed. */
export async function besideServices(root: string): Promise<TwoPrograms> {
  const [port, sandboxPort] = [await freePort(), await freePort()]
  const sandbox = `http://127.0.0.1:${sandboxPort}`
  const services = await startProgram({
    script: resolve('src/sandbox/main.ts'),
    environment: { SANDBOX_PORT: String(sandboxPort) },
    readyUrl: `${sandbox}/_sim/clock`,
  })
  const outside = await furnish(sandbox, `http://127.0.0.1:${port}/webhooks/shopify`)
  return { outside, punte: punteAt(root, port, sandbox), [Symbol.asyncDispose]: () => services[Symbol.asyncDispose]() }
}

function punteAt(root: string, port: number, sandbox: string): Punte {
  const config = join(root, 'punte.yaml')
  writeFileSync(config, configuration)
  const dataDir = join(root, 'data')
  const url = `http://127.0.0.1:${port}`
  return {
    url,
    dataDir,
    start: () =>
      startProgram({
        script: resolve('src/main.ts'),
        environment: {
          PORT: String(port),
          PUNTE_ADMIN_TOKEN: adminToken,
          DATA_DIR: dataDir,
          PUNTE_CONFIG: config,
          SHOPIFY_URL: `${sandbox}/shopify/{shop}`,
          SMARTBILL_URL: `${sandbox}/smartbill/SBORO/api`,
          OBLIO_URL: `${sandbox}/oblio/api`,
          FGO_URL: `${sandbox}/fgo/v1`,
          PUNTE_CLOCK_URL: `${sandbox}/_sim/clock`,
        },
        readyUrl: `${url}/readyz`,
      }),
    connected: () => untilConnected(url),
    shown: async () => `${await ask(url, 'orders')}\n${await ask(url, 'problems')}`,
  }
}

async function untilConnected(url: string): Promise<void> {
  for (const deadline = performance.now() + connectMsMax; performance.now() < deadline; await sleep(100)) {
    if ((await ask(url, 'readiness')).includes('"ready":true')) return
  }
  throw new Error(`the shop was not connected after ${connectMsMax} ms`)
}

async function ask(url: string, page: string): Promise<string> {
  const headers = { authorization: `Bearer ${adminToken}` }
  return (await fetch(`${url}/api/v1/shops/${domain}/${page}`, { headers })).text()
}

const restMsMax = 120_000

/** Until every order has an invoice, and then a while longer, in which a second one would come. A document whose answer was lost is looked for in minutes. */
export async function atRest(outside: Outside, names: readonly string[]): Promise<void> {
  const deadline = performance.now() + restMsMax
  while ((await outside.invoiced(names)).length < names.length && performance.now() < deadline) {
    await sleep(250)
    await outside.letTimePass(10_000)
  }
  for (let minute = 0; minute < 20; minute += 1) {
    await outside.letTimePass(60_000)
    await sleep(100)
  }
}
