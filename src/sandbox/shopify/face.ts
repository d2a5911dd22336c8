import { Hono, type Context } from 'hono'
import type { World } from '#sandbox/world.ts'
import { isValidToken, tokenAnswer } from './access-token.ts'
import { adminVersions, type AdminVersion } from './admin-schema.ts'
import { adminAnswer } from './admin/answer.ts'
import type { Shop } from './state.ts'

export { shopifyControl } from './control.ts'
export { dumpShop } from './dump-shop.ts'
export { loadShop } from './load-shop.ts'

const invalidToken = '[API] Invalid API key or access token (unrecognized login or wrong password)'

/** The Admin API of every shop: mounted at /shopify/:shop, or anywhere when the header x-sim-shop names the shop. */
export function shopifyFace(world: World): Hono {
  const face = new Hono()
  for (const base of ['', '/:shop']) {
    face.post(`${base}/admin/api/:version/graphql.json`, (context) => graphql(world, context))
    face.post(`${base}/admin/oauth/access_token`, async (context) => {
      const shop = shopOf(world, context)
      if (shop === undefined) return notFound()
      const { status, body } = tokenAnswer(world, shop, await context.req.text())
      return json(status, body)
    })
  }
  face.all('*', notFound)
  return face
}

async function graphql(world: World, context: Context): Promise<Response> {
  const shop = shopOf(world, context)
  const version = servedVersion(context.req.param('version') ?? '')
  if (shop === undefined || version === undefined) return notFound()
  const revoked = world.faults.take('shopify', 'tokenRevoked', { method: 'POST', path: context.req.path }) !== undefined
  if (revoked || !isValidToken(world, shop, context.req.header('x-shopify-access-token'))) return json(401, { errors: invalidToken })

  const { status, body } = await adminAnswer(world, shop, version, await context.req.text())
  return json(status, body, { 'x-shopify-api-version': version, 'x-request-id': requestId(world) })
}

function shopOf(world: World, context: Context): Shop | undefined {
  return world.shops.get(context.req.param('shop') ?? context.req.header('x-sim-shop') ?? '')
}

/** A version that has been retired is answered by the oldest that is supported; one that is not out yet is unknown. */
function servedVersion(asked: string): AdminVersion | undefined {
  if (!/^\d{4}-(01|04|07|10)$/.test(asked)) return undefined
  const exact = adminVersions.find((version) => version === asked)
  return exact ?? (asked < adminVersions[0] ? adminVersions[0] : undefined)
}

function requestId(world: World): string {
  return Array.from({ length: 4 }, () =>
    Math.floor(world.random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0'),
  ).join('-')
}

function notFound(): Response {
  return json(404, { errors: 'Not Found' })
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers } })
}
