import { sql, type Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type Mismatch = {
  readonly variantId: string
  readonly itemId: string
  readonly reason: 'unmatched' | 'ambiguous' | 'noCode'
  readonly key: string | null
  readonly suggestions: readonly { readonly code: string; readonly name: string }[]
}

/** The variants that are bound to nothing are exactly these. */
export async function replaceMismatches(
  tx: Kysely<Schema>,
  { tenantId, connection }: { readonly tenantId: TenantId; readonly connection: string },
  mismatches: readonly Mismatch[],
): Promise<void> {
  await tx.deleteFrom('mismatches').where('tenant_id', '=', tenantId).where('connection', '=', connection).execute()
  if (mismatches.length === 0) return
  const rows = mismatches.map(({ variantId, itemId, ...rest }) => ({ variant_id: variantId, item_id: itemId, ...rest }))
  await sql`
    insert into mismatches (tenant_id, connection, variant_id, item_id, reason, key, suggestions)
    select ${tenantId}, ${connection}, variant_id, item_id, reason, key, suggestions
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as found (variant_id bigint, item_id bigint, reason text, key text, suggestions jsonb)`.execute(
    tx,
  )
}

export type ItemMatch =
  | {
      readonly is: 'bound'
      readonly itemId: string
      readonly articleKey: string
      readonly code: string
      readonly name: string
      readonly unit: string
    }
  | {
      readonly is: 'not'
      readonly itemId: string
      readonly reason: Mismatch['reason']
      readonly key: string | null
      readonly suggestions: readonly { code: string; name: string }[]
    }

/** What each of some items is in the billing service. Items that nobody has seen are absent. */
export async function matchesOf(
  db: Kysely<Schema>,
  { tenantId, connection }: { readonly tenantId: TenantId; readonly connection: string },
  itemIds: readonly string[],
): Promise<readonly ItemMatch[]> {
  if (itemIds.length === 0) return []
  const bound = await db
    .selectFrom('bindings')
    .innerJoin('articles', (join) =>
      join
        .onRef('articles.tenant_id', '=', 'bindings.tenant_id')
        .onRef('articles.connection', '=', 'bindings.connection')
        .onRef('articles.article_key', '=', 'bindings.article_key'),
    )
    .distinctOn('item_id')
    .select(['bindings.item_id', 'bindings.article_key', 'articles.code', 'articles.name', 'articles.unit'])
    .where('bindings.tenant_id', '=', tenantId)
    .where('bindings.connection', '=', connection)
    .where('bindings.item_id', 'in', [...itemIds])
    .orderBy('item_id')
    .orderBy('articles.asked_at', 'desc')
    .execute()
  const not = await db
    .selectFrom('mismatches')
    .select(['item_id', 'reason', 'key', 'suggestions'])
    .where('tenant_id', '=', tenantId)
    .where('connection', '=', connection)
    .where('item_id', 'in', [...itemIds])
    .execute()
  return [
    ...bound.map((row) => ({
      is: 'bound' as const,
      itemId: row.item_id,
      articleKey: row.article_key,
      code: row.code,
      name: row.name,
      unit: row.unit,
    })),
    ...not.map((row) => ({
      is: 'not' as const,
      itemId: row.item_id,
      reason: reasonOf(row.reason),
      key: row.key,
      suggestions: row.suggestions,
    })),
  ]
}

function reasonOf(stored: string): Mismatch['reason'] {
  if (stored === 'unmatched' || stored === 'ambiguous' || stored === 'noCode') return stored
  throw new RangeError(`a mismatch is stored with no known reason: ${stored}`)
}
