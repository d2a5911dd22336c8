import type { Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

/** A run that a person or a program asked for; `codes` null asks for every product. */
export type RunRequest = {
  readonly runId: string
  readonly cause: string
  readonly dryRun: boolean
  readonly codes: readonly string[] | null
  readonly askedAt: Date
}

export type StoredRunRequest = RunRequest & {
  readonly begunAt: Date | null
  readonly finishedAt: Date | null
  readonly lookedAt: number | null
  readonly failure: Record<string, unknown> | null
}

export async function askForRun(db: Kysely<Schema>, tenantId: TenantId, request: RunRequest): Promise<void> {
  await db
    .insertInto('run_requests')
    .values({
      tenant_id: tenantId,
      run_id: request.runId,
      cause: request.cause,
      dry_run: request.dryRun,
      codes: request.codes === null ? null : [...request.codes],
      asked_at: request.askedAt,
      begun_at: null,
      finished_at: null,
      looked_at: null,
      failure: null,
    })
    .execute()
}

/** The oldest request that is not finished. */
export async function nextRunRequest(db: Kysely<Schema>, tenantId: TenantId): Promise<RunRequest | undefined> {
  const row = await db
    .selectFrom('run_requests')
    .select(['run_id', 'cause', 'dry_run', 'codes', 'asked_at'])
    .where('tenant_id', '=', tenantId)
    .where('finished_at', 'is', null)
    .orderBy('asked_at')
    .orderBy('run_id')
    .limit(1)
    .executeTakeFirst()
  return row && { runId: row.run_id, cause: row.cause, dryRun: row.dry_run, codes: row.codes, askedAt: row.asked_at }
}

export async function findRunRequest(db: Kysely<Schema>, tenantId: TenantId, runId: string): Promise<StoredRunRequest | undefined> {
  const row = await db
    .selectFrom('run_requests')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('run_id', '=', runId)
    .executeTakeFirst()
  return (
    row && {
      runId: row.run_id,
      cause: row.cause,
      dryRun: row.dry_run,
      codes: row.codes,
      askedAt: row.asked_at,
      begunAt: row.begun_at,
      finishedAt: row.finished_at,
      lookedAt: row.looked_at,
      failure: row.failure,
    }
  )
}

export async function finishRunRequest(
  db: Kysely<Schema>,
  { tenantId, runId }: { readonly tenantId: TenantId; readonly runId: string },
  ended: { readonly at: Date; readonly lookedAt: number; readonly failure: Record<string, unknown> | null },
): Promise<void> {
  await db
    .updateTable('run_requests')
    .set({ finished_at: ended.at, looked_at: ended.lookedAt, failure: ended.failure === null ? null : JSON.stringify(ended.failure) })
    .where('tenant_id', '=', tenantId)
    .where('run_id', '=', runId)
    .execute()
}

/** The newest request that is not finished. */
export async function unfinishedRequest(db: Kysely<Schema>, tenantId: TenantId): Promise<StoredRunRequest | undefined> {
  const row = await db
    .selectFrom('run_requests')
    .select('run_id')
    .where('tenant_id', '=', tenantId)
    .where('finished_at', 'is', null)
    .orderBy('asked_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && findRunRequest(db, tenantId, row.run_id)
}
