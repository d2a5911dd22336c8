import type { ShopFile } from './shop-file.ts'
import type { Shop, ShopPlan, Switches } from './state.ts'

/** Points of the GraphQL bucket by plan: twenty seconds of refill. */
export const bucketOf: Record<ShopPlan, { readonly restoreRate: number; readonly maximum: number }> = {
  starter: { restoreRate: 100, maximum: 2_000 },
  basic: { restoreRate: 100, maximum: 2_000 },
  grow: { restoreRate: 100, maximum: 2_000 },
  advanced: { restoreRate: 200, maximum: 4_000 },
  plus: { restoreRate: 1_000, maximum: 20_000 },
}

/** What an app like ours asks for at installation. */
const defaultScopes = [
  'read_products',
  'write_products',
  'read_inventory',
  'write_inventory',
  'read_locations',
  'read_orders',
  'read_all_orders',
  'write_orders',
  'read_customers',
  'read_returns',
  'read_merchant_managed_fulfillment_orders',
  'write_merchant_managed_fulfillment_orders',
]

/** A shop with an owner, a plan and an app, and nothing in it yet. */
export function newShop(file: ShopFile, id: number, now: number): Shop {
  const plan = file.shopifyPlan ?? 'basic'
  return {
    id: file.id ?? id,
    domain: file.domain,
    name: file.name ?? file.domain.split('.')[0] ?? file.domain,
    currency: 'RON',
    token: file.token,
    clientId: file.clientId ?? 'demo',
    clientSecret: file.clientSecret ?? 'demo-secret',
    plan,
    piiAccess: file.piiAccess ?? 'full',
    webhooks: file.webhooks ?? null,
    scopes: new Set(file.scopes ?? defaultScopes),
    switches: switchesOf(file),
    locations: new Map(),
    products: new Map(),
    variants: new Map(),
    items: new Map(),
    orders: new Map(),
    refunds: new Map(),
    fulfilmentOrders: new Map(),
    fulfilments: new Map(),
    levels: { byItem: new Map(), byLocation: new Map() },
    variantOfItem: new Map(),
    ordersByName: new Map(),
    bySku: new Map(),
    customers: new Map(),
    adjustments: new Map(),
    jobs: new Set(),
    idempotency: new Map(),
    subscriptions: new Map(),
    outbox: { waiting: [], pumping: false },
    issuedTokens: new Map(),
    bucket: { points: bucketOf[plan].maximum, at: now },
    lastIds: new Map(),
    lastOrderNumber: 1_000,
  }
}

function switchesOf({ switches = {} }: ShopFile): Switches {
  return {
    setOnInactive: switches.setOnInactive ?? 'storesInactive',
    replay: switches.replay ?? 'rebuild',
    staleField: switches.staleField ?? 'path',
    withoutRestock: switches.withoutRestock ?? 'consume',
    levelWebhookOnCommitted: switches.levelWebhookOnCommitted ?? false,
  }
}
