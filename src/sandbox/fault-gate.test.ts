import { serve } from '@hono/node-server'
import { once } from 'node:events'
import { test } from 'node:test'
import assert from 'node:assert/strict'
import { basic, cif, invoice, testWorld, type TestWorld } from './test-world.ts'

async function numbersIssued({ sim }: TestWorld): Promise<unknown[]> {
  const { body } = await sim('GET', `/smartbill/${cif}/documents`)
  return Object.values(body)
}

test('a connection that dies before the effect leaves nothing behind', async () => {
  const rig = testWorld()
  await rig.sim('POST', '/faults', { service: 'smartbill', kind: 'dropBeforeCommit' })

  await assert.rejects(rig.smartbill('POST', '/invoice/v2', invoice()), { name: 'TypeError', message: 'fetch failed' })

  assert.equal((await numbersIssued(rig)).length, 0)
})

test('a connection that dies after the effect leaves the invoice and its stock movement', async () => {
  const rig = testWorld()
  await rig.sim('POST', '/faults', { service: 'smartbill', kind: 'dropAfterCommit', match: { method: 'POST', path: '/invoice/v2' } })

  await assert.rejects(rig.smartbill('POST', '/invoice/v2', invoice({ useStock: true })), { name: 'TypeError' })

  assert.equal((await numbersIssued(rig)).length, 1)
  const { body } = await rig.smartbill('GET', `/stocks?cif=${cif}&date=2026-11-23&productCode=TEE-S&warehouseName=Depozit+Online`)
  assert.match(JSON.stringify(body), /"quantity":8/)
})

const broken = [
  {
    name: 'an error page before the effect',
    fault: { kind: 'http', status: 503, body: 'html', retryAfter: 7 },
    status: 503,
    issued: 0,
    text: /<html>/,
  },
  { name: 'an empty error', fault: { kind: 'http', status: 500, body: 'empty' }, status: 500, issued: 0, text: /^$/ },
  { name: 'an error in JSON', fault: { kind: 'http', status: 502 }, status: 502, issued: 0, text: /^\{/ },
  {
    name: 'an error page after the effect',
    fault: { kind: 'httpAfterCommit', body: 'html' },
    status: 502,
    issued: 1,
    text: /Gateway|Error/,
  },
  { name: 'an answer cut in the middle', fault: { kind: 'truncate' }, status: 200, issued: 1, text: /^\{[^}]*$/ },
  { name: 'a page instead of data', fault: { kind: 'html200' }, status: 200, issued: 0, text: /<html>/ },
  { name: 'a slow answer', fault: { kind: 'delay', ms: 1 }, status: 200, issued: 1, text: /"number":"0001"/ },
]

for (const { name, fault, status, issued, text } of broken) {
  test(`a service can be made to give ${name}`, async () => {
    const rig = testWorld()
    await rig.sim('POST', '/faults', { service: 'smartbill', ...fault })

    const told = await rig.smartbill('POST', '/invoice/v2', invoice())

    assert.equal(told.status, status)
    assert.match(told.text, text)
    assert.equal(told.headers.get('retry-after'), fault.retryAfter === undefined ? null : '7')
    assert.equal((await numbersIssued(rig)).length, issued)
    assert.equal((await rig.smartbill('GET', `/tax?cif=${cif}`)).status, 200)
  })
}

test('on a socket a dropped connection is a destroyed one', async (context) => {
  const { fetch: answer, world } = testWorld()
  const server = serve({ fetch: answer, hostname: '127.0.0.1', port: 0 })
  context.after(() => server.close())
  await once(server, 'listening')
  const address = server.address()
  assert.ok(typeof address === 'object' && address !== null)
  world.faults.plant({ service: 'smartbill', kind: 'dropAfterCommit', times: 1, match: {} })
  const headers = { authorization: basic('a@exemplu.ro', 'sb-token') }
  const url = `http://127.0.0.1:${address.port}/smartbill/SBORO/api/tax?cif=${cif}`

  await assert.rejects(fetch(url, { headers }), TypeError)

  const next = await fetch(url, { headers: { ...headers, connection: 'close' } })
  assert.equal(next.status, 200)
})
