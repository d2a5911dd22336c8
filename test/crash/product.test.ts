import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import test, { after } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, startProgram, type Program } from './program.ts'
import { configuration, domain, furnish, stockAtStart, type Outside } from './shop.ts'

const rounds = 6
const ordersPerRound = 4
const lifeMsMax = 1_500
const connectMsMax = 30_000
const restMsMax = 120_000
const adminToken = 'a token for this test alone'

const root = mkdtempSync(join(tmpdir(), 'punte-crash-product-'))
after(() => rmSync(root, { recursive: true, force: true }))

test('a product whose shop is connected and that is then killed again and again invoices every paid order once, and sells nothing twice', async () => {
  const [productPort, sandboxPort] = [await freePort(), await freePort()]
  const sandbox = `http://127.0.0.1:${sandboxPort}`
  await using _services = await startProgram({
    script: resolve('src/sandbox/main.ts'),
    environment: { SANDBOX_PORT: String(sandboxPort) },
    readyUrl: `${sandbox}/_sim/clock`,
  })
  const outside = await furnish(sandbox, `http://127.0.0.1:${productPort}/webhooks/shopify`)

  const first = await startProduct(productPort, sandbox)
  await connected(productPort)
  await first.kill()

  const names: string[] = []
  for (let round = 0; round < rounds; round += 1) {
    const product = await startProduct(productPort, sandbox)
    await outside.loseAnswer('smartbill', '/invoice')
    for (let order = 0; order < ordersPerRound; order += 1) names.push(await outside.placeOrder())
    // Chance is the point here: where the product dies is not for us to say, and no run is like another.
    await sleep(Math.random() * lifeMsMax)
    await product.kill()
  }
  await using _last = await startProduct(productPort, sandbox)
  await atRest(outside, names)

  assert.deepEqual([...(await outside.invoiced(names))].toSorted(), names.toSorted(), await asTheProductSeesIt(productPort))
  const remaining = stockAtStart - names.length
  assert.deepEqual(await outside.left(), { available: remaining, billing: remaining })
})

async function startProduct(port: number, sandbox: string): Promise<Program> {
  const config = join(root, 'punte.yaml')
  writeFileSync(config, configuration)
  return startProgram({
    script: resolve('src/main.ts'),
    environment: {
      PORT: String(port),
      PUNTE_ADMIN_TOKEN: adminToken,
      DATA_DIR: join(root, 'data'),
      PUNTE_CONFIG: config,
      SHOPIFY_URL: `${sandbox}/shopify/{shop}`,
      SMARTBILL_URL: `${sandbox}/smartbill/SBORO/api`,
      OBLIO_URL: `${sandbox}/oblio/api`,
      FGO_URL: `${sandbox}/fgo/v1`,
      PUNTE_CLOCK_URL: `${sandbox}/_sim/clock`,
    },
    readyUrl: `http://127.0.0.1:${port}/readyz`,
  })
}

/** Until the product has read what the shop and the service offer: orders from before that are not its own. */
async function connected(port: number): Promise<void> {
  for (const deadline = performance.now() + connectMsMax; performance.now() < deadline; await sleep(100)) {
    if ((await ask(port, 'readiness')).includes('"ready":true')) return
  }
  throw new Error(`the shop was not connected after ${connectMsMax} ms`)
}

async function asTheProductSeesIt(port: number): Promise<string> {
  return `${await ask(port, 'orders')}\n${await ask(port, 'problems')}`
}

async function ask(port: number, page: string): Promise<string> {
  const headers = { authorization: `Bearer ${adminToken}` }
  return (await fetch(`http://127.0.0.1:${port}/api/v1/shops/${domain}/${page}`, { headers })).text()
}

/** Until every order has an invoice, and then a while longer, in which a second one would come. A document whose answer was lost is looked for in minutes. */
async function atRest(outside: Outside, names: readonly string[]): Promise<void> {
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
