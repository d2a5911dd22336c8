import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSealer, prefixOf } from './sealer.ts'

const place = { tenantId: '7', column: 'connections.credentials' } as const
const secret = 'a secret of thirty-two characters!'
const sealer = createSealer(() => [secret])

test('what was sealed is read back, and is not in the record', () => {
  const sealed = sealer.seal('sb-token', place)

  assert.equal(sealer.open(sealed, place), 'sb-token')
  assert.ok(!sealed.includes('sb-token'))
})

test('a record sealed for one tenant does not open for another', () => {
  const sealed = sealer.seal('sb-token', place)

  assert.throws(() => sealer.open(sealed, { ...place, tenantId: '8' }))
  assert.throws(() => sealer.open(sealed, { ...place, column: 'tenants.access' }))
})

test('another key is refused by name, not by garbage', () => {
  const sealed = sealer.seal('sb-token', place)

  assert.throws(() => createSealer(() => ['another secret of thirty-two chars']).open(sealed, place), /check PUNTE_SECRET_KEY/)
})

test('of several keys the first seals and every one opens, and they may change at any moment', () => {
  let secrets = [secret]
  const changing = createSealer(() => secrets)
  const before = changing.seal('sb-token', place)
  secrets = ['a newer secret of thirty-two chars', secret]
  const after = changing.seal('sb-token', place)

  assert.deepEqual(
    [before, after].map((sealed) => changing.open(sealed, place)),
    ['sb-token', 'sb-token'],
  )
  assert.ok(before.startsWith(prefixOf(secret)) && after.startsWith(prefixOf('a newer secret of thirty-two chars')))
  assert.throws(() => sealer.open(after, place), /check PUNTE_SECRET_KEY/)
})

test('the same text is never sealed to the same record twice', () => {
  assert.notEqual(sealer.seal('sb-token', place), sealer.seal('sb-token', place))
})
