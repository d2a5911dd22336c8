import type { Chance } from './chance.ts'
import { control, later, pick, type Stage } from './people.ts'
import { skus } from './day-world.ts'

const minute = 60_000
/** An hour has so many faults at most, on average half of it. */
const faultEveryMsMax = 40 * minute
const outageEveryMsMax = 20 * 60 * minute
const outageMsMax = 45 * minute

type Weather = Pick<Stage, 'process' | 'chance' | 'outside' | 'end'>
type Fault = (chance: Chance) => object

const onInvoice = { service: 'smartbill', match: { method: 'POST', path: '/invoice/v2' } }
const onLevels = { service: 'shopify', match: { field: 'inventorySetQuantities' } }
const badGateway = { status: 502, body: 'html' }

const faults: readonly Fault[] = [
  () => ({ ...onInvoice, kind: 'dropAfterCommit' }),
  () => ({ ...onInvoice, kind: 'dropBeforeCommit' }),
  () => ({ ...onInvoice, kind: 'httpAfterCommit', ...badGateway }),
  () => ({ ...onInvoice, kind: 'truncate' }),
  () => ({ ...onInvoice, kind: 'html200' }),
  () => ({ ...onInvoice, kind: 'humanInvoice', series: 'SHOP' }),
  () => ({ ...onInvoice, kind: 'delay', ms: 45_000 }),
  () => ({ service: 'smartbill', kind: 'block' }),
  () => ({ service: 'smartbill', kind: 'truncate', match: { path: '/stocks' } }),
  () => ({ service: 'smartbill', kind: 'http', ...badGateway, times: 3 }),
  (chance) => ({ service: 'smartbill', kind: 'delay', ms: 1_000 + chance.below(40_000), times: 3 }),
  () => ({ ...onLevels, kind: 'dropAfterCommit' }),
  () => ({ ...onLevels, kind: 'dropBeforeCommit' }),
  () => ({ ...onLevels, kind: 'truncate' }),
  (chance) => ({ ...onLevels, kind: 'concurrentSale', sku: pick(chance, skus), quantity: 1 }),
  () => ({ service: 'shopify', kind: 'throttle', times: 2 }),
  () => ({ service: 'shopify', kind: 'http', status: 503, body: 'json', times: 3 }),
  (chance) => ({ service: 'shopify', kind: 'staleRead', ms: 1_000 + chance.below(20_000) }),
  (chance) => ({ service: 'webhooks', kind: 'drop', times: 1 + chance.below(20) }),
  (chance) => ({ service: 'webhooks', kind: 'duplicate', times: 1 + chance.below(20) }),
  (chance) => ({ service: 'webhooks', kind: 'shuffle', times: 1 + chance.below(20) }),
  (chance) => ({ service: 'webhooks', kind: 'badHmac', times: 1 + chance.below(3) }),
  (chance) => ({ service: 'webhooks', kind: 'delay', ms: chance.below(600_000), times: 1 + chance.below(5) }),
]

/** Things go wrong now and then, one after the other, until the end. */
export function letThingsGoWrong(weather: Weather): void {
  void now()
  void outages()

  async function now(): Promise<void> {
    while (await later(weather, faultEveryMsMax)) await control(weather, 'POST', '/faults', pick(weather.chance, faults)(weather.chance))
  }

  /** A service is away for a while. */
  async function outages(): Promise<void> {
    while (await later(weather, outageEveryMsMax)) {
      const service = pick(weather.chance, ['smartbill', 'shopify'])
      const planted = await control(weather, 'POST', '/faults', { service, kind: 'http', ...badGateway, times: 1_000_000 })
      const back = new Date(weather.process.io.clock.now().getTime() + weather.chance.below(outageMsMax))
      await weather.process.io.clock.until(back)
      // After the end all faults are gone already.
      if (back < weather.end && typeof planted === 'object' && planted !== null && 'id' in planted)
        await control(weather, 'DELETE', `/faults/${String(planted.id)}`)
    }
  }
}
