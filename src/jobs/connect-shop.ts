import type { Context } from '#app/context.ts'
import { tenantId, type TenantId } from '#core/tenant.ts'
import { transaction } from '#db/client.ts'
import { readSweep } from '#db/sweeps.ts'
import { keepTenant, tenantById, type Tenant } from '#db/tenants.ts'
import { readShop } from '#shopify/read-shop.ts'
import { changeSettings, type SettingsChange } from './change-settings.ts'
import { readCatalogue } from './read-catalogue.ts'
import { adminWith, sealAccess, type ShopAccess } from './shop-access.ts'
import { readShopFacts } from './shop-facts.ts'
import { sweepOrders } from './sweep-orders.ts'
import { testConnection } from './test-connection.ts'
import { wake } from './wake.ts'

export type ConfiguredShop = {
  readonly domain: string
  readonly access: ShopAccess
  readonly subscription: 'basic' | 'advanced'
  readonly settings: SettingsChange
  readonly sandbox: boolean
}

/** Makes a configured shop ready to work: who it is, what is set, its catalogue, its orders, its service. Doing it again changes nothing. */
export async function connectShop(context: Context, shop: ConfiguredShop): Promise<TenantId> {
  const facts = await readShop(adminWith(context, shop.domain, shop.access.token))
  const id = tenantId(facts.shopId)
  await keepTenant(context.db, {
    tenantId: id,
    domain: facts.domain,
    name: facts.name,
    currency: facts.currency,
    access: sealAccess(context, id, shop.access),
    scopes: facts.scopes,
    subscription: shop.subscription,
    sandbox: shop.sandbox,
    now: context.io.clock.now(),
  })
  const tenant = await tenantById(context.db, id)
  await changeSettings(context, tenant, { change: shop.settings, expected: null, by: 'punte.yaml', check: () => undefined, locked: [] })
  await readWhatWasNeverRead(context, tenant)
  await transaction(context.db, async (tx) => {
    for (const kind of ['deliveries', 'orders', 'sweep', 'catalogue'] as const)
      await wake(context, tx, { tenantId: id, kind, connection: '' })
    for (const kind of ['invoices', 'stock'] as const) await wake(context, tx, { tenantId: id, kind, connection: 'smartbill' })
  })
  return id
}

/** Its catalogue, its orders, what its service offers: each once, however often a start is cut off before it comes to that. */
async function readWhatWasNeverRead(context: Context, tenant: Tenant): Promise<void> {
  const { tenantId } = tenant
  const { catalogueAt, sweptTo } = await readSweep(context.db, tenantId)
  if (catalogueAt === null) await readCatalogue(context, await readShopFacts(context, tenantId), null)
  if (sweptTo === null) await sweepOrders(context, await readShopFacts(context, tenantId))
  const { connection } = await readShopFacts(context, tenantId)
  if (connection !== undefined && connection.loaded === null) await testConnection(context, tenant)
}
