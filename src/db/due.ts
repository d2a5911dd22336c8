import { sql, type Kysely } from 'kysely'
import { tenantId, type TenantId, type WakeUp, type WorkKind } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

/** `failures`: how often in a row the work has failed until now. */
export type Claim = { readonly wakeUp: WakeUp; readonly version: string; readonly failures: number }

const kinds: readonly WorkKind[] = ['deliveries', 'orders', 'invoices', 'stock', 'sweep', 'catalogue']
const dueMax = 1_000

/** Work is due for an account at `at` or sooner. Asking again while it is being done makes it be done again. */
export async function makeDue(db: Kysely<Schema>, wakeUp: WakeUp, at: Date): Promise<void> {
  await db
    .insertInto('due')
    .values({ tenant_id: wakeUp.tenantId, kind: wakeUp.kind, connection: wakeUp.connection, due_at: at, version: 1, failures: 0 })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'kind', 'connection']).doUpdateSet({
        due_at: sql`least(coalesce(due.due_at, excluded.due_at), excluded.due_at)`,
        version: sql`due.version + 1`,
      }),
    )
    .execute()
}

/** What is due for an account at `now`, or undefined when there is nothing to do yet. */
export async function claimDue(db: Kysely<Schema>, wakeUp: WakeUp, now: Date): Promise<Claim | undefined> {
  const row = await db
    .selectFrom('due')
    .select(['version', 'failures'])
    .where('tenant_id', '=', wakeUp.tenantId)
    .where('kind', '=', wakeUp.kind)
    .where('connection', '=', wakeUp.connection)
    .where('due_at', '<=', now)
    .executeTakeFirst()
  return row === undefined ? undefined : { wakeUp, version: row.version, failures: row.failures }
}

/** Work is done up to its claim; it is due next at `next` (null: when somebody asks). False when it was asked for again meanwhile. */
export async function settleDue(db: Kysely<Schema>, { wakeUp, version }: Claim, next: Date | null): Promise<boolean> {
  const row = await db
    .updateTable('due')
    .set({ due_at: sql`case when version = ${version} then ${next}::timestamptz else due_at end`, failures: 0 })
    .where('tenant_id', '=', wakeUp.tenantId)
    .where('kind', '=', wakeUp.kind)
    .where('connection', '=', wakeUp.connection)
    .returning('version')
    .executeTakeFirst()
  return row?.version === version
}

type Postponed = {
  readonly failures: number
  readonly at: Date
  /** When somebody has asked for it again meanwhile. */
  readonly atWhenAsked: Date
}

/** Work that failed is due again later; whoever asks from now on makes it due sooner. */
export async function postponeDue(db: Kysely<Schema>, { wakeUp, version }: Claim, { failures, at, atWhenAsked }: Postponed): Promise<void> {
  await db
    .updateTable('due')
    .set({ due_at: sql`case when version = ${version} then ${at}::timestamptz else ${atWhenAsked}::timestamptz end`, failures })
    .where('tenant_id', '=', wakeUp.tenantId)
    .where('kind', '=', wakeUp.kind)
    .where('connection', '=', wakeUp.connection)
    .execute()
}

/** What fails again and again of a shop is tried at once: something of it has just begun to succeed. */
export async function hastenFailed(db: Kysely<Schema>, { tenantId: id }: WakeUp, now: Date): Promise<void> {
  await db.updateTable('due').set({ due_at: now }).where('tenant_id', '=', id).where('failures', '>', 0).where('due_at', '>', now).execute()
}

/** Every account with work due at `now`, longest due first. */
export async function whatIsDue(db: Kysely<Schema>, now: Date): Promise<readonly WakeUp[]> {
  const rows = await db
    .selectFrom('due')
    .select(['tenant_id', 'kind', 'connection'])
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .orderBy('tenant_id')
    .orderBy('kind')
    .orderBy('connection')
    .limit(dueMax)
    .execute()
  return rows.flatMap((row) => {
    const kind = kinds.find((known) => known === row.kind)
    return kind === undefined ? [] : [{ tenantId: tenantId(row.tenant_id), kind, connection: row.connection }]
  })
}

/** Since when the longest due work waits, of one account or of all; null when none does. */
export async function oldestDueAt(db: Kysely<Schema>, now: Date, tenant?: TenantId): Promise<Date | null> {
  const row = await db
    .selectFrom('due')
    .select((expression) => expression.fn.min('due_at').as('at'))
    .where('due_at', '<=', now)
    .$if(tenant !== undefined, (due) => due.where('tenant_id', '=', tenant ?? ''))
    .executeTakeFirst()
  return row?.at ?? null
}

/** When the next work falls due after `now`; null when none is planned. */
export async function nextDueAt(db: Kysely<Schema>, now: Date): Promise<Date | null> {
  const row = await db
    .selectFrom('due')
    .select((expression) => expression.fn.min('due_at').as('at'))
    .where('due_at', '>', now)
    .executeTakeFirst()
  return row?.at ?? null
}
