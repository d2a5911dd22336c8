import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort } from '#app/address.ts'
import { startProgram, type Program } from './program.ts'

export type Wanted = {
  readonly dataDir: string
  /** A world file; its shops send their webhooks to the product. */
  readonly world: object
  /** The text of punte.yaml. */
  readonly config: string
  readonly env?: Readonly<Record<string, string>>
}

export type TwoPrograms = AsyncDisposable & {
  readonly product: Program
  readonly sandbox: Program
  readonly url: string
  readonly sandboxUrl: string
  readonly signInUrl: string
  readonly adminToken: string
}

/** Starts the simulated services over a world and the product over them: two processes that meet on HTTP alone. */
export async function startTwoPrograms({ dataDir, world, config, env = {} }: Wanted): Promise<TwoPrograms> {
  await using starting = new AsyncDisposableStack()
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const port = await freePort()
  const worldFile = join(dataDir, 'world.json')
  const configFile = join(dataDir, 'punte.yaml')
  await writeFile(worldFile, JSON.stringify(toldOf(world, `http://127.0.0.1:${port}/webhooks/shopify`)))
  await writeFile(configFile, config, { mode: 0o600 })

  const sandbox = starting.use(
    await startProgram({
      file: 'sandbox/main.ts',
      args: [worldFile],
      env: { SANDBOX_PORT: '0' },
      until: /open on (http:\/\/\S+)/,
    }),
  )
  const sandboxUrl = sandbox.ready[1] ?? ''
  const services = {
    SHOPIFY_URL: `${sandboxUrl}/shopify/{shop}`,
    SMARTBILL_URL: `${sandboxUrl}/smartbill/SBORO/api`,
    OBLIO_URL: `${sandboxUrl}/oblio/api`,
    FGO_URL: `${sandboxUrl}/fgo/v1`,
    PUNTE_CLOCK_URL: `${sandboxUrl}/_sim/clock`,
  }
  const product = starting.use(await startPunte({ dataDir, port, env: { ...services, PUNTE_CONFIG: configFile, ...env } }))
  const started = starting.move()
  return {
    product,
    sandbox,
    sandboxUrl,
    ...(await facts(product, dataDir)),
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  }
}

type Place = { readonly dataDir: string; readonly port: number; readonly env: Readonly<Record<string, string>> }

export function startPunte({ dataDir, port, env }: Place): Promise<Program> {
  return startProgram({
    file: 'main.ts',
    env: { HOST: '127.0.0.1', PORT: String(port), DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...env },
    until: /^Punte is ready[^:]*(?:: a demo[^:]*)?: ((http:\/\/\S+)\/sign-in\?code=\S+)$/m,
  })
}

export async function facts(product: Program, dataDir: string): Promise<Pick<TwoPrograms, 'url' | 'signInUrl' | 'adminToken'>> {
  const [, signInUrl = '', url = ''] = product.ready
  return { url, signInUrl, adminToken: (await readFile(join(dataDir, 'admin-token'), 'utf8')).trim() }
}

/** The world with its shops' webhooks sent to an address; a shop that says null sends none. */
function toldOf(world: object, webhooks: string): object {
  if (!('shops' in world) || !Array.isArray(world.shops)) return world
  const shops: readonly unknown[] = world.shops
  return {
    ...world,
    shops: shops.map((shop) =>
      typeof shop === 'object' && shop !== null && !('webhooks' in shop && shop.webhooks === null) ? { ...shop, webhooks } : shop,
    ),
  }
}
