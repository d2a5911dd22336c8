import type { Kysely } from 'kysely'
import { quantity } from '#core/quantity.ts'
import type { Reading } from '#core/stock-types.ts'
import { lastFigures } from '#db/product-views.ts'
import type { Schema } from '#db/schema.ts'
import type { ShopFacts } from './shop-facts.ts'
import { readingOf, type Pairing } from './stock-facts.ts'

/** What billing last said of some products in a pairing's warehouses, by article key. Those it said nothing of are absent. */
export async function storedReadings(
  db: Kysely<Schema>,
  { tenant, service }: Pick<ShopFacts, 'tenant' | 'service'>,
  { warehouses }: Pick<Pairing, 'warehouses'>,
  articleKeys: readonly string[],
): Promise<ReadonlyMap<string, Reading>> {
  const figures = await lastFigures(db, { tenantId: tenant.tenantId, connection: service?.kind ?? '' }, articleKeys)
  const here = figures.filter(({ warehouse }) => warehouses.includes(warehouse))
  const readings = new Map<string, Reading>()
  for (const [articleKey, parts] of Map.groupBy(here, (each) => each.articleKey)) {
    const reading = readingOf(parts.map((part) => ({ stock: quantity(part.quantity), asked: part.askedAt, answered: part.answeredAt })))
    if (reading !== null) readings.set(articleKey, reading)
  }
  return readings
}
