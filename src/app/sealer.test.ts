import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createSealer } from './sealer.ts'

const place = { tenantId: '7', column: 'connections.credentials' }
const sealer = createSealer('a secret of thirty-two characters!')

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

  assert.throws(() => createSealer('another secret of thirty-two chars').open(sealed, place), /check PUNTE_SECRET_KEY/)
})

test('the same text is never sealed to the same record twice', () => {
  assert.notEqual(sealer.seal('sb-token', place), sealer.seal('sb-token', place))
})
