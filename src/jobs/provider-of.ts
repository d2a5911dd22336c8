import { createHash } from 'node:crypto'
import type { Context } from '#app/context.ts'
import { ProviderError } from '#billing/provider-error.ts'
import type { BillingProvider } from '#billing/provider.ts'
import { capabilitiesOf, connect } from '#billing/registry.ts'
import type { ServiceSettings } from '#core/settings.ts'
import type { TenantId } from '#core/tenant.ts'
import { blockAccount } from '#db/budgets.ts'
import { budgetedFetch, type Purpose } from './budgeted-fetch.ts'
import type { ShopFacts } from './shop-facts.ts'

const column = 'connections.credentials'

export function sealToken(context: Pick<Context, 'sealer'>, tenantId: TenantId, token: string): string {
  return context.sealer.seal(token, { tenantId, column })
}

/** The billing service of a shop as it is set up; null while it has no credentials. */
export function providerOf(context: Context, { tenant, service, connection }: ShopFacts, purpose: Purpose): BillingProvider | null {
  if (service === null || connection === undefined || connection.credentials === null) return null
  const token = context.sealer.open(connection.credentials, { tenantId: tenant.tenantId, column })
  return providerWith(context, { service, token, purpose })
}

/** The account whose allowance the shop's service draws on; null while it has no credentials. */
export function budgetAccountOf(context: Pick<Context, 'sealer'>, { tenant, service, connection }: ShopFacts): string | null {
  if (service === null || connection === undefined || connection.credentials === null) return null
  return budgetAccount(service.kind, context.sealer.open(connection.credentials, { tenantId: tenant.tenantId, column }))
}

/** A billing service with credentials that may not be saved yet. Its calls are taken from the allowance of its account. */
type Calling = { readonly service: Pick<ServiceSettings, 'kind' | 'account'>; readonly token: string; readonly purpose: Purpose }

function providerWith(context: Context, { service, token, purpose }: Calling): BillingProvider {
  const account = budgetAccount(service.kind, token)
  const io = { ...context.io, fetch: budgetedFetch(context, account, capabilitiesOf[service.kind], purpose) }
  const provider = connect({ kind: service.kind, account: service.account, token }, { ...io, baseUrl: context.services[service.kind] })
  return remembersBlocks(context, account, provider)
}

/** Named by a hash: the limit belongs to the token, and a budget row names nobody. */
function budgetAccount(kind: string, token: string): string {
  return `${kind}/${createHash('sha256').update(token).digest('base64url').slice(0, 22)}`
}

/** When a service says that it answers nothing for a while, no instance asks it until then. */
function remembersBlocks(context: Context, account: string, provider: BillingProvider): BillingProvider {
  return {
    kind: provider.kind,
    capabilities: provider.capabilities,
    loadConfiguration: () => watched(provider.loadConfiguration()),
    readStock: (query) => watched(provider.readStock(query)),
    prepare: (invoice) => watched(provider.prepare(invoice)),
    issue: (invoice) => watched(provider.issue(invoice)),
    find: (invoice, evidence) => watched(provider.find(invoice, evidence)),
    readTotal: (document) => watched(provider.readTotal(document)),
    readPdf: (document) => watched(provider.readPdf(document)),
  }

  async function watched<Result>(answer: Promise<Result>): Promise<Result> {
    try {
      return await answer
    } catch (error) {
      if (error instanceof ProviderError && error.fault.kind === 'throttled') {
        await blockAccount(context.db, account, new Date(context.io.clock.now().getTime() + error.fault.retryAfterMs))
      }
      throw error
    }
  }
}
