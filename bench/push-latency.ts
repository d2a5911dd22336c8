import { z } from 'zod'
import { atMost, percentile, type Line } from './line.ts'
import { eventually, openOutside, pause, type Outside } from './outside.ts'
import { ownMs } from './own-time.ts'
import { startOver, type Punte } from './punte.ts'
import { cifOf, domainOf, skuOf, warehouse } from './shops.ts'

const boundMs = 250
const variants = 200
const shops = 4
const betweenMs = 500
const samples = { few: 40, many: 150 }
const Service = z.object({ push: z.object({ url: z.string(), token: z.string() }) })

/**
 * From the answer that SmartBill's push gets to the end of Shopify's answer to the write, one product at a time.
 * The run asks one thing after the other, so the time in which the simulated services were answering any call is taken off, as they measured it themselves.
 */
export async function pushLatency({ full }: { readonly full: boolean }): Promise<readonly Line[]> {
  await using outside = await openOutside()
  await using punte = await startOver(outside, { shops, variants, clock: 'real' })
  for (let shop = 0; shop < shops; shop += 1) await tellAddress(outside, punte, shop)
  const own: number[] = []
  for (let sample = -shops; sample < (full ? samples.many : samples.few); sample += 1) {
    const elapsed = await moveOne(outside, sample + shops)
    // The first of each shop meets code that has never run.
    if (sample >= 0) own.push(elapsed)
    await pause(betweenMs)
  }
  return [atMost(boundMs, { name: 'push accepted to Shopify written, own time, p95', figure: percentile(own, 95), unit: 'ms' })]
}

async function tellAddress({ control }: Outside, { api }: Punte, shop: number): Promise<void> {
  const { push } = Service.parse((await api('GET', `/shops/${domainOf(shop)}/services/smartbill`)).body)
  await control('PATCH', `/smartbill/${cifOf(shop)}/settings`, { push })
}

async function moveOne({ control, calls, sent }: Outside, number: number): Promise<number> {
  const [callsBefore, sentBefore] = [calls.length, sent.length]
  const code = skuOf(number % variants)
  await control('POST', `/smartbill/${cifOf(number % shops)}/nir`, { warehouse, code, quantity: 3 })
  const written = await eventually(`the write of ${code}`, () => calls.slice(callsBefore).find(({ what }) => what === 'SetAvailable'))
  const pushed = sent.slice(sentBefore).find(({ what, status }) => what === 'push' && status === 200)
  if (pushed === undefined) throw new Error(`${code} was written and its push never accepted`)
  return ownMs(pushed.accepted, written.ended, calls.slice(callsBefore))
}
