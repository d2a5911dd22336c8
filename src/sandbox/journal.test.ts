import { test } from 'node:test'
import assert from 'node:assert/strict'
import { createJournal } from './journal.ts'
import { cif, invoice, testWorld } from './test-world.ts'

test('each request and its answer stand in the journal in order', async () => {
  const { smartbill, sim } = testWorld()
  await smartbill('GET', `/tax?cif=${cif}`)
  await smartbill('POST', '/invoice/v2', invoice({ mentions: 'Comanda #1001' }))

  const entries = Object.values((await sim('GET', '/journal?service=smartbill')).body)

  assert.deepEqual(
    entries.map((entry) => Object(entry).path),
    ['/smartbill/SBORO/api/tax', '/smartbill/SBORO/api/invoice/v2'],
  )
  const [tax, issued] = entries.map((entry) => JSON.stringify(entry))
  assert.match(tax ?? '', /"status":200.*Normala/)
  assert.match(issued ?? '', /Comanda #1001.*0001/)
  assert.equal(Object.values((await sim('GET', '/journal?after=1')).body).length, 1)
})

test('no credential stands in the journal', async () => {
  const { smartbill, sim } = testWorld()
  await smartbill('GET', `/tax?cif=${cif}`)

  const { text } = await sim('GET', '/journal')

  assert.ok(text.includes('"authorization":"(kept back)"'))
  assert.ok(!text.includes(Buffer.from('a@exemplu.ro:sb-token').toString('base64')))
})

test('a request whose connection died has no status, and says which fault it was', async () => {
  const { smartbill, sim } = testWorld()
  await sim('POST', '/faults', { service: 'smartbill', kind: 'dropAfterCommit' })
  await assert.rejects(smartbill('GET', `/tax?cif=${cif}`))

  const [entry] = Object.values((await sim('GET', '/journal')).body).map(Object)

  assert.equal(entry.status, null)
  assert.equal(entry.fault, 'dropAfterCommit')
})

test('a push of stock stands in the journal as sent', async () => {
  const { sim } = testWorld({ push: { url: 'http://127.0.0.1:9/hook', token: 'secret' } })
  await sim('POST', `/smartbill/${cif}/nir`, { warehouse: 'Depozit Online', code: 'TEE-S', quantity: 1 })
  await sim('POST', '/clock', { advanceMs: 1 })

  const [entry] = Object.values((await sim('GET', '/journal')).body).map(Object)

  assert.equal(entry.direction, 'out')
  assert.equal(entry.path, 'http://127.0.0.1:9/hook')
  assert.equal(entry.headers.authorization, '(kept back)')
})

test('the journal keeps no more than its bound, the newest', () => {
  const journal = createJournal()
  const entry = {
    at: '',
    service: 'shopify',
    direction: 'in',
    method: 'GET',
    query: '',
    headers: {},
    body: '',
    status: 200,
    answer: '',
  } as const
  for (let index = 1; index <= 6_000; index += 1) journal.record({ ...entry, path: `/${index}` })

  const kept = journal.list()

  assert.ok(kept.length <= 5_000)
  assert.equal(kept.at(-1)?.path, '/6000')
})
