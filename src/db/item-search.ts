import type { Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

/** The items that are bound to some billing products. */
export async function itemsByArticle(
  db: Kysely<Schema>,
  { tenantId, connection }: { readonly tenantId: TenantId; readonly connection: string },
  articleKeys: readonly string[],
): Promise<readonly string[]> {
  // No name that is kept holds a NUL, and the database refuses to be asked for one.
  const askable = articleKeys.filter((key) => !key.includes('\0'))
  if (askable.length === 0) return []
  const rows = await db
    .selectFrom('bindings')
    .select('item_id')
    .where('tenant_id', '=', tenantId)
    .where('connection', '=', connection)
    .where('article_key', 'in', askable)
    .execute()
  return rows.map(({ item_id }) => item_id)
}
