// The thread pool must get its size before anything uses it.
import { simulateDays, type Day } from './day.ts'
import assert from 'node:assert/strict'
import test, { after } from 'node:test'
import { ownDatabases } from '#test/database.ts'

const orders = 10

// A neighbour's open transaction keeps dead rows, and rows without an order then come otherwise: days have a server to themselves.
const databases = ownDatabases()
after(() => databases[Symbol.asyncDispose]())

/** One day with the orders that a test can afford, on a database of its own. */
export async function simulateDay(seed: number): Promise<Day> {
  await using database = await databases.open()
  return await simulateDays(database.url, { seed, days: 1, orders })
}

/** One test for each seed; what the days were is in the map once they are over. */
export function proveDays(seeds: readonly number[]): ReadonlyMap<number, Day> {
  const days = new Map<number, Day>()
  for (const seed of seeds) {
    test(`a day of faults, crashes and people at the same stock leaves every order invoiced once and Shopify right (seed ${seed})`, async () => {
      const day = await simulateDay(seed)
      days.set(seed, day)

      assert.deepEqual(day.broken, [], `seed ${seed}\n${day.tail.join('\n')}`)
      assert.ok(day.figures.orders >= orders && day.figures.invoices > 0 && day.figures.deliveries > 0 && day.figures.writes > 0)
    })
  }
  test('these days are not peaceful: in all of them processes die, and no two are alike', () => {
    const all = [...days.values()]

    assert.deepEqual(
      all.filter(({ figures }) => figures.deaths === 0).map(({ hash }) => hash),
      [],
    )
    assert.equal(new Set(all.map(({ hash }) => hash)).size, seeds.length)
  })
  return days
}
