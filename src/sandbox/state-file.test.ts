import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { keepState, readState, type StateFile } from './state-file.ts'
import { testWorld } from './test-world.ts'
import { dumpWorld } from './world-file.ts'

type Kept = StateFile & { readonly folder: string; readonly said: string[] }

function aStateFile(): Kept {
  const folder = mkdtempSync(join(tmpdir(), 'punte-state-'))
  const said: string[] = []
  return { folder, path: join(folder, 'world'), webhooks: undefined, said, say: (line) => said.push(line) }
}

test('a world is in its file from the start, and as it is at the end', async () => {
  const file = aStateFile()
  const box = testWorld()
  const end = keepState(box.world, file)
  assert.deepEqual(readdirSync(file.folder), ['world'])

  await box.sim('POST', '/smartbill/RO10203040/nir', { warehouse: 'Gol', code: 'TEE-S', quantity: 4 })
  end()

  const other = testWorld({ stock: [] })
  assert.equal(readState(other.world, file), true)
  assert.deepEqual(dumpWorld(other.world), dumpWorld(box.world))
})

test('something that changed is in the file within seconds, and nothing new leaves the file alone', async (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] })
  const file = aStateFile()
  const box = testWorld()
  const end = keepState(box.world, file)
  writeFileSync(file.path, 'untouched')
  t.mock.timers.tick(5_000)
  assert.equal(readFileSync(file.path, 'utf8'), 'untouched')

  await box.sim('POST', '/smartbill/RO10203040/nir', { warehouse: 'Gol', code: 'TEE-S', quantity: 4 })
  t.mock.timers.tick(5_000)

  const other = testWorld({ stock: [] })
  assert.equal(readState(other.world, file), true)
  assert.deepEqual(dumpWorld(other.world), dumpWorld(box.world))
  end()
})

test('without a file there is nothing to read, and nothing is said', () => {
  const file = aStateFile()

  assert.equal(readState(testWorld().world, file), false)
  assert.deepEqual(file.said, [])
})

test('a file that cannot be read is put aside whole, and one line says where', () => {
  const file = aStateFile()
  writeFileSync(file.path, 'not a world')

  assert.equal(readState(testWorld().world, file), false)

  const [aside, ...others] = readdirSync(file.folder)
  assert.deepEqual(others, [])
  assert.match(String(aside), /^world\.unread-2/)
  assert.equal(readFileSync(join(file.folder, String(aside)), 'utf8'), 'not a world')
  assert.equal(file.said.length, 1)
  assert.match(String(file.said[0]), new RegExp(String(aside)))
})
