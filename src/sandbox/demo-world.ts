import type { z } from 'zod'
import { demoBuyers, demoCompanies, demoProducts } from './demo-catalogue.ts'
import { seededRandom } from './random.ts'
import type { WorldFile } from './world-file.ts'

type WorldInput = z.input<typeof WorldFile>
type ShopInput = NonNullable<WorldInput['shops']>[number]
type ProductInput = ShopInput['products'][number]
type OrderInput = NonNullable<ShopInput['orders']>[number]
type CompanyInput = NonNullable<WorldInput['smartbill']>[number]
type StockInput = CompanyInput['stock'][number]

const seed = 7
const ordersCount = 24
/** Orders of the demo were placed one after the other, this long apart, the newest two hours ago. */
const orderEveryMs = 5_400_000
const newestOrderMs = 7_200_000
const location = 'Depozit'
const shopLocation = 'Magazin Cluj'
const warehouse = 'Depozit Online'
const shopWarehouse = 'Magazin'

export type DemoAddresses = { readonly webhooks: string | null; readonly pushUrl: string | null; readonly pushToken: string | null }

/** A shop of about 200 variants, open orders, and a SmartBill company whose stock is what is on sale plus what is owed, for all but a few. */
export function demoWorld(nowMs: number, { webhooks, pushUrl, pushToken }: DemoAddresses): WorldInput {
  const random = seededRandom(seed)
  const sellable = demoProducts.flatMap((product, p) =>
    product.variants.map((title, v) => ({
      product: p,
      title,
      sku: `${product.code}-${String(v + 1).padStart(2, '0')}`,
      barcode: `59412${String(p + 1).padStart(3, '0')}${String(v + 1).padStart(4, '0')}`,
      available: 3 + Math.floor(random() * 90),
      inShop: Math.floor(random() * 12),
    })),
  )
  const orders = Array.from({ length: ordersCount }, (_, index) =>
    demoOrder(random, sellable, nowMs - newestOrderMs - (ordersCount - 1 - index) * orderEveryMs),
  )
  const owed = unitsBySku(orders)
  const products = demoProducts.map((product, p): ProductInput => ({
    title: product.title,
    vendor: product.vendor,
    variants: sellable
      .filter((variant) => variant.product === p)
      .map(({ title, sku, barcode, available, inShop }) => ({
        title,
        sku,
        barcode: withCheckDigit(barcode),
        price: (product.priceBani / 100).toFixed(2),
        stock: { [location]: { available, committed: owed.get(sku) ?? 0 }, [shopLocation]: { available: inShop } },
      })),
  }))
  const stock = sellable.flatMap(({ product, title, sku, available, inShop }): StockInput[] => {
    const row = { code: sku, name: `${demoProducts[product]?.title ?? ''} ${title}`, unit: 'buc' }
    return [
      { ...row, warehouse, quantity: available + (owed.get(sku) ?? 0) },
      { ...row, warehouse: shopWarehouse, quantity: inShop },
    ]
  })
  return {
    seed,
    now: new Date(nowMs).toISOString(),
    clock: 'real',
    shops: [
      {
        domain: 'demo.myshopify.com',
        name: 'Prăvălia Demo',
        token: 'shpat_demo',
        clientId: 'demo',
        clientSecret: 'demo-secret',
        shopifyPlan: 'basic',
        piiAccess: 'full',
        webhooks,
        locations: [{ name: location }, { name: shopLocation }],
        products: [...products, ...faultyProducts()],
        orders,
      },
    ],
    smartbill: [demoCompany([...stock.map(astray), ...faultyStock()], { url: pushUrl, token: pushToken })],
  }
}

function demoCompany(stock: StockInput[], push: CompanyInput['push']): CompanyInput {
  return {
    email: 'a@exemplu.ro',
    token: 'sb-token',
    v3Token: 'sb-v3',
    cif: 'RO10203040',
    taxes: [
      { name: 'Normala', percentage: 21 },
      { name: 'Redusa', percentage: 11 },
      { name: 'Taxare inversa', percentage: 0 },
    ],
    series: [
      { name: 'SHOP', type: 'f', next: 1 },
      { name: 'PRO', type: 'p', next: 1 },
      { name: 'CH', type: 'c', next: 1 },
    ],
    warehouses: [
      { name: warehouse, type: 'en gros' },
      { name: shopWarehouse, type: 'en detail' },
    ],
    stock,
    push,
  }
}

type Sellable = { readonly sku: string }

function demoOrder(random: () => number, sellable: readonly Sellable[], atMs: number): OrderInput {
  const lines = Array.from({ length: 1 + Math.floor(random() * 3) }, () => sellable[Math.floor(random() * sellable.length)]?.sku ?? '')
  const company = random() < 0.2 ? demoCompanies[Math.floor(random() * demoCompanies.length)] : undefined
  const buyer = company ?? demoBuyers[Math.floor(random() * demoBuyers.length)] ?? demoBuyers[0]
  return {
    lines: [...new Set(lines)].map((sku) => ({ sku, quantity: 1 + Math.floor(random() * 2) })),
    paid: random() < 0.85,
    shipping: { title: 'Curier', price: '18.15' },
    customer: { ...buyer, country: 'Romania' },
    at: new Date(atMs).toISOString(),
  }
}

function unitsBySku(orders: readonly OrderInput[]): Map<string, number> {
  const units = new Map<string, number>()
  for (const { lines } of orders) for (const { sku = '', quantity } of lines) units.set(sku, (units.get(sku) ?? 0) + quantity)
  return units
}

/** Every fortieth figure differs from the shop's: there is something to correct. */
function astray(row: StockInput, index: number): StockInput {
  return index % 40 === 8 ? { ...row, quantity: row.quantity + 2 } : row
}

/** What every real shop has a few of: no code, one code twice, not tracked, a bundle, a code in another case. */
function faultyProducts(): ProductInput[] {
  const stock = { [location]: { available: 5 } }
  return [
    { title: 'Felicitare scrisă de mână', variants: [{ price: '12.00', stock }] },
    {
      title: 'Set de căni (serie veche)',
      variants: [
        { title: 'alb', sku: 'SET-CANI', barcode: '5941299900015', price: '99.00', stock },
        { title: 'negru', sku: 'SET-CANI', barcode: '5941299900022', price: '99.00', stock },
      ],
    },
    { title: 'Ambalare cadou', variants: [{ sku: 'CADOU', price: '10.00', tracked: false }] },
    { title: 'Pachet de iarnă', variants: [{ sku: 'PACHET-IARNA', price: '189.00', requiresComponents: true }] },
    { title: 'Breloc gravat', variants: [{ sku: 'bre-01', price: '19.90', stock }] },
  ]
}

function faultyStock(): StockInput[] {
  return [
    { warehouse, code: 'SET-CANI', name: 'Set de căni', unit: 'buc', quantity: 10 },
    { warehouse, code: 'BRE-01', name: 'Breloc gravat', unit: 'buc', quantity: 5 },
    { warehouse, code: 'AMB-CUTIE', name: 'Cutie de carton (ambalaj)', unit: 'buc', quantity: 400 },
    { warehouse, code: 'CAF-VRAC', name: 'Cafea boabe vrac', unit: 'kg', quantity: 12.5 },
  ]
}

/** EAN-13: the thirteenth digit follows from the twelve before it. */
function withCheckDigit(twelve: string): string {
  const sum = Array.from(twelve).reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 1 : 3), 0)
  return `${twelve}${(10 - (sum % 10)) % 10}`
}
