import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { freePort } from '#app/address.ts'
import { speakTo, type Speaker } from '#cli/demo/product-api.ts'
import { facts, startPunte, startTwoPrograms } from '#cli/demo/two-programs.ts'

const connectMsMax = 60_000
const lookEveryMs = 50

const Shops = z.object({ items: z.array(z.object({ domain: z.string() })) })
const Service = z.object({ loaded: z.unknown().nullable() })

export type Product = AsyncDisposable & {
  readonly url: string
  readonly sandboxUrl: string
  /** Signs one browser in, once, within ten minutes. */
  readonly signInUrl: string
  readonly adminToken: string
  readonly dataDir: string
  /** The product's API with the operator's token: paths from /shops on. */
  readonly api: Speaker
  /** The control of the simulated services: paths from /world, /clock, /shopify on. */
  readonly world: Speaker
  readonly log: () => string
  /** Ends the product alone, with SIGTERM when nothing else is said, and gives its exit code. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<number | null>
}

export type ProductOptions = {
  /** A world file. Without one the product runs in sandbox mode, with a demo shop and a sandbox of its own. */
  readonly world?: object
  /** The text of punte.yaml; `punteYaml()` when absent. */
  readonly config?: string
  readonly env?: Readonly<Record<string, string>>
  /** A shop that is not waited for need not be able to connect. */
  readonly connected?: boolean
}

/** The product as its users run it, in a process of its own on a fresh DATA_DIR, with its shops connected. Everything is gone when it is disposed of. */
export async function startProduct({ world, config = punteYaml(), env = {}, connected = true }: ProductOptions = {}): Promise<Product> {
  await using starting = new AsyncDisposableStack()
  const dataDir = await mkdtemp(join(tmpdir(), 'punte-product-'))
  starting.defer(() => rm(dataDir, { recursive: true, force: true }))
  const running =
    world === undefined
      ? await startAlone(dataDir, env)
      : await startTwoPrograms({ dataDir, world, config, env: { ...secretsOfWorld, ...env } })
  const { product, ...addresses } = starting.use(running)
  const api = speakTo(`${addresses.url}/api/v1`, { authorization: `Bearer ${addresses.adminToken}` })
  if (connected) await untilConnected(api, product.log)
  const done = starting.move()
  return {
    url: addresses.url,
    sandboxUrl: addresses.sandboxUrl,
    signInUrl: addresses.signInUrl,
    adminToken: addresses.adminToken,
    dataDir,
    api,
    world: speakTo(`${addresses.sandboxUrl}/_sim`),
    log: product.log,
    stop: product.stop,
    [Symbol.asyncDispose]: () => done.disposeAsync(),
  }
}

const secretsOfWorld = { SHOPIFY_TOKEN: 'shpat_demo', SHOPIFY_WEBHOOK_SECRET: 'demo-secret', SMARTBILL_TOKEN: 'sb-token' }

/** A punte.yaml for the shop and the company of `storyWorld`. */
export function punteYaml({
  stockRule = 'exact',
  trigger = 'paid',
}: { readonly stockRule?: string; readonly trigger?: string } = {}): string {
  return `shops:
  - domain: demo.myshopify.com
    access: { kind: static, token: "\${SHOPIFY_TOKEN}", webhookSecret: "\${SHOPIFY_WEBHOOK_SECRET}" }
    subscription: advanced
    preferences: { useStock: true, stockRule: ${stockRule}, newProducts: nextDay, everyMinutes: 15 }
    services:
      - kind: smartbill
        account: { email: a@exemplu.ro, token: "\${SMARTBILL_TOKEN}", cif: RO10203040 }
        invoice: { series: SHOP, trigger: ${trigger}, language: RO }
        warehouse: { use: true, name: Depozit Online, sync: true, codeType: sku, useWarehouseName: true }
        stock: [{ warehouse: Depozit Online, location: Depozit }]
`
}

async function startAlone(dataDir: string, env: Readonly<Record<string, string>>) {
  const sandboxPort = await freePort()
  const product = await startPunte({ dataDir, port: await freePort(), env: { SANDBOX_PORT: String(sandboxPort), ...env } })
  return {
    product,
    sandboxUrl: `http://127.0.0.1:${sandboxPort}`,
    ...(await facts(product, dataDir)),
    [Symbol.asyncDispose]: () => product[Symbol.asyncDispose](),
  }
}

/** A shop is connected once its service was read for the first time. */
async function untilConnected(api: Speaker, log: () => string): Promise<void> {
  for (const deadline = performance.now() + connectMsMax; performance.now() < deadline;) {
    const { items } = Shops.parse((await api('GET', '/shops')).body)
    const services = await Promise.all(items.map(({ domain }) => api('GET', `/shops/${domain}/services/smartbill`)))
    const read = services.filter(({ status, body }) => status === 200 && Service.parse(body).loaded !== null)
    if (items.length > 0 && read.length === items.length) return
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
  throw new Error(`the shop was not connected in time: ${log()}`)
}
