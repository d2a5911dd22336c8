import { test } from 'node:test'
import assert from 'node:assert/strict'
import { cif, invoice, tee, testWorld, type TestWorld } from '#sandbox/test-world.ts'

const url = 'http://127.0.0.1:9/hooks/smartbill/9f2c'
const push = { url, token: '7c1e5d0a' }
const row = { productCode: 'TEE-S', productName: 'Tricou S', warehouse: 'Depozit Online', quantity: 8 }

/** What is due now is sent when the clock is asked to stand where it stands. */
async function flush({ sim }: TestWorld): Promise<void> {
  await sim('POST', '/clock', { advanceMs: 0 })
}

function nir(rig: TestWorld, quantity: number): Promise<unknown> {
  return rig.sim('POST', `/smartbill/${cif}/nir`, { warehouse: 'Depozit Online', code: 'TEE-S', quantity })
}

test('each movement tells the new absolute stock of what moved', async () => {
  const rig = testWorld({ push })
  await rig.smartbill('POST', '/invoice/v2', invoice({ useStock: true }))
  await flush(rig)

  assert.equal(rig.sent.length, 1)
  assert.equal(rig.sent[0]?.url, url)
  assert.equal(rig.sent[0].headers.get('authorization'), 'Bearer 7c1e5d0a')
  assert.deepEqual(rig.sent[0].body, { products: [row] })
})

test('a product that is on two lines is told once', async () => {
  const rig = testWorld({ push })
  await rig.smartbill(
    'POST',
    '/invoice/v2',
    invoice({
      useStock: true,
      products: [
        { ...tee, quantity: 1 },
        { ...tee, quantity: 1 },
      ],
    }),
  )
  await flush(rig)
  assert.deepEqual(rig.sent[0]?.body, { products: [row] })
})

test('movements of any warehouse are told, and both ends of a transfer', async () => {
  const rig = testWorld({ push })
  await rig.sim('POST', `/smartbill/${cif}/transfer`, { from: 'Depozit Online', to: 'Magazin', code: 'TEE-S', quantity: 2 })
  await flush(rig)
  assert.deepEqual(rig.sent[0]?.body, { products: [row, { ...row, warehouse: 'Magazin', quantity: 5 }] })
})

test('nothing is told when nothing moves or there is no address', async () => {
  const quiet = testWorld({ push })
  await quiet.smartbill('POST', '/invoice/v2', invoice())
  await flush(quiet)
  assert.deepEqual(quiet.sent, [])

  const without = testWorld()
  await nir(without, 1)
  await flush(without)
  assert.deepEqual(without.sent, [])
})

test('the test button sends an empty list', async () => {
  const rig = testWorld({ push })
  assert.equal((await rig.sim('POST', `/smartbill/${cif}/push-test`)).status, 204)
  await flush(rig)
  assert.deepEqual(rig.sent[0]?.body, { products: [] })
})

test('the address can be set later, as a merchant does', async () => {
  const rig = testWorld()
  await rig.sim('PATCH', `/smartbill/${cif}/settings`, { push })
  await nir(rig, 1)
  await flush(rig)
  assert.equal(rig.sent.length, 1)
})

test('by switches a push is a bare list with quantities as text', async () => {
  const rig = testWorld({ push, switches: { pushShape: 'array', pushQuantityAsString: true } })
  await nir(rig, 1)
  await flush(rig)
  assert.deepEqual(rig.sent[0]?.body, [{ ...row, quantity: '11' }])
})

const upsets = [
  { kind: 'drop', quantities: [12] },
  { kind: 'duplicate', quantities: [11, 11, 12] },
  { kind: 'shuffle', quantities: [12, 11] },
] as const

for (const { kind, quantities } of upsets) {
  test(`with the fault ${kind} the pushes of two movements arrive as ${quantities.join(', ')}`, async () => {
    const rig = testWorld({ push })
    await rig.sim('POST', '/faults', { service: 'smartbill', kind })
    await nir(rig, 1)
    await flush(rig)
    await nir(rig, 1)
    await flush(rig)
    assert.deepEqual(
      rig.sent.map(({ body }) => Object(body).products[0].quantity),
      quantities,
    )
  })
}

test('a push can be late by the world’s clock, and says what was true before', async () => {
  const rig = testWorld({ push })
  await rig.sim('POST', '/faults', { service: 'webhooks', kind: 'delay', ms: 60_000 })
  await nir(rig, 1)
  await nir(rig, 1)
  await rig.sim('POST', '/clock', { advanceMs: 59_999 })
  assert.equal(rig.sent.length, 1)
  await rig.sim('POST', '/clock', { advanceMs: 1 })
  assert.deepEqual(
    rig.sent.map(({ body }) => Object(body).products[0].quantity),
    [12, 11],
  )
})

test('a push can come with a wrong token', async () => {
  const rig = testWorld({ push })
  await rig.sim('POST', '/faults', { service: 'smartbill', kind: 'badHmac' })
  await nir(rig, 1)
  await flush(rig)
  assert.equal(rig.sent[0]?.headers.get('authorization'), 'Bearer wrong')
})
