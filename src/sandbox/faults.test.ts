import { test } from 'node:test'
import assert from 'node:assert/strict'
import { createFaults, FaultFile } from './faults.ts'
import { testWorld } from './test-world.ts'

const kinds = [
  { kind: 'dropBeforeCommit' },
  { kind: 'dropAfterCommit' },
  { kind: 'delay', ms: 10 },
  { kind: 'http', status: 503, body: 'html', retryAfter: 5 },
  { kind: 'httpAfterCommit' },
  { kind: 'truncate' },
  { kind: 'html200' },
  { kind: 'throttle' },
  { kind: 'block' },
  { kind: 'tokenRevoked' },
  { kind: 'accessDenied', scope: 'read_orders' },
  { kind: 'concurrentSale', sku: 'TEE-S', quantity: 1 },
  { kind: 'humanInvoice', series: 'SHOP' },
  { kind: 'emptyList' },
  { kind: 'shortList', percent: 50 },
  { kind: 'pageShift' },
  { kind: 'staleRead', ms: 1000 },
  { kind: 'bulkFail' },
  { kind: 'bulkEmpty' },
  { kind: 'bulkSlow' },
  { kind: 'drop' },
  { kind: 'duplicate' },
  { kind: 'shuffle' },
  { kind: 'badHmac' },
]

for (const fault of kinds) {
  test(`a fault of kind ${fault.kind} can be planted`, async () => {
    const { sim } = testWorld()
    const { status, body } = await sim('POST', '/faults', { service: 'shopify', ...fault })
    assert.equal(status, 201)
    assert.equal(body['id'], '1')
  })
}

const mistakes = [
  { name: 'of an unknown kind', fault: { service: 'shopify', kind: 'explode' }, pointer: '/kind' },
  { name: 'of an unknown service', fault: { service: 'sage', kind: 'truncate' }, pointer: '/service' },
  { name: 'without what its kind needs', fault: { service: 'smartbill', kind: 'delay' }, pointer: '/ms' },
  { name: 'with a parameter of another kind', fault: { service: 'smartbill', kind: 'truncate', ms: 5 }, pointer: '/ms' },
  { name: 'that happens no time', fault: { service: 'smartbill', kind: 'truncate', times: 0 }, pointer: '/times' },
  { name: 'with an unknown match', fault: { service: 'smartbill', kind: 'truncate', match: { host: 'x' } }, pointer: '/match/host' },
]

for (const { name, fault, pointer } of mistakes) {
  test(`a fault ${name} is refused with a pointer`, async () => {
    const { sim } = testWorld()
    const { status, body, headers } = await sim('POST', '/faults', fault)
    assert.equal(status, 422)
    assert.equal(headers.get('content-type'), 'application/problem+json')
    assert.equal(body['pointer'], pointer)
  })
}

test('a fault happens as often as it says, and then no more', () => {
  const faults = createFaults()
  faults.plant(FaultFile.parse({ service: 'smartbill', kind: 'throttle', times: 2 }))
  const call = { method: 'GET', path: '/stocks' }

  const taken = [1, 2, 3].map(() => faults.take('smartbill', 'throttle', call) !== undefined)

  assert.deepEqual(taken, [true, true, false])
})

test('a fault waits for the request that it matches', () => {
  const faults = createFaults()
  faults.plant(FaultFile.parse({ service: 'shopify', kind: 'truncate', match: { method: 'post', path: 'graphql', field: 'orders' } }))

  assert.equal(faults.take('shopify', 'truncate', { method: 'GET', path: '/graphql.json', fields: ['orders'] }), undefined)
  assert.equal(faults.take('shopify', 'truncate', { method: 'POST', path: '/token', fields: ['orders'] }), undefined)
  assert.equal(faults.take('shopify', 'truncate', { method: 'POST', path: '/graphql.json', fields: ['shop'] }), undefined)
  assert.equal(faults.take('smartbill', 'truncate', { method: 'POST', path: '/graphql.json', fields: ['orders'] }), undefined)
  assert.equal(faults.take('shopify', 'truncate', { method: 'POST', path: '/graphql.json', fields: ['orders'] })?.kind, 'truncate')
})

test('a slow service is not a slow delivery, unless the topic is named', () => {
  const faults = createFaults()
  faults.plant(FaultFile.parse({ service: 'shopify', kind: 'delay', ms: 5 }))
  assert.equal(faults.takeForDelivery('shopify', 'orders/paid'), undefined)
  faults.plant(FaultFile.parse({ service: 'shopify', kind: 'delay', ms: 7, match: { field: 'orders/paid' } }))
  assert.equal(faults.takeForDelivery('shopify', 'orders/create'), undefined)
  assert.equal(faults.takeForDelivery('shopify', 'orders/paid')?.kind, 'delay')
})

test('a fault of webhooks is about the deliveries of every service', () => {
  const faults = createFaults()
  faults.plant(FaultFile.parse({ service: 'webhooks', kind: 'drop', times: 2 }))
  assert.equal(faults.takeForDelivery('shopify', 'orders/paid')?.kind, 'drop')
  assert.equal(faults.takeForDelivery('smartbill', 'stocks')?.kind, 'drop')
})

test('faults can be taken away, one or all', async () => {
  const { sim, world } = testWorld()
  for (const kind of ['truncate', 'html200', 'block']) await sim('POST', '/faults', { service: 'smartbill', kind })

  assert.equal((await sim('DELETE', '/faults/2')).status, 204)
  assert.deepEqual(
    world.faults.list().map(({ kind }) => kind),
    ['truncate', 'block'],
  )
  assert.equal((await sim('DELETE', '/faults/2')).status, 404)
  assert.equal((await sim('DELETE', '/faults')).status, 204)
  assert.deepEqual(world.faults.list(), [])
})
