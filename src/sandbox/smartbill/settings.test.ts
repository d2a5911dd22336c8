import { test } from 'node:test'
import assert from 'node:assert/strict'
import { cif, invoice, testWorld } from '#sandbox/test-world.ts'

test('a rate can be renamed, and the old name is then refused', async () => {
  const { smartbill, sim } = testWorld()
  await sim('PATCH', `/smartbill/${cif}/settings`, { taxes: [{ name: 'Normala 21', percentage: 21 }] })
  assert.equal((await smartbill('POST', '/invoice/v2', invoice())).status, 400)
})

test('a token can be changed', async () => {
  const { smartbill, sim } = testWorld()
  await sim('PATCH', `/smartbill/${cif}/settings`, { token: 'other' })
  assert.equal((await smartbill('GET', `/tax?cif=${cif}`)).status, 401)
})

test('a warehouse that was removed is not found any more', async () => {
  const { smartbill, sim } = testWorld()
  await sim('PATCH', `/smartbill/${cif}/settings`, { warehouses: [{ name: 'Magazin' }] })
  assert.equal((await smartbill('GET', `/stocks?cif=${cif}&date=2026-11-23&warehouseName=Depozit+Online`)).status, 400)
})

test('switches are changed one by one', async () => {
  const { sim } = testWorld({ switches: { quantityAsString: true } })
  const { body } = await sim('PATCH', `/smartbill/${cif}/settings`, { switches: { negativeStock: true } })
  assert.equal(Object(body['switches']).quantityAsString, true)
  assert.equal(Object(body['switches']).negativeStock, true)
})

const mistakes = [
  { patch: { switches: { magic: true } }, pointer: '/switches/magic' },
  { patch: { colour: 'red' }, pointer: '/colour' },
  { patch: { taxes: [{ name: 'Normala', percentage: 121 }] }, pointer: '/taxes/0/percentage' },
]

for (const { patch, pointer } of mistakes) {
  test(`settings of ${JSON.stringify(patch)} are refused with a pointer`, async () => {
    const { sim } = testWorld()
    const { status, body } = await sim('PATCH', `/smartbill/${cif}/settings`, patch)
    assert.equal(status, 422)
    assert.equal(body['pointer'], pointer)
  })
}

test('a company that does not exist is not found', async () => {
  const { sim } = testWorld()
  assert.equal((await sim('GET', '/smartbill/RO1/stock')).status, 404)
})
