import { sql, type Kysely } from 'kysely'
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
  const now = io.clock.now()
  const subjects = of.problems.map(({ subject }) => subject)
  await sql`
    update problems set ended_at = ${now}
    where tenant_id = ${tenantId} and kind = ${of.kind} and ended_at is null and subject <> all(${subjects}::text[])`.execute(db)
  if (of.problems.length === 0) return
  const rows = of.problems.map((problem) => ({ id: io.random.uuid(), ...problem }))
  await sql`
    insert into problems (tenant_id, problem_id, kind, subject, detail, since, ended_at)
    select ${tenantId}, id, ${of.kind}, subject, detail, ${now}, null
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as raised (id uuid, subject text, detail jsonb)
    on conflict (tenant_id, kind, subject) where ended_at is null do update set detail = excluded.detail`.execute(db)
}

export type OpenOfKind = { readonly subject: string; readonly detail: Record<string, unknown>; readonly since: Date }

/** The open problems of a kind. */
export async function openProblems(db: Kysely<Schema>, tenantId: TenantId, kind: string): Promise<readonly OpenOfKind[]> {
  return db
    .selectFrom('problems')
    .select(['subject', 'detail', 'since'])
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .where('ended_at', 'is', null)
    .orderBy('subject')
    .execute()
}
