import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { World } from '#sandbox/world.ts'
import type { Shop } from './state.ts'

const tokenSeconds = 86_399
/** Tokens of the client-credentials grant that live at one time. */
const issuedMax = 1_000

const Grant = z.object({ grant_type: z.string(), client_id: z.string(), client_secret: z.string() })
type Answer = { readonly status: 200 | 400 | 401; readonly body: unknown }

/** The client-credentials grant: a token for a day. Other grants are refused. */
export function tokenAnswer(world: World, shop: Shop, text: string): Answer {
  const grant = parsedGrant(text)
  if (grant === undefined) return refused(400, 'invalid_request', 'The request is missing a required parameter.')
  if (grant.client_id !== shop.clientId || grant.client_secret !== shop.clientSecret)
    return refused(401, 'invalid_client', 'The client could not be authenticated.')
  if (grant.grant_type !== 'client_credentials')
    return refused(400, 'unsupported_grant_type', `The sandbox does not imitate the grant ${grant.grant_type}.`)

  const token = newToken(world, shop)
  return { status: 200, body: { access_token: token, scope: [...shop.scopes].join(','), expires_in: tokenSeconds } }
}

/** Is this the file's own token, or one that was given and has not run out? */
export function isValidToken(world: World, shop: Shop, token: string | undefined): boolean {
  if (token === undefined) return false
  if (token === shop.token) return true
  const ends = shop.issuedTokens.get(token)
  return ends !== undefined && ends > world.clock.now()
}

function newToken(world: World, shop: Shop): string {
  if (shop.issuedTokens.size >= issuedMax) for (const [oldest] of shop.issuedTokens) if (shop.issuedTokens.delete(oldest)) break
  const token = `shpat_${createHash('sha256').update(`${shop.domain} ${world.random()}`).digest('hex').slice(0, 32)}`
  shop.issuedTokens.set(token, world.clock.now() + tokenSeconds * 1_000)
  return token
}

/** The body is JSON or a form. */
function parsedGrant(text: string): z.infer<typeof Grant> | undefined {
  try {
    return Grant.safeParse(JSON.parse(text)).data
  } catch {
    // What is no JSON may be a form.
    return Grant.safeParse(Object.fromEntries(new URLSearchParams(text))).data
  }
}

function refused(status: 400 | 401, error: string, error_description: string): Answer {
  return { status, body: { error, error_description } }
}
