import type { Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type StoredLocation = { readonly locationId: string; readonly name: string; readonly active: boolean }

/** Puts what was read in the place of what was known. */
export async function keepLocations(
  tx: Kysely<Schema>,
  tenantId: TenantId,
  locations: readonly StoredLocation[],
  seenAt: Date,
): Promise<void> {
  for (const { locationId, name, active } of locations) {
    const read = { name, active, seen_at: seenAt }
    await tx
      .insertInto('locations')
      .values({ tenant_id: tenantId, location_id: locationId, ...read })
      .onConflict((conflict) => conflict.columns(['tenant_id', 'location_id']).doUpdateSet(read))
      .execute()
  }
  await tx.deleteFrom('locations').where('tenant_id', '=', tenantId).where('seen_at', '<', seenAt).execute()
}

export async function allLocations(db: Kysely<Schema>, tenantId: TenantId): Promise<readonly StoredLocation[]> {
  const rows = await db
    .selectFrom('locations')
    .select(['location_id', 'name', 'active'])
    .where('tenant_id', '=', tenantId)
    .orderBy('location_id')
    .execute()
  return rows.map((row) => ({ locationId: row.location_id, name: row.name, active: row.active }))
}
