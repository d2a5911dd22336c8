import type { Context } from '#app/context.ts'
import { ProviderError } from '#billing/provider-error.ts'
import type { LoadedConfiguration } from '#billing/provider.ts'
import { transaction } from '#db/client.ts'
import { keepFailure, keepLoaded } from '#db/connections.ts'
import { askForRun } from '#db/run-requests.ts'
import type { Tenant } from '#db/tenants.ts'
import { NotSentError } from '#net/fetch-bounded.ts'
import { providerOf } from './provider-of.ts'
import { endedByLoading, reconsiderOrders } from './reconsider-orders.ts'
import { readShopFacts } from './shop-facts.ts'
import { wake } from './wake.ts'

export type Tested =
  | { readonly is: 'ok'; readonly loaded: LoadedConfiguration; readonly at: Date; readonly runId: string | null }
  | { readonly is: 'failed'; readonly kind: string; readonly reason: string }

/** Reads what the service offers, keeps it beside the settings (never over them) and starts a run over all products. */
export async function testConnection(context: Context, tenant: Tenant): Promise<Tested> {
  const { tenantId } = tenant
  const facts = await readShopFacts(context, tenantId)
  const provider = providerOf(context, facts, 'stock')
  if (provider === null) return { is: 'failed', kind: 'unauthorized', reason: 'no token is saved' }
  const at = context.io.clock.now()
  try {
    const loaded = await provider.loadConfiguration()
    const runId = facts.running.b ? context.io.random.uuid() : null
    await transaction(context.db, async (tx) => {
      await keepLoaded(tx, { tenantId, kind: provider.kind }, loaded, at)
      if (runId !== null) {
        await askForRun(tx, tenantId, { runId, cause: 'testConnection', dryRun: false, codes: null, askedAt: at })
        await wake(context, tx, { tenantId, kind: 'stock', connection: provider.kind })
      }
      await wake(context, tx, { tenantId, kind: 'invoices', connection: provider.kind })
      await wake(context, tx, { tenantId, kind: 'catalogue', connection: '' })
      await reconsiderOrders(context, tx, tenantId, endedByLoading)
    })
    return { is: 'ok', loaded, at, runId }
  } catch (error) {
    const failure = failureOf(error)
    await keepFailure(context.db, { tenantId, kind: provider.kind }, { failure, at })
    return { is: 'failed', ...failure }
  }
}

function failureOf(error: unknown): { readonly kind: string; readonly reason: string } {
  if (error instanceof NotSentError) return { kind: 'throttled', reason: error.message }
  if (!(error instanceof ProviderError)) throw error
  return { kind: error.fault.kind, reason: 'reason' in error.fault ? error.fault.reason : '' }
}
