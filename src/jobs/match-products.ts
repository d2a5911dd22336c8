import type { Context } from '#app/context.ts'
import { capabilitiesOf } from '#billing/registry.ts'
import { match, variantName, type Article, type Match } from '#core/match.ts'
import { namedArticles } from '#core/named-articles.ts'
import { newProductMoment } from '#core/new-products.ts'
import type { ServiceSettings } from '#core/settings.ts'
import { allArticles, type StoredArticle } from '#db/articles.ts'
import { allBindings, replaceBindings, type NewBinding, type StoredBinding } from '#db/bindings.ts'
import { transaction, type Tx } from '#db/client.ts'
import { replaceMismatches, type Mismatch } from '#db/matches.ts'
import { allVariants, type Variant } from '#db/variants.ts'
import { reconsiderOrders } from './reconsider-orders.ts'
import { reportMatches } from './report-matches.ts'
import type { ShopFacts } from './shop-facts.ts'
import { wake } from './wake.ts'

/** Binds the shop's variants to the billing products as both are known now. `atOnce`: new pairs are in step from now on, not from tomorrow. */
export async function matchProducts(context: Context, facts: ShopFacts, { atOnce }: { readonly atOnce: boolean }): Promise<void> {
  const { service, tenant } = facts
  if (service === null) return
  const of = { tenantId: tenant.tenantId, connection: service.kind }
  const { codeType, nameTemplate } = service.warehouse
  const now = context.io.clock.now()
  const variants = (await allVariants(context.db, tenant.tenantId)).filter(({ bundle }) => !bundle)
  const articles = await allArticles(context.db, tenant.tenantId, service.kind)
  const before = await allBindings(context.db, of)
  const matches = matchAll(service, { variants, articles, before })
  const known = new Map(before.map((binding) => [binding.itemId, binding]))
  const itemOf = new Map(variants.map(({ variantId, itemId }) => [variantId, itemId]))
  const later = facts.settings.preferences.newProducts === 'asSeen' || atOnce ? now : newProductMoment(now)

  const bindings: NewBinding[] = []
  const mismatches: Mismatch[] = []
  for (const found of matches) {
    const itemId = itemOf.get(found.variantId)
    if (itemId === undefined) continue
    if (found.is !== 'bound') {
      mismatches.push({ variantId: found.variantId, itemId, ...mismatchOf(found) })
      continue
    }
    const articleKey = keyOf(found.article)
    const was = known.get(itemId)
    const activeAt = was?.articleKey === articleKey ? was.activeAt : later
    bindings.push({ itemId, variantId: found.variantId, articleKey, codeType, activeAt: atOnce && activeAt > now ? now : activeAt })
  }
  const names = new Map(
    variants.map(({ variantId, productTitle, options }) => [variantId, variantName({ title: productTitle, options }, nameTemplate)]),
  )
  await transaction(context.db, async (tx) => {
    await replaceBindings(tx, of, bindings, now)
    await replaceMismatches(tx, of, mismatches)
    await reportMatches(context, tx, tenant.tenantId, {
      matches,
      names,
      before: before.filter((each) => each.codeType === codeType),
      keyOf,
    })
    if (bindings.some(({ itemId }) => !known.has(itemId))) await retryWaiting(context, tx, facts)
  })
}

/** Orders that waited for a product to be bound are tried again. */
async function retryWaiting(context: Context, tx: Tx, { tenant: { tenantId }, service }: ShopFacts): Promise<void> {
  await reconsiderOrders(context, tx, tenantId, ['productNotBound'])
  await wake(context, tx, { tenantId, kind: 'invoices', connection: service?.kind ?? 'smartbill' })
}

type Known = {
  readonly variants: readonly Variant[]
  readonly articles: readonly StoredArticle[]
  readonly before: readonly StoredBinding[]
}

function matchAll({ warehouse, kind }: ServiceSettings, { variants, articles, before }: Known): readonly Match[] {
  const named = namedArticles(articles, warehouse.codeType)
  const { matches } = match({
    variants: variants.map(({ productTitle, ...variant }) => ({ ...variant, title: productTitle })),
    articles: named,
    rule: { codeType: warehouse.codeType, codeRule: capabilitiesOf[kind].codeRule, nameTemplate: warehouse.nameTemplate },
    table: new Map(),
    links: warehouse.codeType === 'name' ? new Map() : linksOf(before, named, warehouse.codeType),
  })
  return matches
}

/** What variants were bound to by the same kind of code. Where names are compared nothing but the name binds. */
function linksOf(before: readonly StoredBinding[], articles: readonly Article[], codeType: string): ReadonlyMap<string, Article> {
  const byKey = new Map(articles.map((article) => [keyOf(article), article]))
  const made = before.filter((binding) => binding.codeType === codeType)
  return new Map(
    made.flatMap(({ variantId, articleKey }) => {
      const article = byKey.get(articleKey)
      return article === undefined ? [] : [[variantId, article] as const]
    }),
  )
}

function mismatchOf(found: Exclude<Match, { is: 'bound' }>): Omit<Mismatch, 'variantId' | 'itemId'> {
  if (found.is === 'ambiguous') return { reason: 'ambiguous', key: found.key, suggestions: found.articles.map(shown) }
  return { reason: found.key === null ? 'noCode' : 'unmatched', key: found.key, suggestions: found.suggestions.map(shown) }
}

function shown({ code, name }: Article): { readonly code: string; readonly name: string } {
  return { code, name }
}

function keyOf({ code, name }: Article): string {
  return code === '' ? name : code
}
