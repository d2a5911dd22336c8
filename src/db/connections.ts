import type { Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type Loaded = {
  readonly series: readonly { readonly name: string; readonly type: 'invoice' | 'proforma' | 'receipt'; readonly next: number }[]
  readonly vatRates: readonly { readonly name: string; readonly percent: number }[]
  readonly vatPayer: boolean
  readonly warehouses: readonly string[]
  readonly units: readonly string[]
}

export type ConnectionKey = { readonly tenantId: TenantId; readonly kind: string }

export type ConnectionRow = {
  /** Sealed; null until the merchant gave one. */
  readonly credentials: string | null
  readonly hookToken: string
  readonly loaded: Loaded | null
  readonly loadedAt: Date | null
  readonly failure: { readonly kind: string; readonly reason: string } | null
  readonly failedAt: Date | null
  /** When the service last told us of a movement. */
  readonly pushedAt: Date | null
}

export async function readConnection(db: Kysely<Schema>, { tenantId, kind }: ConnectionKey): Promise<ConnectionRow | undefined> {
  const row = await db
    .selectFrom('connections')
    .select(['credentials', 'hook_token', 'loaded', 'loaded_at', 'failure', 'failed_at', 'pushed_at'])
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .executeTakeFirst()
  if (row === undefined) return undefined
  return {
    credentials: row.credentials,
    hookToken: row.hook_token,
    // Written by keepLoaded alone.
    loaded: row.loaded as Loaded | null,
    loadedAt: row.loaded_at,
    failure: row.failure,
    failedAt: row.failed_at,
    pushedAt: row.pushed_at,
  }
}

export async function keepCredentials(
  db: Kysely<Schema>,
  { tenantId, kind }: ConnectionKey,
  { credentials, hookToken }: { readonly credentials: string | null; readonly hookToken: string },
): Promise<void> {
  await db
    .insertInto('connections')
    .values({ tenant_id: tenantId, kind, credentials, hook_token: hookToken })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'kind']).doUpdateSet(credentials === null ? { kind } : { credentials }))
    .execute()
}

/** What the service answered stands beside the settings, never over them; a failed test keeps what was loaded before. */
export async function keepLoaded(db: Kysely<Schema>, { tenantId, kind }: ConnectionKey, answer: Loaded, now: Date): Promise<void> {
  await db
    .updateTable('connections')
    .set({ loaded: JSON.stringify(answer), loaded_at: now, failure: null, failed_at: null })
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .execute()
}

export async function keepFailure(
  db: Kysely<Schema>,
  { tenantId, kind }: ConnectionKey,
  failed: { readonly failure: { kind: string; reason: string }; readonly at: Date },
): Promise<void> {
  await db
    .updateTable('connections')
    .set({ failure: JSON.stringify(failed.failure), failed_at: failed.at })
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .execute()
}

export async function keepPushed(db: Kysely<Schema>, { tenantId, kind }: ConnectionKey, at: Date): Promise<void> {
  await db.updateTable('connections').set({ pushed_at: at }).where('tenant_id', '=', tenantId).where('kind', '=', kind).execute()
}

/** Whose push address that is. */
export async function tenantOfHook(db: Kysely<Schema>, kind: string, hookToken: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('connections')
    .select('tenant_id')
    .where('kind', '=', kind)
    .where('hook_token', '=', hookToken)
    .executeTakeFirst()
  return row?.tenant_id
}
