import { Hono } from 'hono'
import type { Context } from '#app/context.ts'
import { capabilitiesOf } from '#billing/registry.ts'
import { flows } from '#core/flows.ts'
import { readConnection } from '#db/connections.ts'
import { readSettings, type SavedSettings } from '#db/settings.ts'
import type { Tenant } from '#db/tenants.ts'
import { changeSettings } from '#jobs/change-settings.ts'
import type { Env } from './auth.ts'
import { parseBody } from './parse-body.ts'
import { Problem } from './problem.ts'
import type { ServerOptions } from './server.ts'
import { SettingsChangeShape } from './settings-shape.ts'
import type { ShopOf } from './shop-routes.ts'

/** The merchant's settings, versioned; a change is made to the version that was read (ETag, If-Match). */
export function settingsRoutes(context: Context, options: Pick<ServerOptions, 'lockedByFile'>, shopOf: ShopOf): Hono<Env> {
  const routes = new Hono<Env>()
  routes.get('/', async (asked) => answer(await shopOf(asked.req.param('shop') ?? '')))
  routes.put('/', async (asked) => {
    const tenant = await shopOf(asked.req.param('shop') ?? '')
    const change = await parseBody(asked.req.raw, SettingsChangeShape)
    const expected = versionOf(asked.req.header('if-match') ?? null)
    const by = asked.get('caller').by === 'token' ? 'api' : 'dashboard'
    const saved = await changeSettings(context, tenant, {
      change,
      expected,
      by,
      check: refuseContradiction,
      locked: options.lockedByFile(tenant.domain),
    })
    if (saved === 'conflict') {
      throw new Problem({
        status: 412,
        kind: 'settings-changed',
        title: 'Changed meanwhile',
        says: 'refused.settingsChanged',
        fix: 'do.readSettings',
      })
    }
    return answer(tenant)
  })
  return routes

  async function answer(tenant: Tenant): Promise<Response> {
    const { body, version, savedAt, savedBy } = await readSettings(context.db, tenant.tenantId)
    const services = await Promise.all(
      body.services.map(async (service) => {
        const connection = await readConnection(context.db, { tenantId: tenant.tenantId, kind: service.kind })
        const tokenSaved = connection !== undefined && connection.credentials !== null
        return { ...service, account: { ...service.account, tokenSaved } }
      }),
    )
    const shown = {
      subscription: tenant.subscription,
      preferences: body.preferences,
      services,
      lockedByFile: [...options.lockedByFile(tenant.domain)],
      version,
      savedAt: savedAt?.toISOString() ?? null,
      savedBy,
    }
    return Response.json(shown, { headers: { etag: `"${version}"` } })
  }
}

/** Combinations that mean nothing are refused when they are saved (the table of the two flows). */
function refuseContradiction(settings: SavedSettings): void {
  for (const service of settings.services) {
    const meant = flows(settings.preferences, service.warehouse, capabilitiesOf[service.kind])
    if (meant.do === 'run') continue
    throw new Problem({
      status: 422,
      kind: 'contradiction',
      title: 'These settings contradict each other',
      says: `refusal.${meant.why}`,
    })
  }
}

function versionOf(header: string | null): number | null {
  const version = /^(?:W\/)?"(\d{1,9})"$/.exec(header ?? '')?.[1]
  return version === undefined ? null : Number(version)
}
