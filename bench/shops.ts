/** Shops that are alike but for their number: each has its own SmartBill company, and with it its own allowance of calls. */
export type Furnishing = { readonly shops: number; readonly variants: number; readonly clock: 'still' | 'real' }

const unitsOnHand = 1_000
const variantsOfProduct = 10
const location = 'Depozit'
export const warehouse = 'Depozit Online'
const oldest = '2026-01-01'

export function domainOf(shop: number): string {
  return `bench-${shop}.myshopify.com`
}

export function cifOf(shop: number): string {
  return `RO${10_203_040 + shop}`
}

export function skuOf(variant: number): string {
  return `ART-${String(variant).padStart(5, '0')}`
}

export function webhookSecretOf(shop: number): string {
  return `secret-of-${shop}`
}

/** The world file: both sides begin in step. */
export function worldOf({ shops, variants, clock }: Furnishing, webhooks: string): object {
  const numbers = Array.from({ length: shops }, (_, shop) => shop)
  return {
    seed: 1,
    now: new Date().toISOString(),
    clock,
    shops: numbers.map((shop) => shopOf(shop, variants, webhooks)),
    smartbill: numbers.map((shop) => companyOf(shop, variants)),
  }
}

function shopOf(shop: number, variants: number, webhooks: string): object {
  return {
    domain: domainOf(shop),
    token: `shpat_${shop}`,
    clientId: `client-${shop}`,
    clientSecret: webhookSecretOf(shop),
    shopifyPlan: 'plus',
    piiAccess: 'full',
    webhooks,
    locations: [{ name: location }],
    products: Array.from({ length: Math.ceil(variants / variantsOfProduct) }, (_, product) => ({
      title: `Produs ${product}`,
      status: 'ACTIVE',
      variants: variantsIn(product, variants).map((variant) => ({
        title: `mărimea ${variant % variantsOfProduct}`,
        sku: skuOf(variant),
        price: '60.50',
        stock: { [location]: { available: unitsOnHand } },
      })),
    })),
  }
}

function variantsIn(product: number, variants: number): readonly number[] {
  const first = product * variantsOfProduct
  return Array.from({ length: Math.min(variantsOfProduct, variants - first) }, (_, place) => first + place)
}

function companyOf(shop: number, variants: number): object {
  return {
    email: `a${shop}@exemplu.ro`,
    token: `sb-${shop}`,
    cif: cifOf(shop),
    vatPayer: true,
    usesProductCodes: true,
    taxes: [{ name: 'Normala', percentage: 21 }],
    series: [{ name: 'SHOP', type: 'f', next: 1 }],
    warehouses: [{ name: warehouse, type: 'en gros', initialImport: oldest }],
    stock: Array.from({ length: variants }, (_, variant) => ({
      warehouse,
      code: skuOf(variant),
      name: `Produs ${variant}`,
      unit: 'buc',
      quantity: unitsOnHand,
    })),
  }
}

/** punte.yaml for them (JSON is YAML): both flows, invoices when paid, pushed and polled stock. */
export function configurationOf({ shops }: Furnishing): string {
  return JSON.stringify({
    shops: Array.from({ length: shops }, (_, shop) => ({
      domain: domainOf(shop),
      access: { kind: 'static', token: `shpat_${shop}`, webhookSecret: webhookSecretOf(shop) },
      subscription: 'advanced',
      preferences: { useStock: true, stockRule: 'exact', newProducts: 'asSeen', everyMinutes: 15 },
      services: [
        {
          kind: 'smartbill',
          account: { email: `a${shop}@exemplu.ro`, token: `sb-${shop}`, cif: cifOf(shop) },
          invoice: { series: 'SHOP', trigger: 'paid', language: 'RO' },
          warehouse: { use: true, name: warehouse, sync: true, codeType: 'sku', useWarehouseName: true },
          stock: [{ warehouse, location }],
        },
      ],
    })),
  })
}
