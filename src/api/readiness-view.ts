import type { Context } from '#app/context.ts'
import { notCovered } from '#core/flows.ts'
import { countForReadiness, type ReadinessCounts } from '#db/readiness-views.ts'
import type { Tenant } from '#db/tenants.ts'
import { readShopFacts, type ShopFacts } from '#jobs/shop-facts.ts'
import type { Readiness } from './contract.ts'
import { sentence, sentenceOf, type SentenceData } from './sentence.ts'
import type { SentenceId } from './sentences.ts'

type Check = Readiness['checks'][number]

/** What Punte cannot do without. */
const scopesNeeded = [
  'read_products',
  'read_inventory',
  'write_inventory',
  'read_locations',
  'read_orders',
  'write_orders',
  'read_merchant_managed_fulfillment_orders',
] as const

const newsMs = 24 * 3_600_000

/** For each requirement of each side: met, not met, or not to be seen, and how to put it right. Nobody outside is asked. */
export async function readReadiness(context: Context, tenant: Tenant): Promise<Readiness> {
  const facts = await readShopFacts(context, tenant.tenantId)
  const now = context.io.clock.now()
  const counts = await countForReadiness(
    context.db,
    { tenantId: tenant.tenantId, connection: facts.service?.kind ?? '' },
    { now, since: new Date(now.getTime() - newsMs) },
  )
  const checks = [...shopifyChecks(facts, counts), ...catalogueChecks(counts), ...serviceChecks(facts, counts), ...ownChecks(facts)]
  return { ready: checks.every(({ state }) => state !== 'unmet'), checks }
}

function shopifyChecks({ tenant }: ShopFacts, counts: ReadinessCounts): Check[] {
  const scopes = scopesNeeded.filter((scope) => !has(tenant.scopes, scope))
  const news = counts.orders > 0 ? 'unmet' : 'unknown'
  const buyers = counts.invoices > 0 ? 'met' : 'unknown'
  return [
    check('scopes', 'shopify', scopes.length === 0 ? 'met' : 'unmet', { fix: 'fix.scopes', data: { scopes: scopes.join(', ') } }),
    check('customerData', 'shopify', counts.buyerHidden > 0 ? 'unmet' : buyers, {
      fix: 'fix.customerData',
      data: { count: counts.buyerHidden },
    }),
    check('webhooks', 'shopify', counts.deliveries > 0 ? 'met' : news, { fix: 'fix.webhooks', data: { count: counts.orders } }),
  ]
}

/** A write scope lets read as well. */
function has(granted: readonly string[], scope: string): boolean {
  return granted.includes(scope) || granted.includes(scope.replace(/^read_/, 'write_'))
}

function catalogueChecks(counts: ReadinessCounts): Check[] {
  const parts = [
    ['variantCodes', counts.noCode],
    ['codesUnique', counts.ambiguous],
    ['tracked', counts.untracked],
    ['stocked', counts.notStocked],
  ] as const
  return parts.map(([id, count]) => {
    if (counts.variants === 0) return check(id, 'shopify', 'unknown', { says: 'check.catalogue.unknown', fix: 'fix.test' })
    return check(id, 'shopify', count === 0 ? 'met' : 'unmet', { fix: `fix.${id}`, data: { count } })
  })
}

function serviceChecks({ service, connection, settings }: ShopFacts, counts: ReadinessCounts): Check[] {
  if (service === null || connection === undefined || connection.credentials === null) {
    return [check('account', 'service', 'unmet', { says: 'check.account.missing', fix: 'fix.account' })]
  }
  const { loaded, failure } = connection
  if (loaded === null) {
    if (failure === null) return [check('account', 'service', 'unknown', { fix: 'fix.test' })]
    return [check('account', 'service', 'unmet', { fix: 'fix.account', quote: failure.reason })]
  }
  const { series } = service.invoice
  const { use, name } = service.warehouse
  const codes = counts.articlesWithoutCode === 0 ? 'met' : 'unmet'
  const seriesThere = loaded.series.some((each) => each.type === 'invoice' && each.name === series)
  return [
    check('account', 'service', failure === null ? 'met' : 'unmet', { fix: 'fix.account', quote: failure?.reason ?? '' }),
    chosen('series', series, seriesThere, { fix: 'fix.series', used: true }),
    chosen('warehouse', name, loaded.warehouses.includes(name ?? ''), { fix: 'fix.warehouse', used: use }),
    check('stockModule', 'service', loaded.warehouses.length > 0 ? 'met' : 'unmet', { fix: 'fix.stockModule' }),
    check('articleCodes', 'service', counts.articles === 0 ? 'unknown' : codes, {
      fix: 'fix.articleCodes',
      data: { count: counts.articlesWithoutCode },
    }),
    check('push', 'service', connection.pushedAt === null ? 'unknown' : 'met', {
      fix: 'fix.push',
      data: { minutes: settings.preferences.everyMinutes },
    }),
  ]
}

function chosen(
  id: 'series' | 'warehouse',
  name: string | null,
  there: boolean,
  { fix, used }: { readonly fix: SentenceId; readonly used: boolean },
): Check {
  if (!used && name === null) return check(id, 'service', 'unknown', { says: 'check.unset.unknown', fix })
  if (name === null) return check(id, 'service', 'unmet', { says: `check.${id}.missing`, fix })
  return check(id, 'service', there ? 'met' : 'unmet', { fix, data: { name } })
}

function ownChecks({ tenant, service, connection, locations }: ShopFacts): Check[] {
  const missing = service === null ? [] : notCovered(tenant.subscription, service.warehouse)
  const covered = check('subscription', 'punte', missing.length === 0 ? 'met' : 'unmet', { fix: 'fix.subscription' })
  if (service === null || !service.warehouse.use) return [covered]
  if (service.stock.length === 0)
    return [check('pairing', 'punte', 'unmet', { says: 'check.pairing.missing', fix: 'fix.pairing' }), covered]
  const active = new Set(locations.filter((each) => each.active).map(({ name }) => name))
  const known = connection?.loaded?.warehouses ?? null
  const broken = service.stock.filter(({ warehouse, location }) => !active.has(location) || !(known?.includes(warehouse) ?? true))
  const pairs = broken.map(({ warehouse, location }) => `${warehouse} / ${location}`).join(', ')
  return [check('pairing', 'punte', broken.length === 0 ? 'met' : 'unmet', { fix: 'fix.pairing', data: { pairs } }), covered]
}

type Said = { readonly says?: SentenceId; readonly fix: SentenceId; readonly data?: SentenceData; readonly quote?: string }

function check(id: string, side: Check['side'], state: Check['state'], said: Said): Check {
  const says = said.says ?? sentenceOf('check', `${id}.${state}`, 'check.unset.unknown')
  const { text, ...spoken } = sentence(says, said.data ?? {}, said.quote ?? null)
  const fix = state === 'met' ? null : sentence(said.fix)
  return { id, side, state, detail: text, ...spoken, fix: fix?.text ?? null, fixSay: fix?.say ?? null }
}
