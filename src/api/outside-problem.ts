import { ProviderError } from '#billing/provider-error.ts'
import { ShopifyError } from '#shopify/shopify-error.ts'
import type { ProblemFacts } from './problem.ts'

/** The problem that a failure of Shopify or of the billing service is; undefined for any other failure. */
export function outsideProblem(error: unknown): ProblemFacts | undefined {
  if (!(error instanceof ProviderError || error instanceof ShopifyError)) return undefined
  const { fault } = error
  const busy = fault.kind === 'throttled'
  return {
    status: busy ? 503 : 502,
    kind: `outside-${fault.kind}`,
    title: 'An outside service did not do it',
    says: `outside.${fault.kind}`,
    data: { service: error instanceof ShopifyError ? 'Shopify' : 'SmartBill' },
    ...('reason' in fault ? { quote: fault.reason } : {}),
    ...(busy ? { headers: { 'retry-after': String(Math.ceil(fault.retryAfterMs / 1_000)) } } : {}),
  }
}
