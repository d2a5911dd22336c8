import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { createSealer, prefixOf } from '#app/sealer.ts'
import { startPunte, startTwoPrograms, type TwoPrograms } from '#cli/demo/two-programs.ts'
import { speakTo } from '#cli/demo/product-api.ts'
import { withDatabase } from '#cli/database.ts'
import { readEnvironment } from '#app/config.ts'
import type { SealedColumn } from '#db/sealed.ts'
import { punteYaml } from '#test/product.ts'
import { storyWorld } from '#test/story-world.ts'
import { runCommand } from './run-command.ts'

const worldSecrets = { SHOPIFY_TOKEN: 'shpat_demo', SHOPIFY_WEBHOOK_SECRET: 'demo-secret', SMARTBILL_TOKEN: 'sb-token' }
const kills = 8
const killMsMax = 1_500

let dataDir: string
let two: TwoPrograms
let env: Readonly<Record<string, string>>

before(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'punte-rotate-'))
  two = await startTwoPrograms({ dataDir, world: storyWorld(), config: punteYaml(), env: worldSecrets })
  env = { HOST: '127.0.0.1', PORT: new URL(two.url).port, DATA_DIR: dataDir }
  await connected()
  await anInvoicedOrder(two.url)
})

after(async () => {
  await two[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true, force: true })
})

test('while Punte runs rotate-key seals every value with a new key, and Punte goes on with it', async () => {
  const [old = ''] = await keys()
  const before = await sealedValues()

  const { code, out, err } = await runCommand(['rotate-key', '--json'], env)

  assert.equal(code, 0, err)
  assert.equal(JSON.parse(out).sealed, before.length)
  const [fresh = '', ...others] = await keys()
  assert.notEqual(fresh, old)
  assert.deepEqual(others, [old])
  assert.equal((await stat(join(dataDir, 'secret-key'))).mode & 0o777, 0o600)
  assert.ok(!`${out}${err}`.includes(fresh) && !`${out}${err}`.includes(old))
  const now = await sealedValues()
  assert.ok(now.every(({ sealed }) => sealed.startsWith(prefixOf(fresh))))
  assert.deepEqual(opened(now, [fresh]), opened(before, [old]))
  await anInvoicedOrder(two.url)
  assert.ok((await sealedValues()).every(({ sealed }) => sealed.startsWith(prefixOf(fresh))))
  assert.doesNotMatch(two.product.log(), /check PUNTE_SECRET_KEY/)
})

test('the next start has nothing left to seal and forgets the old key', async () => {
  const [fresh] = await keys()
  await restart()

  assert.deepEqual(await keys(), [fresh])
  await anInvoicedOrder(two.url)
})

test('a rotate-key that is killed at any moment leaves every value readable, and the next one ends what it began', async () => {
  const before = opened(await sealedValues(), await keys())
  for (let kill = 0; kill < kills; kill += 1) {
    const command = spawn(process.execPath, ['src/cli/main.ts', 'rotate-key'], { env: { PATH: process.env['PATH'] ?? '', ...env } })
    const ended = once(command, 'exit')
    // Chance is the point here: where it dies is not for us to say.
    await Promise.race([ended, sleep(Math.random() * killMsMax)])
    command.kill('SIGKILL')
    await ended
    assert.deepEqual(opened(await sealedValues(), await keys()), before)
  }
  assert.equal((await runCommand(['rotate-key'], env)).code, 0)
  await anInvoicedOrder(two.url)
})

test('a start seals with the new key what a change of keys that died has left, and only then forgets the old one', async () => {
  await restart()
  const [old = ''] = await keys()
  await two.product.stop()
  await writeFile(join(dataDir, 'secret-key'), `a new secret that was written by who died\n${old}`)
  await restart()

  assert.deepEqual(await keys(), ['a new secret that was written by who died'])
  const values = await sealedValues()
  assert.equal(values.length, opened(values, await keys()).length)
  await anInvoicedOrder(two.url)
})

test('a value that no key here has sealed keeps rotate-key from changing anything', async () => {
  const [own = ''] = await keys()
  const stranger = createSealer(() => ['a secret that is not here, of enough letters'])
  const tenantId = (await sealedValues()).find(({ column }) => column === 'tenants.access')?.tenantId ?? ''
  const sealed = stranger.seal('sb-token', { tenantId, column: 'connections.credentials' })
  await query('update connections set credentials = $1 where tenant_id = $2', [sealed, tenantId])
  const before = await sealedValues()

  const { code, err } = await runCommand(['rotate-key'], env)

  assert.equal(code, 1)
  assert.match(
    err,
    /^Something is sealed with key [0-9a-f]{8}, which is not here: nothing was changed\. Set PUNTE_OTHER_SECRET_KEY to it\.\n$/,
  )
  assert.deepEqual(await keys(), [own])
  assert.deepEqual(await sealedValues(), before)
  const rescued = await runCommand(['rotate-key'], { ...env, PUNTE_OTHER_SECRET_KEY: 'a secret that is not here, of enough letters' })
  assert.equal(rescued.code, 0, rescued.err)
})

test('while Punte is stopped rotate-key leaves the new key alone; with a key of the environment it wants the old one beside it', async () => {
  await two.product.stop()
  const idle = await runCommand(['rotate-key'], env)
  assert.equal(idle.code, 0, idle.err)
  const [fresh = '', ...others] = await keys()
  assert.deepEqual(others, [])
  const before = opened(await sealedValues(), [fresh])

  const given = 'a secret of the environment, of enough letters'
  const refused = await runCommand(['rotate-key'], { ...env, PUNTE_SECRET_KEY: given })
  assert.equal(refused.code, 2)
  assert.match(refused.err, /^environment: PUNTE_OTHER_SECRET_KEY: /)
  const both = { ...env, PUNTE_SECRET_KEY: given, PUNTE_OTHER_SECRET_KEY: fresh }
  const done = await runCommand(['rotate-key', '--json'], both)
  const again = await runCommand(['rotate-key', '--json'], both)
  assert.deepEqual([done.code, JSON.parse(done.out).sealed, JSON.parse(again.out).sealed], [0, before.length, 0])
  assert.deepEqual(opened(await sealedValues(), [given]), before)
})

test('where there is no key yet rotate-key says so and makes nothing', async () => {
  const { code, err } = await runCommand(['rotate-key'], { ...env, DATA_DIR: join(dataDir, 'nothing') })

  assert.equal(code, 1)
  assert.match(err, /there is no key yet/)
  await assert.rejects(stat(join(dataDir, 'nothing')))
})

type Sealed = { readonly column: SealedColumn; readonly tenantId: string; readonly row: string; readonly sealed: string }

async function sealedValues(): Promise<readonly Sealed[]> {
  return query<Sealed>(`
    select 'tenants.access' as column, tenant_id as "tenantId", '' as row, access as sealed from tenants
    union all select 'connections.credentials', tenant_id, kind, credentials from connections where credentials is not null
    union all select 'intents.body', tenant_id, intent_id::text, body ->> 'sealed' from intents where body ? 'sealed'
    order by 1, 2, 3`)
}

function query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
  return withDatabase(readEnvironment(env), async (url) => {
    const client = new Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query<Row>(text, [...values])).rows
    } finally {
      await client.end()
    }
  })
}

/** Throws when one does not open. */
function opened(values: readonly Sealed[], secrets: readonly string[]): readonly string[] {
  const sealer = createSealer(() => secrets)
  return values.map(({ sealed, tenantId, column, row }) => `${column} ${row} ${sealer.open(sealed, { tenantId, column })}`)
}

async function keys(): Promise<readonly string[]> {
  return (await readFile(join(dataDir, 'secret-key'), 'utf8')).trim().split('\n')
}

async function restart(): Promise<void> {
  await two.product.stop()
  const services = {
    SHOPIFY_URL: `${two.sandboxUrl}/shopify/{shop}`,
    SMARTBILL_URL: `${two.sandboxUrl}/smartbill/SBORO/api`,
    OBLIO_URL: `${two.sandboxUrl}/oblio/api`,
    FGO_URL: `${two.sandboxUrl}/fgo/v1`,
    PUNTE_CLOCK_URL: `${two.sandboxUrl}/_sim/clock`,
  }
  const product = await startPunte({
    dataDir,
    port: Number(env['PORT']),
    env: { ...services, ...worldSecrets, PUNTE_CONFIG: join(dataDir, 'punte.yaml') },
  })
  const { sandbox, ...before } = two
  two = {
    ...before,
    sandbox,
    product,
    async [Symbol.asyncDispose]() {
      await product[Symbol.asyncDispose]()
      await sandbox[Symbol.asyncDispose]()
    },
  }
}

/** Before its products are bound an order would wait for them. */
async function connected(): Promise<void> {
  const api = speakTo(`${two.url}/api/v1`, { authorization: `Bearer ${two.adminToken}` })
  for (const deadline = performance.now() + 60_000; performance.now() < deadline; await sleep(100)) {
    const { body } = await api('GET', '/shops/demo.myshopify.com/products?code=TEE-S')
    if (/"binding":"(bound|pending)"/.test(JSON.stringify(body))) return
  }
  assert.fail(two.product.log().slice(-2_000))
}

/** An order whose webhook is verified, whose reading needs Shopify's token and whose invoice SmartBill's, and which leaves a sealed intent. */
async function anInvoicedOrder(url: string): Promise<void> {
  const world = speakTo(`${two.sandboxUrl}/_sim`)
  const api = speakTo(`${url}/api/v1`, { authorization: `Bearer ${two.adminToken}` })
  await world('POST', '/clock', { advanceMs: 15_000 })
  const placed = await world('POST', '/shopify/demo.myshopify.com/orders', { lines: [{ sku: 'TEE-S', quantity: 1 }], paid: true })
  assert.ok(typeof placed.body === 'object' && placed.body !== null && 'name' in placed.body, JSON.stringify(placed))
  const path = `/shops/demo.myshopify.com/orders/${encodeURIComponent(String(placed.body.name))}`
  for (const deadline = performance.now() + 20_000; performance.now() < deadline; await sleep(100)) {
    if (/"state":"issued"/.test(JSON.stringify((await api('GET', path)).body))) return
  }
  assert.fail(`not invoiced: ${JSON.stringify((await api('GET', path)).body)} ${two.product.log().slice(-2_000)}`)
}
