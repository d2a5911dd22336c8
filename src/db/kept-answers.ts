import type { Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type KeptAnswer = {
  readonly fingerprint: string
  /** Null while the first request is under way. */
  readonly status: number | null
  readonly body: string | null
  readonly at: Date
}

/** Takes a key for a request. False when it is taken. */
export async function takeKey(
  db: Kysely<Schema>,
  { tenantId, key }: { readonly tenantId: TenantId; readonly key: string },
  request: { readonly fingerprint: string; readonly at: Date },
): Promise<boolean> {
  const row = await db
    .insertInto('kept_answers')
    .values({ tenant_id: tenantId, key, fingerprint: request.fingerprint, status: null, body: null, at: request.at })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst()
  return row !== undefined
}

export async function keptAnswer(db: Kysely<Schema>, tenantId: TenantId, key: string): Promise<KeptAnswer | undefined> {
  return db
    .selectFrom('kept_answers')
    .select(['fingerprint', 'status', 'body', 'at'])
    .where('tenant_id', '=', tenantId)
    .where('key', '=', key)
    .executeTakeFirst()
}

export async function keepAnswer(
  db: Kysely<Schema>,
  { tenantId, key }: { readonly tenantId: TenantId; readonly key: string },
  answer: { readonly status: number; readonly body: string },
): Promise<void> {
  await db.updateTable('kept_answers').set(answer).where('tenant_id', '=', tenantId).where('key', '=', key).execute()
}

/** A request that failed may be made again under its key. */
export async function releaseKey(
  db: Kysely<Schema>,
  { tenantId, key }: { readonly tenantId: TenantId; readonly key: string },
): Promise<void> {
  await db.deleteFrom('kept_answers').where('tenant_id', '=', tenantId).where('key', '=', key).execute()
}

/** Answers are kept for repetitions of the same request, not for ever; a request that was never answered died. */
export async function forgetAnswers(
  db: Kysely<Schema>,
  tenantId: TenantId,
  before: { readonly answered: Date; readonly unanswered: Date },
): Promise<void> {
  await db
    .deleteFrom('kept_answers')
    .where('tenant_id', '=', tenantId)
    .where((where) =>
      where.or([where('at', '<', before.answered), where.and([where('at', '<', before.unanswered), where('status', 'is', null)])]),
    )
    .execute()
}
