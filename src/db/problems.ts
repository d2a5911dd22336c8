import type { Kysely } from 'kysely'
import type { Io } from '#core/seam.ts'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type Raised = { readonly kind: string; readonly subject: string; readonly detail: Record<string, unknown> }

/** Something waits for a person. One that is open already keeps its id and the time since when it stands, and gets the new detail. */
export async function raiseProblem(
  db: Kysely<Schema>,
  tenantId: TenantId,
  problem: Raised,
  io: Pick<Io, 'clock' | 'random'>,
): Promise<void> {
  const detail = JSON.stringify(problem.detail)
  await db
    .insertInto('problems')
    .values({
      tenant_id: tenantId,
      problem_id: io.random.uuid(),
      kind: problem.kind,
      subject: problem.subject,
      detail,
      since: io.clock.now(),
      ended_at: null,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'kind', 'subject']).where('ended_at', 'is', null).doUpdateSet({ detail }))
    .execute()
}

/** What was wrong is right again. */
export async function endProblems(
  db: Kysely<Schema>,
  tenantId: TenantId,
  of: { readonly kinds: readonly string[]; readonly subjects: readonly string[] },
  now: Date,
): Promise<void> {
  if (of.kinds.length === 0 || of.subjects.length === 0) return
  await db
    .updateTable('problems')
    .set({ ended_at: now })
    .where('tenant_id', '=', tenantId)
    .where('kind', 'in', [...of.kinds])
    .where('subject', 'in', [...of.subjects])
    .where('ended_at', 'is', null)
    .execute()
}

/** Open problems of one kind stand for exactly these subjects: others end. */
export async function replaceProblems(
  db: Kysely<Schema>,
  tenantId: TenantId,
  of: { readonly kind: string; readonly problems: readonly Omit<Raised, 'kind'>[] },
  io: Pick<Io, 'clock' | 'random'>,
): Promise<void> {
  const subjects = of.problems.map(({ subject }) => subject)
  let ended = db
    .updateTable('problems')
    .set({ ended_at: io.clock.now() })
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', of.kind)
    .where('ended_at', 'is', null)
  if (subjects.length > 0) ended = ended.where('subject', 'not in', subjects)
  await ended.execute()
  for (const problem of of.problems) await raiseProblem(db, tenantId, { kind: of.kind, ...problem }, io)
}
