import type { Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type IntentKind = 'invoice' | 'set-available' | 'write-documents' | 'cancel-order' | 'fulfil-order'

/** issued: a document exists. done: another write took effect. refused: nothing happened there. unknown: it may have. unanswered: it may have, and nobody asks any more. */
export type IntentOutcome = 'issued' | 'done' | 'refused' | 'unknown' | 'unanswered'

export type NewIntent = {
  readonly intentId: string
  readonly kind: IntentKind
  readonly key: string
  readonly connection: string
  readonly subject: string
  readonly body: unknown
  readonly evidence: Readonly<Record<string, string | number>>
  readonly sentAt: Date
}

export type StoredIntent = NewIntent & {
  readonly outcome: IntentOutcome | null
  readonly outcomeAt: Date | null
  readonly tries: number
  readonly result: Record<string, unknown> | null
}

/** Stores what we are about to do. False when it has been meant before, or its subject has a live intent already: then it must not be done. */
export async function keepIntent(tx: Kysely<Schema>, tenantId: TenantId, intent: NewIntent): Promise<boolean> {
  const row = await tx
    .insertInto('intents')
    .values({
      tenant_id: tenantId,
      intent_id: intent.intentId,
      kind: intent.kind,
      key: intent.key,
      connection: intent.connection,
      subject: intent.subject,
      body: JSON.stringify(intent.body),
      evidence: JSON.stringify(intent.evidence),
      sent_at: intent.sentAt,
      tries: 0,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('intent_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Stores what became of it. An outcome that stands is never replaced, but `unknown` may become known. False when it was known already. */
export async function keepOutcome(
  tx: Kysely<Schema>,
  tenantId: TenantId,
  intentId: string,
  outcome: { readonly is: IntentOutcome; readonly at: Date; readonly result: Record<string, unknown> },
): Promise<boolean> {
  const row = await tx
    .updateTable('intents')
    .set({ outcome: outcome.is, outcome_at: outcome.at, result: JSON.stringify(outcome.result) })
    .where('tenant_id', '=', tenantId)
    .where('intent_id', '=', intentId)
    .where((where) => where.or([where('outcome', 'is', null), where('outcome', '=', 'unknown')]))
    .returning('intent_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Another intent has done what these were to do, for the same order: nobody asks any more whether they took effect too. */
export async function overtakeIntents(
  tx: Kysely<Schema>,
  tenantId: TenantId,
  of: { readonly kind: IntentKind; readonly orderId: string; readonly by: string },
  at: Date,
): Promise<void> {
  await tx
    .updateTable('intents')
    .set({ outcome: 'unanswered' satisfies IntentOutcome, outcome_at: at, result: JSON.stringify({ overtakenBy: of.by }) })
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', of.kind)
    .where('subject', 'like', `${of.orderId}/%`)
    .where('intent_id', '!=', of.by)
    .where((where) => where.or([where('outcome', 'is', null), where('outcome', '=', 'unknown')]))
    .execute()
}

/** Intents of an account whose outcome is not known, oldest first. */
export async function openIntents(
  db: Kysely<Schema>,
  tenantId: TenantId,
  kind: IntentKind,
  connection: string,
): Promise<readonly StoredIntent[]> {
  const rows = await db
    .selectFrom('intents')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .where('connection', '=', connection)
    .where((where) => where.or([where('outcome', 'is', null), where('outcome', '=', 'unknown')]))
    .orderBy('sent_at')
    .orderBy('intent_id')
    .execute()
  return rows.map(toStored)
}

/** The intent of a subject that is live: open, unknown, or issued. */
export async function liveIntent(
  db: Kysely<Schema>,
  tenantId: TenantId,
  kind: IntentKind,
  subject: string,
): Promise<StoredIntent | undefined> {
  const row = await db
    .selectFrom('intents')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .where((where) => where.or([where('outcome', 'is', null), where('outcome', 'in', ['issued', 'unknown'])]))
    .executeTakeFirst()
  return row === undefined ? undefined : toStored(row)
}

/** How many intents a subject has had: the next one's generation. */
export async function intentCount(db: Kysely<Schema>, tenantId: TenantId, kind: IntentKind, subject: string): Promise<number> {
  const row = await db
    .selectFrom('intents')
    .select((expression) => expression.fn.countAll<string>().as('count'))
    .where('tenant_id', '=', tenantId)
    .where('kind', '=', kind)
    .where('subject', '=', subject)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** One more look for what became of it. */
export async function countTry(db: Kysely<Schema>, tenantId: TenantId, intentId: string): Promise<void> {
  await db
    .updateTable('intents')
    .set((expression) => ({ tries: expression('tries', '+', 1) }))
    .where('tenant_id', '=', tenantId)
    .where('intent_id', '=', intentId)
    .execute()
}

type Row = {
  intent_id: string
  kind: string
  key: string
  connection: string
  subject: string
  body: unknown
  evidence: Record<string, string | number>
  sent_at: Date
  tries: number
  outcome: string | null
  outcome_at: Date | null
  result: Record<string, unknown> | null
}

const kinds: readonly IntentKind[] = ['invoice', 'set-available', 'write-documents', 'cancel-order', 'fulfil-order']
const outcomes: readonly IntentOutcome[] = ['issued', 'done', 'refused', 'unknown', 'unanswered']

function toStored(row: Row): StoredIntent {
  const kind = kinds.find((known) => known === row.kind)
  const outcome = row.outcome === null ? null : outcomes.find((known) => known === row.outcome)
  if (kind === undefined || outcome === undefined)
    throw new RangeError(`intent ${row.intent_id} is stored as ${row.kind}, ${row.outcome ?? 'open'}`)
  return {
    intentId: row.intent_id,
    kind,
    key: row.key,
    connection: row.connection,
    subject: row.subject,
    body: row.body,
    evidence: row.evidence,
    sentAt: row.sent_at,
    tries: row.tries,
    outcome,
    outcomeAt: row.outcome_at,
    result: row.result,
  }
}
