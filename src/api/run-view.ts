import type { Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import { findRunRequest } from '#db/run-requests.ts'
import { findRun, runChanges, runSkips } from '#db/run-views.ts'
import type { Schema } from '#db/schema.ts'
import type { Run, RunSummary } from './contract.ts'
import { say, sentence } from './sentence.ts'

const runIdShape = /^[0-9a-f-]{36}$/

/** One run with its plan and what became of it; a requested one that changed nothing is told from its request. */
export async function readRun(db: Kysely<Schema>, tenantId: TenantId, runId: string): Promise<Run | undefined> {
  if (!runIdShape.test(runId)) return undefined
  const run = await findRun(db, tenantId, runId)
  if (run === undefined) return requestedRun(db, tenantId, runId)
  const changes = await runChanges(db, tenantId, runId)
  const skipped = await runSkips(db, tenantId, runId)
  return {
    ...run,
    changes: changes.map((change) => ({ ...change, say: say(`why.${change.why}`), quote: null })),
    skipped: skipped.map((skip) => ({ ...skip, say: say(`skip.${skip.reason}`) })),
    canUndo: false,
  }
}

async function requestedRun(db: Kysely<Schema>, tenantId: TenantId, runId: string): Promise<Run | undefined> {
  const request = await findRunRequest(db, tenantId, runId)
  if (request === undefined) return undefined
  const { finishedAt, failure, lookedAt } = request
  const ended = failure === null ? 'done' : 'failed'
  return {
    id: runId,
    cause: request.cause === 'testConnection' ? 'testConnection' : 'syncNow',
    state: finishedAt === null ? 'planned' : ended,
    dryRun: request.dryRun,
    startedAt: request.askedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    lookedAt: lookedAt ?? 0,
    changed: 0,
    skippedCount: 0,
    progress: null,
    reason: failure === null ? null : failureOf(failure),
    changes: [],
    skipped: [],
    canUndo: false,
  } satisfies RunSummary & Run
}

function failureOf({ kind, said }: Record<string, unknown>): NonNullable<RunSummary['reason']> {
  const quote = typeof said === 'string' ? said : null
  return sentence(`run.${typeof kind === 'string' ? kind : 'failed'}`, {}, quote)
}
