import { openDb } from '#db/client.ts'
import { atMost, type Line } from './line.ts'
import { eventually, openOutside, type Call, type Outside } from './outside.ts'
import { atRest, startOver } from './punte.ts'
import { cifOf, skuOf, warehouse } from './shops.ts'

/** More than half of a shop's products changing at once would stop the run and ask a person. */
const variants = 2_000
const changed = 1_000
const pollMs = 15 * 60_000
/** The catalogue has a timetable of its own: its reading is no part of a run. */
const catalogueReading = new Set(['Locations', 'Variants'])
const writes = new Set(['SetAvailable', 'Activate', 'WriteDocuments', 'CancelOrder', 'Fulfil', 'invoice/v2'])

/** What one poll asks of the outside when a thousand of two thousand products changed in SmartBill, and when nothing did. The world's clock stands still between them. */
export async function callCounts(): Promise<readonly Line[]> {
  await using outside = await openOutside()
  await using punte = await startOver(outside, { shops: 1, variants, clock: 'still' }, { PUNTE_CLOCK_URL: `${outside.url}/_sim/clock` })
  await using db = openDb(punte.databaseUrl)
  // The first poll finds both sides in step; what it learns is not to be learned by the one that is counted.
  await polled(outside)
  for (let variant = 0; variant < changed; variant += 1) {
    await outside.control('POST', `/smartbill/${cifOf(0)}/nir`, { warehouse, code: skuOf(variant), quantity: 2 })
  }
  const busy = await polled(outside)
  await expectWritten(db, changed)
  const before = await runs(db)
  const idle = await polled(outside)
  return [
    atMost(6, { name: 'Shopify calls for 1,000 changed products', figure: count(busy, (call) => !isSmartBill(call)), unit: 'calls' }),
    atMost(1, { name: 'SmartBill calls for 1,000 changed products', figure: count(busy, isSmartBill), unit: 'calls' }),
    atMost(0, { name: 'writes when nothing changed', figure: count(idle, ({ what }) => writes.has(what)), unit: 'writes' }),
    atMost(0, { name: 'stored runs when nothing changed', figure: (await runs(db)) - before, unit: 'rows' }),
  ]
}

/** Moves the clock to the next poll and gives every call of it. */
async function polled(outside: Outside): Promise<readonly Call[]> {
  const before = outside.calls.length
  await outside.control('POST', '/clock', { advanceMs: pollMs })
  await eventually('the poll', () => outside.calls.slice(before).find(({ what }) => what === 'stocks'))
  await atRest(outside)
  return outside.calls.slice(before).filter(({ what }) => !catalogueReading.has(what))
}

function count(calls: readonly Call[], counts: (call: Call) => boolean): number {
  return calls.filter(counts).length
}

function isSmartBill({ about }: Call): boolean {
  return about.startsWith('/smartbill/')
}

type Db = ReturnType<typeof openDb>

async function runs(db: Db): Promise<number> {
  const { length } = await db.selectFrom('runs').select('run_id').execute()
  return length
}

/** Few calls are worth nothing where they did not do the work. */
async function expectWritten(db: Db, expected: number): Promise<void> {
  const { length } = await db.selectFrom('run_changes').select('item_id').where('outcome', '=', 'written').execute()
  if (length !== expected) throw new Error(`${length} of ${expected} changed products were written`)
}
