import type { Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

const dayMs = 24 * 3_600_000
const deliveriesMs = 30 * dayMs
const requestsMs = 7 * dayMs
const answersMs = dayMs
const runsMs = 396 * dayMs

/** Deletes what has been kept long enough: deliveries 30 days, runs 13 months, answers to repeated requests a day. The journal of documents stays. */
export async function forgetOld(db: Kysely<Schema>, tenantId: TenantId, now: Date): Promise<void> {
  await db
    .deleteFrom('inbox')
    .where('tenant_id', '=', tenantId)
    .where('received_at', '<', before(now, deliveriesMs))
    .where('handled_at', 'is not', null)
    .execute()
  await db.deleteFrom('run_requests').where('tenant_id', '=', tenantId).where('finished_at', '<', before(now, requestsMs)).execute()
  await db.deleteFrom('kept_answers').where('tenant_id', '=', tenantId).where('at', '<', before(now, answersMs)).execute()
  const old = db.selectFrom('runs').select('run_id').where('tenant_id', '=', tenantId).where('planned_at', '<', before(now, runsMs))
  await db.deleteFrom('run_changes').where('tenant_id', '=', tenantId).where('run_id', 'in', old).execute()
  await db.deleteFrom('run_skips').where('tenant_id', '=', tenantId).where('run_id', 'in', old).execute()
  await db.deleteFrom('runs').where('tenant_id', '=', tenantId).where('planned_at', '<', before(now, runsMs)).execute()
  await db.deleteFrom('sign_in_codes').where('expires_at', '<', before(now, dayMs)).execute()
  await db.deleteFrom('sessions').where('expires_at', '<', now).execute()
}

function before(now: Date, ageMs: number): Date {
  return new Date(now.getTime() - ageMs)
}
