export const shop = 'demo.myshopify.com'
export const cif = 'RO10203040'
export const sku = 'TEE-S'
export const warehouse = 'Depozit Online'
export const openOrders = 100

const location = 'Depozit'
const firstOrderNumber = 1001

/** The names that the world gives its open orders: #1001 and on. */
export const orderNames = Array.from({ length: openOrders }, (_, index) => `#${firstOrderNumber + index}`)

/** One product of which 1000 pieces are booked: 900 on sale and 100 in open, paid orders of one unit. The clock stands still. */
export const demoWorld = {
  seed: 1,
  now: '2026-11-23T08:00:00Z',
  clock: 'still',
  shops: [
    {
      domain: shop,
      token: 'shpat_demo',
      clientId: 'demo',
      clientSecret: 'demo-secret',
      shopifyPlan: 'basic',
      piiAccess: 'full',
      locations: [{ name: location }],
      products: [
        {
          title: 'Tricou',
          status: 'ACTIVE',
          variants: [
            {
              title: 'S',
              sku,
              barcode: '5941234567890',
              price: '60.50',
              stock: { [location]: { available: 900, committed: openOrders } },
            },
          ],
        },
      ],
    },
  ],
  smartbill: [
    {
      email: 'a@exemplu.ro',
      token: 'sb-token',
      cif,
      vatPayer: true,
      usesProductCodes: true,
      taxes: [{ name: 'Normala', percentage: 21 }],
      series: [{ name: 'SHOP', type: 'f', next: 1 }],
      warehouses: [{ name: warehouse, type: 'en gros' }],
      stock: [{ warehouse, code: sku, name: 'Tricou S', unit: 'buc', quantity: 1000 }],
    },
  ],
} as const

export type StockRule = 'exact' | 'documented'

export function demoConfig(rule: StockRule): string {
  return `shops:
  - domain: ${shop}
    access: { kind: static, token: shpat_demo, webhookSecret: demo-secret }
    subscription: advanced
    preferences: { useStock: true, stockRule: ${rule} }
    services:
      - kind: smartbill
        account: { email: a@exemplu.ro, token: sb-token, cif: ${cif} }
        invoice: { series: SHOP, trigger: paid, language: RO }
        warehouse: { use: true, name: ${warehouse}, sync: true }
        stock: [{ warehouse: ${warehouse}, location: ${location} }]
`
}
