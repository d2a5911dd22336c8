import type { ConfiguredShop } from '#jobs/connect-shop.ts'

/** Where the world of a story sends its webhooks. */
export const webhookAddress = 'http://punte.test/webhooks/shopify'

export type StoryWorld = {
  readonly now?: string
  readonly shop?: object
  readonly smartbill?: object
  readonly otherShops?: readonly object[]
}

/** A shop of one location with a shirt and a mug, and the SmartBill company that keeps its book: 1000 and 50 pieces. */
export function storyWorld({ now = '2026-11-23T08:00:00Z', shop = {}, smartbill = {}, otherShops = [] }: StoryWorld = {}): object {
  return {
    seed: 1,
    now,
    clock: 'still',
    shops: [
      {
        domain: 'demo.myshopify.com',
        name: 'Demo',
        token: 'shpat_demo',
        clientId: 'demo',
        clientSecret: 'demo-secret',
        shopifyPlan: 'advanced',
        piiAccess: 'full',
        webhooks: webhookAddress,
        locations: [{ name: 'Depozit' }],
        products: [
          {
            title: 'Tricou',
            status: 'ACTIVE',
            variants: [{ title: 'S', sku: 'TEE-S', barcode: '5941234567890', price: '60.50', stock: { Depozit: { available: 1000 } } }],
          },
          {
            title: 'Cană',
            status: 'ACTIVE',
            variants: [{ title: 'albă', sku: 'MUG-W', barcode: '5941234567906', price: '35.00', stock: { Depozit: { available: 50 } } }],
          },
        ],
        ...shop,
      },
      ...otherShops,
    ],
    smartbill: [
      {
        email: 'a@exemplu.ro',
        token: 'sb-token',
        cif: 'RO10203040',
        vatPayer: true,
        usesProductCodes: true,
        taxes: [
          { name: 'Normala', percentage: 21 },
          { name: 'SDD', percentage: 0 },
        ],
        series: [{ name: 'SHOP', type: 'f', next: 1 }],
        warehouses: [
          { name: 'Depozit Online', type: 'en gros' },
          { name: 'Magazin', type: 'en detail' },
        ],
        stock: [
          { warehouse: 'Depozit Online', code: 'TEE-S', name: 'Tricou S', unit: 'buc', quantity: 1000 },
          { warehouse: 'Depozit Online', code: 'MUG-W', name: 'Cana alba', unit: 'buc', quantity: 50 },
        ],
        push: { url: null, token: null },
        switches: {},
        ...smartbill,
      },
    ],
  }
}

/** Both flows, invoices when paid. */
export function demoShopSettings({
  preferences = {},
  invoice = {},
  warehouse = {},
}: {
  readonly preferences?: NonNullable<ConfiguredShop['settings']['preferences']>
  readonly invoice?: NonNullable<NonNullable<ConfiguredShop['settings']['services']>[number]['invoice']>
  readonly warehouse?: NonNullable<NonNullable<ConfiguredShop['settings']['services']>[number]['warehouse']>
} = {}): ConfiguredShop['settings'] {
  return {
    preferences: { useStock: true, ...preferences },
    services: [
      {
        kind: 'smartbill',
        account: { email: 'a@exemplu.ro', token: 'sb-token', cif: 'RO10203040' },
        invoice: { series: 'SHOP', trigger: 'paid', ...invoice },
        warehouse: { use: true, name: 'Depozit Online', sync: true, ...warehouse },
        stock: [{ warehouse: 'Depozit Online', location: 'Depozit' }],
      },
    ],
  }
}

type Place = 'Depozit' | 'Magazin'

/** A shop of two locations, each with a warehouse of its own; what stands on a shelf stands in its book. */
export function twoPlaces({
  shelf,
  trigger = 'paid',
}: {
  readonly shelf: Readonly<Record<string, Readonly<Partial<Record<Place, number>>>>>
  readonly trigger?: 'paid' | 'manual'
}): { readonly world: StoryWorld; readonly settings: ConfiguredShop['settings'] } {
  const warehouses = { Depozit: 'Depozit Online', Magazin: 'Magazin' } as const
  const products = Object.entries(shelf).map(([sku, places]) => {
    const stock = Object.fromEntries(Object.entries(places).map(([place, available]) => [place, { available }]))
    return { title: sku, variants: [{ title: sku, sku, price: '60.50', stock }] }
  })
  const rows = Object.entries(shelf).flatMap(([code, places]) =>
    Object.entries(places).map(([place, quantity]) => ({ warehouse: warehouses[place as Place], code, name: code, unit: 'buc', quantity })),
  )
  const { services = [], ...settings } = demoShopSettings({ invoice: { trigger } })
  const stock = [
    { warehouse: warehouses.Depozit, location: 'Depozit' },
    { warehouse: warehouses.Magazin, location: 'Magazin' },
  ]
  return {
    world: { shop: { locations: [{ name: 'Depozit' }, { name: 'Magazin' }], products }, smartbill: { stock: rows } },
    settings: { ...settings, services: services.map((service) => ({ ...service, stock })) },
  }
}
