import { simulateDays } from '#test/simulation/day.ts'
import { parseArgs } from 'node:util'
import { migrate } from '#db/migrate.ts'
import { startTestServer } from './database-server.ts'

const ordersPerDay = 40
const migratedAt = new Date('2026-01-01T00:00:00Z')

/** `npm run simulate -- --seed N --days D [--orders N] [--trace]`: the hash of the journal comes last; exit 1 when something broke. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seed: { type: 'string' }, days: { type: 'string' }, orders: { type: 'string' }, trace: { type: 'boolean' } },
  })
  const seed = wholeNumber('seed', values.seed, 1)
  const days = wholeNumber('days', values.days, 1)
  const orders = wholeNumber('orders', values.orders, days * ordersPerDay)
  await using server = await startTestServer()
  await migrate(server.url, { now: migratedAt })

  const began = performance.now()
  const trace = values.trace === true ? { onLine: (line: string) => console.log(line) } : {}
  const { hash, tail, broken, figures } = await simulateDays(server.url, { seed, days, orders, ...trace })
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  if (broken.length > 0) {
    console.log(tail.join('\n'))
    console.log(`seed ${seed} broke:\n${broken.map((one) => `  ${one}`).join('\n')}`)
    process.exitCode = 1
  }
  const said = Object.entries(figures).map(([name, figure]) => `${name}=${figure}`)
  console.log(`seed=${seed} days=${days} ${said.join(' ')} seconds=${seconds}`)
  console.log(hash)
}

function wholeNumber(name: string, given: string | undefined, otherwise: number): number {
  const number = given === undefined ? otherwise : Number(given)
  if (Number.isSafeInteger(number) && number >= 1) return number
  console.error(`--${name} is a whole number from 1 on, not ${given}`)
  process.exit(2)
}

await main()
