// The thread pool must get its size before anything uses it.
import { simulateDays, type Day } from './day.ts'
import assert from 'node:assert/strict'
import test from 'node:test'
import { testDatabase } from '#test/database.ts'

const seeds = Array.from({ length: 10 }, (_none, index) => index + 1)
const orders = 10

async function simulated(seed: number): Promise<Day> {
  await using database = await testDatabase()
  return await simulateDays(database.url, { seed, days: 1, orders })
}

const first = new Map<number, Day>()

for (const seed of seeds) {
  test(`a day of faults, crashes and people at the same stock leaves every order invoiced once and Shopify right (seed ${seed})`, async () => {
    const day = await simulated(seed)
    first.set(seed, day)

    assert.deepEqual(day.broken, [], `seed ${seed}\n${day.tail.join('\n')}`)
    assert.ok(day.figures.orders >= orders && day.figures.invoices > 0 && day.figures.deliveries > 0 && day.figures.writes > 0)
  })
}

test('the same seed lives the same day again, to the last statement', async () => {
  assert.equal((await simulated(1)).hash, first.get(1)?.hash)
  assert.equal(new Set([...first.values()].map(({ hash }) => hash)).size, seeds.length)
})

test('the days of the seeds are not peaceful: processes die in them', () => {
  const deaths = [...first.values()].reduce((sum, { figures }) => sum + figures.deaths, 0)

  assert.ok(deaths >= seeds.length)
})
