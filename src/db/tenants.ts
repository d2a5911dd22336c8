import type { Kysely } from 'kysely'
import { tenantId, type TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type Tenant = {
  readonly tenantId: TenantId
  readonly domain: string
  readonly name: string
  readonly currency: string
  /** Sealed: how we call Shopify for this shop. */
  readonly access: string
  readonly scopes: readonly string[]
  readonly subscription: 'basic' | 'advanced'
  readonly cutOverAt: Date
  readonly pausedA: Date | null
  readonly pausedB: Date | null
  readonly sandbox: boolean
}

type Row = {
  tenant_id: string
  domain: string
  name: string
  currency: string
  access: string
  scopes: string[]
  subscription: string
  cut_over_at: Date
  paused_a_at: Date | null
  paused_b_at: Date | null
  sandbox: boolean
}

const columns = [
  'tenant_id',
  'domain',
  'name',
  'currency',
  'access',
  'scopes',
  'subscription',
  'cut_over_at',
  'paused_a_at',
  'paused_b_at',
  'sandbox',
] as const

export async function tenantByDomain(db: Kysely<Schema>, domain: string): Promise<Tenant | undefined> {
  const row = await db.selectFrom('tenants').select(columns).where('domain', '=', domain).executeTakeFirst()
  return row === undefined ? undefined : toTenant(row)
}

/** Throws when there is no such shop: ids come from rows that name it. */
export async function tenantById(db: Kysely<Schema>, id: TenantId): Promise<Tenant> {
  return toTenant(await db.selectFrom('tenants').select(columns).where('tenant_id', '=', id).executeTakeFirstOrThrow())
}

export async function allTenants(db: Kysely<Schema>): Promise<readonly Tenant[]> {
  const rows = await db.selectFrom('tenants').select(columns).orderBy('domain').execute()
  return rows.map(toTenant)
}

export type NewTenant = Omit<Tenant, 'pausedA' | 'pausedB' | 'cutOverAt'> & { readonly now: Date }

/** A shop that is seen for the first time is kept from now on; one that is known gets its present name, domain and access. */
export async function keepTenant(tx: Kysely<Schema>, tenant: NewTenant): Promise<void> {
  const facts = {
    domain: tenant.domain,
    name: tenant.name,
    currency: tenant.currency,
    access: tenant.access,
    scopes: [...tenant.scopes],
    subscription: tenant.subscription,
  }
  await tx
    .insertInto('tenants')
    .values({ tenant_id: tenant.tenantId, ...facts, sandbox: tenant.sandbox, cut_over_at: tenant.now, created_at: tenant.now })
    .onConflict((conflict) => conflict.column('tenant_id').doUpdateSet(facts))
    .execute()
}

export type Flow = 'a' | 'b'

/** Stops or resumes flows; the time of a pause that stands already is kept. */
export async function setPaused(db: Kysely<Schema>, id: TenantId, flows: readonly Flow[], at: Date | null): Promise<void> {
  const tenant = await tenantById(db, id)
  await db
    .updateTable('tenants')
    .set({
      ...(flows.includes('a') ? { paused_a_at: at === null ? null : (tenant.pausedA ?? at) } : {}),
      ...(flows.includes('b') ? { paused_b_at: at === null ? null : (tenant.pausedB ?? at) } : {}),
    })
    .where('tenant_id', '=', id)
    .execute()
}

function toTenant(row: Row): Tenant {
  return {
    tenantId: tenantId(row.tenant_id),
    domain: row.domain,
    name: row.name,
    currency: row.currency,
    access: row.access,
    scopes: row.scopes,
    subscription: row.subscription === 'basic' ? 'basic' : 'advanced',
    cutOverAt: row.cut_over_at,
    pausedA: row.paused_a_at,
    pausedB: row.paused_b_at,
    sandbox: row.sandbox,
  }
}

/** The name under which this installation claims the shop's orders; `fresh` becomes it at the first asking. */
export async function claimsAs(db: Kysely<Schema>, tenantId: TenantId, fresh: string): Promise<string> {
  const { claims_as: name } = await db
    .updateTable('tenants')
    .set((expression) => ({ claims_as: expression.fn.coalesce('claims_as', expression.val(fresh)) }))
    .where('tenant_id', '=', tenantId)
    .returning('claims_as')
    .executeTakeFirstOrThrow()
  return name ?? fresh
}
