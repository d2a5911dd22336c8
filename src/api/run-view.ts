import type { Context } from '#app/context.ts'
import type { TenantId } from '#core/tenant.ts'
import { findRunRequest, type StoredRunRequest } from '#db/run-requests.ts'
import { findRun, lastWrittenRun, runChanges, runSkips, type RunCause, type ShownRun } from '#db/run-views.ts'
import type { Run, RunSummary, Sentence } from './contract.ts'
import { dataOf } from './order-reason.ts'
import { sentence, sentenceOf } from './sentence.ts'

const runIdShape = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export function isRunId(text: string): boolean {
  return runIdShape.test(text)
}

export function runSummary(run: ShownRun): RunSummary {
  return { ...run, reason: run.reason === null ? null : reasonOf(run.reason) }
}

/** One run with its plan and what became of it; a requested one that changed nothing is told from its request. */
export async function readRun({ db }: Pick<Context, 'db'>, tenantId: TenantId, runId: string): Promise<Run | undefined> {
  if (!isRunId(runId)) return undefined
  const run = await findRun(db, tenantId, runId)
  if (run === undefined) {
    const request = await findRunRequest(db, tenantId, runId)
    return request && { ...requestSummary(request), changes: [], skipped: [], canUndo: false }
  }
  const changes = await runChanges(db, tenantId, runId)
  const skipped = await runSkips(db, tenantId, runId)
  const written = changes.some(({ outcome }) => outcome === 'written')
  return {
    ...runSummary(run),
    changes: changes.map(({ itemId: _item, locationId: _location, ...change }) => {
      const { text, say } = sentence(sentenceOf('why', change.why, 'why.aligned'))
      return { ...change, why: text, say, quote: null }
    }),
    skipped: skipped.map((skip) => {
      const { text, say } = sentence(sentenceOf('skip', skip.reason, 'skip.other'))
      return { ...skip, reason: text, say }
    }),
    canUndo: written && run.cause !== 'undo' && (await lastWrittenRun(db, tenantId)) === runId,
  }
}

/** A run that somebody asked for and that has no row: it is not begun, or changed nothing, or failed. */
export function requestSummary(request: StoredRunRequest): RunSummary {
  const { runId, finishedAt, failure, lookedAt, dryRun, askedAt } = request
  const ended = failure === null ? 'done' : 'failed'
  return {
    id: runId,
    cause: causeOf(request.cause),
    state: finishedAt === null ? 'planned' : ended,
    dryRun,
    startedAt: askedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    lookedAt: lookedAt ?? 0,
    changed: 0,
    skippedCount: 0,
    progress: null,
    reason: failure === null ? null : reasonOf(failure),
  }
}

const causes: readonly RunCause[] = ['testConnection', 'syncNow', 'undo', 'newProducts', 'catchUp']

function causeOf(stored: string): RunCause {
  return causes.find((cause) => cause === stored) ?? 'syncNow'
}

/** A brake says what it would have done; a failure says what kind it was, and quotes the service. */
function reasonOf(reason: Record<string, unknown>): Sentence {
  const said = typeof reason['said'] === 'string' ? reason['said'] : null
  const id = sentenceOf('run', reason['because'] ?? reason['kind'] ?? reason['why'], 'run.stopped')
  return sentence(id, dataOf(reason), said)
}
