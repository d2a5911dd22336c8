import { z } from 'zod'
import { atMost, percentile, type Line } from './line.ts'
import { eventually, openOutside, pause, type Outside } from './outside.ts'
import { ownMs } from './own-time.ts'
import { startOver } from './punte.ts'
import { domainOf, skuOf } from './shops.ts'

const boundMs = 250
const variants = 200
/** An invoice and what follows from it take five or six of the 24 SmartBill calls that an account may make in ten seconds: the shops take turns. */
const shops = 4
const betweenMs = 700
const samples = { few: 40, many: 200 }
const Placed = z.object({ id: z.string(), name: z.string() })
/** What an invoice waits for: the order is read twice, then its buyer, then it is claimed, then the series is read. Calls of the stock run beside it are not among them. */
const awaited = new Set(['Orders', 'OrderLines', 'Buyer', 'ClaimInvoice', 'series', 'invoice/v2'])

/**
 * From the 200 that a paid order's webhook gets to the end of the service's answer to the invoice, one order at a time.
 * Of this the time is taken off in which the simulated services were answering a call that the invoice waits for, as they measured it themselves.
 */
export async function invoiceLatency({ full }: { readonly full: boolean }): Promise<readonly Line[]> {
  await using outside = await openOutside()
  await using _punte = await startOver(outside, { shops, variants, clock: 'real' })
  const own: number[] = []
  for (let sample = -shops; sample < (full ? samples.many : samples.few); sample += 1) {
    const elapsed = await issueOne(outside, sample + shops)
    // The first of each shop meets code that has never run: it is no sample of the ninety-five in a hundred that follow for years.
    if (sample >= 0) own.push(elapsed)
    await pause(betweenMs)
  }
  return [atMost(boundMs, { name: 'webhook accepted to invoice issued, own time, p95', figure: percentile(own, 95), unit: 'ms' })]
}

async function issueOne({ control, calls, sent }: Outside, number: number): Promise<number> {
  const [callsBefore, sentBefore] = [calls.length, sent.length]
  const order = { lines: [{ sku: skuOf(number % variants), quantity: 1 }], paid: true }
  const { body } = await control('POST', `/shopify/${domainOf(number % shops)}/orders`, order)
  const { name } = Placed.parse(body)
  const issued = await eventually(`the invoice of ${name}`, () =>
    calls.slice(callsBefore).find(({ what, about }) => what === 'invoice/v2' && about.includes(name)),
  )
  const accepted = sent.slice(sentBefore).find(({ what, status }) => what === 'orders/create' && status === 200)
  if (accepted === undefined) throw new Error(`${name} was invoiced and its webhook never accepted`)
  const waitedFor = calls.slice(callsBefore).filter(({ what }) => awaited.has(what))
  return ownMs(accepted.accepted, issued.ended, waitedFor)
}
