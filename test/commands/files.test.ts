import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { parse } from 'yaml'
import { freePort } from '#app/address.ts'
import { startProduct, type Product } from '#test/product.ts'
import { storyWorld } from '#test/story-world.ts'
import { besides, runCommand, type Ran } from './run-command.ts'

let product: Product
let folder: string

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'punte-files-'))
  product = await startProduct({ world: storyWorld() })
})

after(async () => {
  await product[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test('what export prints is taken by import, and holds no secret', async () => {
  const exported = await punte('export')
  assert.equal(exported.code, 0)
  assert.ok(!exported.out.includes('sb-token') && !exported.out.includes('tokenSaved'))
  const file = join(folder, 'settings.yaml')
  await writeFile(file, exported.out)

  const same = await punte('import', file)
  assert.deepEqual([same.code, same.out], [0, 'demo.myshopify.com: the settings were so already\n'], same.err)

  await writeFile(file, exported.out.replace('buffer: 0', 'buffer: 3'))
  const changed = await punte('import', file)
  assert.match(changed.out, /^demo\.myshopify\.com: the settings are saved as version \d+\n$/)
  assert.equal(parse((await punte('export')).out).shops[0].preferences.buffer, 3)
})

test('import ends with 2 and names what is wrong in the file', async () => {
  const file = join(folder, 'wrong.yaml')
  await writeFile(file, 'shops:\n  - domain: demo.myshopify.com\n    preferences: { buffer: many }\n')
  const wrongValue = await punte('import', file)
  await writeFile(file, 'shops:\n  - domain: "demo\n')
  const notYaml = await punte('import', file)
  const notThere = await punte('import', join(folder, 'nothing.yaml'))

  assert.deepEqual([wrongValue.code, notYaml.code, notThere.code], [2, 2, 2])
  assert.match(wrongValue.err, /preferences\/buffer/)
  assert.match(notYaml.err, /wrong\.yaml:\d+: /)
})

test('a back-up is taken from the running product and fills an empty database with the same rows; invoices start paused', async () => {
  const file = join(folder, 'punte.backup')
  const taken = await punte('backup', file, '--json')
  assert.equal(taken.code, 0, taken.err)
  assert.equal((await stat(file)).mode & 0o777, 0o600)
  const again = await punte('backup', file)
  assert.equal(again.code, 2)

  const elsewhere = await anEmptyPlace('restored')
  const restored = await runCommand(['restore', file, '--json'], elsewhere)
  assert.equal(restored.code, 0, restored.err)
  assert.deepEqual(JSON.parse(restored.out).rows, JSON.parse(taken.out).rows)

  const copy = join(folder, 'copy.backup')
  assert.equal((await runCommand(['backup', copy], elsewhere)).code, 0)
  assert.deepEqual(whatStays(await rowsOf(copy)), whatStays(await rowsOf(file)))
  assert.ok((await rowsOf(file)).some((row) => ofOneServer.test(row)))
  assert.deepEqual(
    (await rowsOf(copy)).filter((row) => ofOneServer.test(row)),
    [],
  )
  assert.match((await rowsOf(copy)).find((row) => row.startsWith('R') && row.includes('"paused_a_at"')) ?? '', /"paused_a_at":"/)

  const twice = await runCommand(['restore', file], elsewhere)
  assert.deepEqual([twice.code, twice.err], [1, 'This database holds shops already: restore into an empty one.\n'])
})

test('nothing is restored from a file that was cut off, from another version, or over a running product', async () => {
  const file = join(folder, 'whole.backup')
  await punte('backup', file)
  const text = gunzipSync(await readFile(file)).toString()
  const place = await anEmptyPlace('untouched')
  const cases = [
    { name: 'cut.backup', bytes: gzipSync(text.slice(0, text.lastIndexOf('\nR '))), says: /not a whole back-up/ },
    { name: 'half.backup', bytes: (await readFile(file)).subarray(0, 400), says: /not a whole back-up/ },
    { name: 'other.backup', bytes: gzipSync(text.replace('"0001-', '"0000-')), says: /another version/ },
    { name: 'text.backup', bytes: gzipSync('hello\n'), says: /not a whole back-up/ },
  ]
  for (const { name, bytes, says } of cases) {
    await writeFile(join(folder, name), bytes)
    const { code, err } = await runCommand(['restore', join(folder, name)], place)
    assert.equal(code, 1, name)
    assert.match(err, says, name)
  }
  const running = await punte('restore', file)
  assert.equal(running.code, 1)
  assert.match(running.err, /^Punte is running on /)
  assert.equal((await runCommand(['restore', file], place)).code, 0)
})

function punte(...args: readonly string[]): Promise<Ran> {
  return runCommand(args, besides(product))
}

async function anEmptyPlace(name: string): Promise<Record<string, string>> {
  return { HOST: '127.0.0.1', PORT: String(await freePort()), DATA_DIR: join(folder, name) }
}

async function rowsOf(file: string): Promise<readonly string[]> {
  return gunzipSync(await readFile(file))
    .toString()
    .split('\n')
}

/** Numbers of transactions and the name that an installation claims orders by are each server's own. */
const ofOneServer = /"(whole_xid|assumed_xid|claims_as)":(?!null)("[^"]*"|\d+)/

function whatStays(rows: readonly string[]): readonly string[] {
  return rows
    .map((row) => row.replace(/"paused_a_at":("[^"]*"|null)/, '').replaceAll(/"(whole_xid|assumed_xid|claims_as)":("[^"]*"|\d+|null)/g, ''))
    .toSorted()
}
