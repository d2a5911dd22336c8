import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { getCookie } from 'hono/cookie'
import type { Context as Asked, MiddlewareHandler } from 'hono'
import type { Context } from '#app/context.ts'
import { findSession, keepSession, keepSignInCode, useSignInCode, type StoredSession } from '#db/access.ts'
import { transaction } from '#db/client.ts'
import { csrfHeader } from './contract.ts'
import { Problem } from './problem.ts'

export const sessionCookie = 'punte_session'
export const sessionMs = 12 * 3_600_000
const codeMs = 10 * 60_000
const secretBytes = 24

/** Who asks: the operator with the admin token, or a browser that was signed in with a single-use link. */
export type Caller = { readonly by: 'token' } | { readonly by: 'session'; readonly session: StoredSession }

export type Env = { Variables: { caller: Caller } }

/** A new single-use code; its link signs one browser in, within ten minutes. */
export async function createSignInCode(context: Pick<Context, 'db' | 'io'>): Promise<string> {
  const code = randomBytes(secretBytes).toString('base64url')
  await keepSignInCode(context.db, hash(code), new Date(context.io.clock.now().getTime() + codeMs))
  return code
}

export type SignedIn = { readonly secret: string; readonly session: StoredSession }

/** Exchanges a code for a session; undefined when it was used, is too old or is nobody's. */
export async function signIn(context: Context, code: string): Promise<SignedIn | undefined> {
  const secret = randomBytes(secretBytes).toString('base64url')
  const csrfToken = randomBytes(secretBytes).toString('base64url')
  const now = context.io.clock.now()
  const expiresAt = new Date(now.getTime() + sessionMs)
  const good = await transaction(context.db, async (tx) => {
    if (!(await useSignInCode(tx, hash(code), now))) return false
    await keepSession(tx, { sessionHash: hash(secret), csrfToken, now, expiresAt })
    return true
  })
  return good ? { secret, session: { csrfToken, expiresAt } } : undefined
}

/** Lets nobody through who is neither; a browser's write must show that it comes from our own page. */
export function requireCaller(context: Context, adminToken: string): MiddlewareHandler<Env> {
  return async (asked, next) => {
    const caller = await callerOf(context, adminToken, asked)
    if (caller === undefined) {
      throw new Problem({
        status: 401,
        kind: 'not-signed-in',
        title: 'Not signed in',
        says: 'refused.signedOut',
        fix: 'do.openLinkOrToken',
      })
    }
    const writes = !['GET', 'HEAD'].includes(asked.req.method)
    if (writes && caller.by === 'session' && !isSame(asked.req.header(csrfHeader) ?? '', caller.session.csrfToken)) {
      throw new Problem({
        status: 403,
        kind: 'csrf',
        title: 'Refused',
        says: 'refused.csrf',
        data: { header: csrfHeader },
        fix: 'do.reload',
      })
    }
    asked.set('caller', caller)
    await next()
  }
}

export async function callerOf(context: Context, adminToken: string, asked: Asked): Promise<Caller | undefined> {
  if (hasToken(asked.req.raw, adminToken)) return { by: 'token' }
  const secret = getCookie(asked, sessionCookie)
  const session = secret === undefined ? undefined : await findSession(context.db, hash(secret), context.io.clock.now())
  return session && { by: 'session', session }
}

export function hasToken(request: Request, adminToken: string): boolean {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]
  return bearer !== undefined && isSame(bearer, adminToken)
}

export function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(hash(one)), Buffer.from(hash(other)))
}
