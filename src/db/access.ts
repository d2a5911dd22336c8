import type { Kysely } from 'kysely'
import type { Schema } from './schema.ts'

export type StoredSession = { readonly csrfToken: string; readonly expiresAt: Date }

/** Codes and sessions are stored as hashes: reading the database signs nobody in. */
export async function keepSignInCode(db: Kysely<Schema>, codeHash: string, expiresAt: Date): Promise<void> {
  await db.insertInto('sign_in_codes').values({ code_hash: codeHash, expires_at: expiresAt, used_at: null }).execute()
}

/** Uses a code up. False when it is unknown, used or too old. */
export async function useSignInCode(tx: Kysely<Schema>, codeHash: string, now: Date): Promise<boolean> {
  const row = await tx
    .updateTable('sign_in_codes')
    .set({ used_at: now })
    .where('code_hash', '=', codeHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('code_hash')
    .executeTakeFirst()
  return row !== undefined
}

export async function keepSession(
  tx: Kysely<Schema>,
  session: { readonly sessionHash: string; readonly csrfToken: string; readonly now: Date; readonly expiresAt: Date },
): Promise<void> {
  await tx
    .insertInto('sessions')
    .values({ session_hash: session.sessionHash, csrf_token: session.csrfToken, created_at: session.now, expires_at: session.expiresAt })
    .execute()
}

export async function findSession(db: Kysely<Schema>, sessionHash: string, now: Date): Promise<StoredSession | undefined> {
  const row = await db
    .selectFrom('sessions')
    .select(['csrf_token', 'expires_at'])
    .where('session_hash', '=', sessionHash)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row && { csrfToken: row.csrf_token, expiresAt: row.expires_at }
}

export async function endSession(db: Kysely<Schema>, sessionHash: string): Promise<void> {
  await db.deleteFrom('sessions').where('session_hash', '=', sessionHash).execute()
}
