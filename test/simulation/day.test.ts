import { proveDays, simulateDay } from './prove-days.ts'
import assert from 'node:assert/strict'
import test from 'node:test'

const days = proveDays([1, 2, 3, 4, 5])

test('the same seed lives the same day again, to the last statement', async () => {
  assert.equal((await simulateDay(1)).hash, days.get(1)?.hash)
})
