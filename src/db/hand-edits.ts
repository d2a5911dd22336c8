import type { Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

/** A figure that somebody else changed in Shopify. */
export type StoredHandEdit = {
  readonly itemId: string
  readonly locationId: string
  readonly at: Date
  readonly from: number
  readonly to: number
}

export async function keepHandEdit(tx: Kysely<Schema>, tenantId: TenantId, edit: StoredHandEdit): Promise<void> {
  await tx
    .insertInto('hand_edits')
    .values({
      tenant_id: tenantId,
      item_id: edit.itemId,
      location_id: edit.locationId,
      at: edit.at,
      from_quantity: edit.from,
      to_quantity: edit.to,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function handEditsSince(
  db: Kysely<Schema>,
  tenantId: TenantId,
  { itemId, locationId }: { readonly itemId: string; readonly locationId: string },
  since: Date,
): Promise<number> {
  const row = await db
    .selectFrom('hand_edits')
    .select((expression) => expression.fn.countAll<string>().as('count'))
    .where('tenant_id', '=', tenantId)
    .where('item_id', '=', itemId)
    .where('location_id', '=', locationId)
    .where('at', '>', since)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
