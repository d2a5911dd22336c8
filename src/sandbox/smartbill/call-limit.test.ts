import { test } from 'node:test'
import assert from 'node:assert/strict'
import { basic, cif, testWorld, type Told, type TestWorld } from '#sandbox/test-world.ts'

async function calls({ smartbill }: TestWorld, times: number): Promise<Told[]> {
  const told: Told[] = []
  for (let time = 0; time < times; time += 1) told.push(await smartbill('GET', `/tax?cif=${cif}`))
  return told
}

test('thirty calls in ten seconds are answered, and each says how many are left', async () => {
  const rig = testWorld()

  const told = await calls(rig, 30)
  const [first, last] = [told.at(0), told.at(-1)]

  assert.ok(told.every(({ status }) => status === 200))
  assert.equal(first?.headers.get('x-ratelimit-limit'), '30')
  assert.equal(first.headers.get('x-ratelimit-remaining'), '29')
  assert.equal(last?.headers.get('x-ratelimit-remaining'), '0')
  assert.equal(first.headers.get('x-ratelimit-reset'), String(Date.parse('2026-11-23T08:00:10Z') / 1000))
})

test('the calls are counted anew after ten seconds', async () => {
  const rig = testWorld()
  await calls(rig, 30)
  await rig.sim('POST', '/clock', { advanceMs: 10_000 })
  assert.ok((await calls(rig, 30)).every(({ status }) => status === 200))
})

test('one call more blocks the token for ten minutes, whatever is called', async () => {
  const rig = testWorld()
  const last = (await calls(rig, 31)).at(-1)
  assert.equal(last?.status, 429)
  assert.equal(last.headers.get('retry-after'), null)
  assert.equal((await rig.smartbill('GET', '/nowhere')).status, 429)

  await rig.sim('POST', '/clock', { advanceMs: 599_999 })
  assert.equal((await calls(rig, 1))[0]?.status, 429)
  await rig.sim('POST', '/clock', { advanceMs: 1 })
  assert.equal((await calls(rig, 1))[0]?.status, 200)
})

test('calls of a wrong token do not count against the right one', async () => {
  const rig = testWorld()
  for (let time = 0; time < 40; time += 1)
    await rig.smartbill('GET', `/tax?cif=${cif}`, undefined, { authorization: basic('a@exemplu.ro', 'other') })
  assert.equal((await calls(rig, 1))[0]?.status, 200)
})

test('by a switch a call during a block begins it again', async () => {
  const rig = testWorld({ switches: { blockProlonged: true } })
  await calls(rig, 31)
  await rig.sim('POST', '/clock', { advanceMs: 500_000 })
  await calls(rig, 1)
  await rig.sim('POST', '/clock', { advanceMs: 200_000 })
  assert.equal((await calls(rig, 1))[0]?.status, 429)
})

const looks = [
  { switches: {}, status: 429, text: /^\{"errorText":"Ati depasit/, retryAfter: null },
  { switches: { rateLimitStatus: 403 }, status: 403, text: /errorText/, retryAfter: null },
  { switches: { rateLimitBody: 'html' }, status: 429, text: /<html>/, retryAfter: null },
  { switches: { rateLimitBody: 'empty', rateLimitRetryAfter: true }, status: 429, text: /^$/, retryAfter: '600' },
] as const

for (const { switches, status, text, retryAfter } of looks) {
  test(`a block looks as the switches say: ${JSON.stringify(switches)}`, async () => {
    const rig = testWorld({ switches })
    await rig.sim('POST', '/faults', { service: 'smartbill', kind: 'block' })
    const [told] = await calls(rig, 1)
    assert.equal(told?.status, status)
    assert.match(told.text, text)
    assert.equal(told.headers.get('retry-after'), retryAfter)
  })
}

test('one call can be throttled without a block', async () => {
  const rig = testWorld()
  await rig.sim('POST', '/faults', { service: 'smartbill', kind: 'throttle' })
  assert.deepEqual(
    (await calls(rig, 2)).map(({ status }) => status),
    [429, 200],
  )
})
