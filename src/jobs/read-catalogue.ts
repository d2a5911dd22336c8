import type { Context } from '#app/context.ts'
import type { WakeUp } from '#core/tenant.ts'
import { transaction } from '#db/client.ts'
import { keepLocations } from '#db/locations.ts'
import { keepCatalogueRead, readSweep } from '#db/sweeps.ts'
import { forgetUnseen, keepVariants } from '#db/variants.ts'
import { readLocations } from '#shopify/read-shop.ts'
import { readVariants } from '#shopify/read-variants.ts'
import { matchProducts } from './match-products.ts'
import { providerOf } from './provider-of.ts'
import { readBilling } from './read-billing.ts'
import { adminOf } from './shop-access.ts'
import { readShopFacts, type ShopFacts } from './shop-facts.ts'

/** Shopify's index of changes may be late: a read begins so much before the last one. */
const overlapMs = 10 * 60_000
/** Without a hint the catalogue is read for changes this often. */
const everyMs = 15 * 60_000

/** Reads what changed in the shop's catalogue and binds it. */
export async function drainCatalogue(context: Context, { tenantId }: WakeUp): Promise<Date | null> {
  const facts = await readShopFacts(context, tenantId)
  const { catalogueAt } = await readSweep(context.db, tenantId)
  await readCatalogue(context, facts, catalogueAt === null ? null : new Date(catalogueAt.getTime() - overlapMs))
  await readArticles(context, await readShopFacts(context, tenantId))
  await matchProducts(context, await readShopFacts(context, tenantId), { atOnce: false })
  return new Date(context.io.clock.now().getTime() + everyMs)
}

/** Where no run reads the billing products, they are read here: an invoice names them. */
async function readArticles(context: Context, facts: ShopFacts): Promise<void> {
  const provider = facts.running.b ? null : providerOf(context, facts, 'stock')
  const warehouses = [facts.service?.warehouse.name, ...(facts.service?.stock ?? []).map(({ warehouse }) => warehouse)]
  const named = [...new Set(warehouses.filter((name) => typeof name === 'string'))]
  if (provider === null || named.length === 0) return
  await readBilling(context, { tenantId: facts.tenant.tenantId, provider, warehouses: named, articleKeys: null })
}

/** `since` null reads everything, and what it does not show is gone. */
export async function readCatalogue(context: Context, { tenant }: ShopFacts, since: Date | null): Promise<void> {
  const shop = adminOf(context, tenant)
  const began = context.io.clock.now()
  const locations = await readLocations(shop)
  const variants = await readVariants(shop, since)
  await transaction(context.db, async (tx) => {
    await keepLocations(tx, tenant.tenantId, locations, began)
    await keepVariants(tx, tenant.tenantId, variants, began)
    if (since === null) await forgetUnseen(tx, tenant.tenantId, began)
    await keepCatalogueRead(tx, tenant.tenantId, began)
  })
}
