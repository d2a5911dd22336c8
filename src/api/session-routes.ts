import { Hono } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import type { z } from 'zod'
import type { Context } from '#app/context.ts'
import { endSession } from '#db/access.ts'
import { allTenants } from '#db/tenants.ts'
import { callerOf, hash, sessionCookie, sessionMs, signIn, type Env } from './auth.ts'
import { SignIn, type Session } from './contract.ts'
import { parseBody } from './parse-body.ts'
import { Problem } from './problem.ts'
import type { ServerOptions } from './server.ts'

/** Signing in with the operator's single-use link, and out. */
export function sessionRoutes(context: Context, options: ServerOptions): Hono<Env> {
  const routes = new Hono<Env>()

  routes.post('/session', async (asked) => {
    const { code } = await parseBody(asked.req.raw, SignIn)
    const signed = await signIn(context, code)
    if (signed === undefined) {
      throw new Problem({ status: 401, kind: 'bad-code', title: 'Not signed in', says: 'refused.badCode', fix: 'do.openLink' })
    }
    setCookie(asked, sessionCookie, signed.secret, {
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
      maxAge: sessionMs / 1_000,
      secure: new URL(asked.req.url).protocol === 'https:',
    })
    return asked.json(await shown(signed.session.csrfToken, signed.session.expiresAt))
  })

  routes.get('/session', async (asked) => {
    const caller = await callerOf(context, options.adminToken, asked)
    if (caller === undefined)
      throw new Problem({ status: 401, kind: 'not-signed-in', title: 'Not signed in', says: 'refused.signedOut', fix: 'do.openLink' })
    if (caller.by === 'token') return asked.json(await shown('', new Date(context.io.clock.now().getTime() + sessionMs)))
    return asked.json(await shown(caller.session.csrfToken, caller.session.expiresAt))
  })

  routes.delete('/session', async (asked) => {
    const secret = getCookie(asked, sessionCookie)
    if (secret !== undefined) await endSession(context.db, hash(secret))
    deleteCookie(asked, sessionCookie, { path: '/' })
    return asked.body(null, 204)
  })
  return routes

  async function shown(csrf: string, expiresAt: Date): Promise<z.output<typeof Session>> {
    const shops = (await allTenants(context.db)).map(({ domain, name }) => ({ domain, name }))
    return {
      csrf,
      expiresAt: expiresAt.toISOString(),
      now: context.io.clock.now().toISOString(),
      sandbox: options.sandbox,
      shops,
      support: { email: null, url: null, phone: null },
    }
  }
}
