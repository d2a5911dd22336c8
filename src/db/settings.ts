import type { Kysely } from 'kysely'
import { defaultPreferences, type ShopSettings } from '#core/settings.ts'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

/** What the merchant saved; the subscription is not his to save. */
export type SavedSettings = Pick<ShopSettings, 'preferences' | 'services'>

export type SettingsVersion = {
  readonly version: number
  readonly body: SavedSettings
  readonly savedAt: Date | null
  readonly savedBy: string | null
}

const untouched: SettingsVersion = { version: 0, body: { preferences: defaultPreferences, services: [] }, savedAt: null, savedBy: null }

/** The settings in force: the newest version, or the defaults as version 0. */
export async function readSettings(db: Kysely<Schema>, tenantId: TenantId): Promise<SettingsVersion> {
  const row = await db
    .selectFrom('settings')
    .select(['version', 'body', 'saved_at', 'saved_by'])
    .where('tenant_id', '=', tenantId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return untouched
  // Every body in this column was written by saveSettings from this very type, perhaps before a preference was thought of.
  const body = row.body as SavedSettings
  const preferences = { ...defaultPreferences, ...body.preferences }
  return { version: row.version, body: { ...body, preferences }, savedAt: row.saved_at, savedBy: row.saved_by }
}

/** Saves the next version. False when somebody saved one since `after`: nothing is written. */
export async function saveSettings(
  db: Kysely<Schema>,
  tenantId: TenantId,
  body: SavedSettings,
  saving: { readonly after: number; readonly by: string; readonly now: Date },
): Promise<boolean> {
  const row = await db
    .insertInto('settings')
    .values({ tenant_id: tenantId, version: saving.after + 1, body: JSON.stringify(body), saved_at: saving.now, saved_by: saving.by })
    .onConflict((conflict) => conflict.doNothing())
    .returning('version')
    .executeTakeFirst()
  return row !== undefined
}
