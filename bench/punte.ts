import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { speakTo, type Speaker } from '#cli/demo/product-api.ts'
import { freePort } from '#app/address.ts'
import { facts, startPunte } from '#cli/demo/two-programs.ts'
import { connectRunning } from '#db/embedded.ts'
import { eventually, pause, type Outside } from './outside.ts'
import { configurationOf, domainOf, worldOf, type Furnishing } from './shops.ts'

/** A shop that has said nothing for so long is at rest. */
const quietMs = 1_500
const Service = z.object({ loaded: z.unknown().nullable() })
const Owner = z.object({ pid: z.int() })

export type Punte = AsyncDisposable & {
  readonly url: string
  readonly api: Speaker
  readonly databaseUrl: string
  readonly processId: number
  readonly databaseProcessId: number
  /** From its spawn until it said that it can do its work. */
  readonly readyMs: number
}

/** The product in a process of its own on a fresh DATA_DIR, fsync on. Without shops it is in sandbox mode with its demo shop. */
export async function startOn(env: Readonly<Record<string, string>>, port: number): Promise<Punte> {
  await using starting = new AsyncDisposableStack()
  const dataDir = starting.use(freshDataDir())
  const punte = starting.use(await startIn(dataDir.path, env, port))
  const started = starting.move()
  return { ...punte, [Symbol.asyncDispose]: () => started.disposeAsync() }
}

export function freshDataDir(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'punte-bench-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

/** The product in a process of its own on a DATA_DIR that outlives it. */
export async function startIn(dataDir: string, env: Readonly<Record<string, string>>, port: number): Promise<Punte> {
  await using starting = new AsyncDisposableStack()
  const began = performance.now()
  const product = starting.use(await startPunte({ dataDir, port, env }))
  const { url, adminToken } = await facts(product, dataDir)
  const ready = await fetch(`${url}/readyz`)
  const readyMs = performance.now() - began
  if (!ready.ok) throw new Error(`/readyz answered ${ready.status}`)

  const started = starting.move()
  return {
    url,
    api: speakTo(`${url}/api/v1`, { authorization: `Bearer ${adminToken}` }),
    databaseUrl: connectRunning(dataDir) ?? '',
    processId: Owner.parse(JSON.parse(readFileSync(join(dataDir, 'owner.lock'), 'utf8'))).pid,
    databaseProcessId: Number.parseInt(readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8'), 10),
    readyMs,
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  }
}

/** The product over shops of the outside world, connected and at rest. */
export async function startOver(outside: Outside, furnishing: Furnishing, env: Readonly<Record<string, string>> = {}): Promise<Punte> {
  await using starting = new AsyncDisposableStack()
  const port = await freePort()
  await outside.control('POST', '/world', worldOf(furnishing, `http://127.0.0.1:${port}/webhooks/shopify`))
  const folder = mkdtempSync(join(tmpdir(), 'punte-bench-config-'))
  starting.defer(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'punte.yaml'), configurationOf(furnishing))
  const services = {
    SHOPIFY_URL: `${outside.url}/shopify/{shop}`,
    SMARTBILL_URL: `${outside.url}/smartbill/SBORO/api`,
    OBLIO_URL: `${outside.url}/oblio/api`,
    FGO_URL: `${outside.url}/fgo/v1`,
    PUNTE_CONFIG: join(folder, 'punte.yaml'),
  }
  const punte = starting.use(await startOn({ ...services, ...env }, port))
  for (let shop = 0; shop < furnishing.shops; shop += 1) {
    await eventually('the first reading of a shop', async () => {
      const { status, body } = await punte.api('GET', `/shops/${domainOf(shop)}/services/smartbill`)
      return status === 200 && Service.parse(body).loaded !== null ? true : undefined
    })
  }
  await atRest(outside)
  const started = starting.move()
  return { ...punte, [Symbol.asyncDispose]: () => started.disposeAsync() }
}

/** Until the product asks nothing of the outside any more. */
export async function atRest({ calls, sent }: Outside): Promise<void> {
  for (let before = -1, now = 0; before !== now; now = calls.length + sent.length) {
    before = now
    await pause(quietMs)
  }
}
