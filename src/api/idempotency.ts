import { createHash } from 'node:crypto'
import type { Context as Asked, MiddlewareHandler } from 'hono'
import { z } from 'zod'
import type { Context } from '#app/context.ts'
import { forgetAnswers, keepAnswer, keptAnswer, releaseKey, takeKey } from '#db/kept-answers.ts'
import type { Env } from './auth.ts'
import { readBody } from './bodies.ts'
import { Problem } from './problem.ts'
import type { ShopOf } from './shop-routes.ts'

const header = 'idempotency-key'
const keyShape = /^[\x21-\x7e]{1,200}$/
const keepMs = 24 * 3_600_000
/** No request takes so long: one without an answer died with its process. */
const requestMsMax = 10 * 60_000
const storedHeaders = ['content-type', 'etag'] as const

const Stored = z.object({ headers: z.record(z.string(), z.string()), text: z.string() })

/** A write that carries a key is done once: its repetition gets the stored answer. */
export function oncePerKey(context: Context, shopOf: ShopOf): MiddlewareHandler<Env> {
  return async (asked, next) => {
    const key = asked.req.header(header)
    if (key === undefined || ['GET', 'HEAD'].includes(asked.req.method)) return next()
    if (!keyShape.test(key)) {
      throw new Problem({ status: 422, kind: 'bad-key', title: 'Not a key', says: 'refused.keyShape' })
    }
    const { tenantId } = await shopOf(asked.req.param('shop') ?? '')
    const now = context.io.clock.now()
    await forgetAnswers(context.db, tenantId, {
      answered: new Date(now.getTime() - keepMs),
      unanswered: new Date(now.getTime() - requestMsMax),
    })
    const fingerprint = await fingerprintOf(asked)
    if (!(await takeKey(context.db, { tenantId, key }, { fingerprint, at: now }))) {
      return replay(await keptAnswer(context.db, tenantId, key), fingerprint)
    }
    await next()
    if (asked.res.status >= 500) return releaseKey(context.db, { tenantId, key })
    await keepAnswer(context.db, { tenantId, key }, await stored(asked.res))
  }
}

function replay(kept: Awaited<ReturnType<typeof keptAnswer>>, fingerprint: string): Response {
  if (kept !== undefined && kept.fingerprint !== fingerprint) {
    throw new Problem({ status: 422, kind: 'key-reused', title: 'Key used before', says: 'refused.keyReused', fix: 'do.newKey' })
  }
  if (kept === undefined || kept.status === null || kept.body === null) {
    throw new Problem({ status: 409, kind: 'under-way', title: 'Under way', says: 'refused.underWay', headers: { 'retry-after': '1' } })
  }
  const { headers, text } = Stored.parse(JSON.parse(kept.body))
  return new Response(kept.status === 204 ? null : text, { status: kept.status, headers: { ...headers, 'idempotent-replayed': 'true' } })
}

async function fingerprintOf({ req }: Asked<Env>): Promise<string> {
  const body = await readBody(req.raw.clone())
  const hash = createHash('sha256').update(`${req.method}\n${req.path}\n${req.header('if-match') ?? ''}\n`)
  return hash.update(body ?? 'too large').digest('base64url')
}

async function stored(answer: Response): Promise<{ status: number; body: string }> {
  const headers = storedHeaders.flatMap((name) => {
    const value = answer.headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  const text = await answer.clone().text()
  return { status: answer.status, body: JSON.stringify({ headers: Object.fromEntries(headers), text }) }
}
