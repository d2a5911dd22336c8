import { demoShopSettings, storyWorld } from '#test/story-world.ts'
import type { ConfiguredShop } from '#jobs/connect-shop.ts'
import type { Chance } from './chance.ts'

export const domain = 'demo.myshopify.com'
export const cif = 'RO10203040'
export const warehouse = 'Depozit Online'
export const location = 'Depozit'
export const series = 'SHOP'

const prices = ['60.50', '35.00', '19.99', '249.90', '121.00', '7.35']
/** Enough that a day never sells one out for long, little enough that it is close. */
const stockAtStart = { least: 40, most: 160 }

export const skus: readonly string[] = prices.map((_price, index) => `ART-${index + 1}`)

/** One shop of six products and the SmartBill company that keeps its book. */
export function worldOfDay(chance: Chance, now: Date): object {
  const articles = skus.map((sku, index) => ({
    sku,
    price: prices[index] ?? '10.00',
    units: stockAtStart.least + chance.below(stockAtStart.most - stockAtStart.least),
  }))
  return {
    ...storyWorld({
      now: now.toISOString(),
      shop: {
        products: articles.map(({ sku, price, units }) => ({
          title: `Articol ${sku}`,
          status: 'ACTIVE',
          variants: [{ title: 'unic', sku, barcode: `59400${sku.slice(-1)}`, price, stock: { [location]: { available: units } } }],
        })),
      },
      smartbill: {
        stock: articles.map(({ sku, units }) => ({ warehouse, code: sku, name: `Articol ${sku}`, unit: 'buc', quantity: units })),
      },
    }),
    clock: 'real',
  }
}

export function shopOfDay(everyMinutes: number): ConfiguredShop {
  return {
    domain,
    access: { kind: 'static', token: 'shpat_demo', webhookSecret: 'demo-secret' },
    subscription: 'advanced',
    sandbox: false,
    settings: demoShopSettings({ preferences: { newProducts: 'asSeen', everyMinutes } }),
  }
}
