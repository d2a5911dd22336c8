import { halvesOf, isOneLetterOff, nearMissFold } from './near-miss.ts'

export type Variant = {
  readonly variantId: string
  readonly title: string
  /** Option values; empty for a product without options. */
  readonly options: readonly string[]
  readonly sku: string | null
  readonly barcode: string | null
}

/** A product of the billing service; an empty code means that it has none. */
export type Article = { readonly code: string; readonly name: string; readonly unit: string }

type MatchRule = {
  readonly codeType: 'sku' | 'barcode' | 'name'
  /** How the service compares codes. */
  readonly codeRule: 'exact' | 'ignoring-trailing-spaces'
  readonly nameTemplate: string
}

export type MatchFacts = {
  readonly variants: readonly Variant[]
  readonly articles: readonly Article[]
  readonly rule: MatchRule
  /** The merchant's table of differing codes: billing code by variant. Not used when matching by name. */
  readonly table: ReadonlyMap<string, string>
  /** Bindings made before by the same kind of code: they outlive a changed SKU and an article that one read does not show. */
  readonly links: ReadonlyMap<string, Article>
}

export type Match =
  | { readonly is: 'bound'; readonly variantId: string; readonly article: Article; readonly by: 'code' | 'name' | 'table' | 'link' }
  | { readonly is: 'unmatched'; readonly variantId: string; readonly key: string | null; readonly suggestions: readonly Article[] }
  /** Several variants or several articles claim one code or name: none of them is bound. */
  | {
      readonly is: 'ambiguous'
      readonly variantId: string
      readonly key: string
      readonly variants: readonly string[]
      readonly articles: readonly Article[]
    }

export type Matches = { readonly matches: readonly Match[]; readonly onlyInBilling: readonly Article[] }

const suggestionsMax = 5
/** Of many names with one half in common so many are compared with each key. */
const lookedAtMax = 200

/**
 * Which variant is which billing product. Unique on both sides or not bound at all. What was bound stays so when its code changes in
 * Shopify, until an exact match says otherwise: its own with another article, or another variant's with this one.
 */
export function match(facts: MatchFacts): Matches {
  const articles = groupBy(facts.articles, (article) => articleKey(article, facts.rule))
  const exact = exactKeys(facts, articles)
  const claims = facts.variants.map((variant) => claimOf(variant, facts, exact))
  const claimants = groupBy(claims, (claim) => claim.key)
  const suggest = suggestionsFrom(facts, claims)

  const matches = claims.map((claim): Match => {
    const { key, variantId } = claim
    if (key === null) return { is: 'unmatched', variantId, key, suggestions: [] }
    const found = articles.get(key) ?? (claim.link === null ? [] : [claim.link])
    const variants = (claimants.get(key) ?? []).map((other) => other.variantId)
    const [article, ...others] = found
    if (article === undefined) return { is: 'unmatched', variantId, key, suggestions: suggest(key) }
    if (others.length > 0 || variants.length > 1) return { is: 'ambiguous', variantId, key, variants, articles: found }
    return { is: 'bound', variantId, article, by: claim.by }
  })
  return { matches, onlyInBilling: unclaimed(facts, claims) }
}

/** Shopify's name of a variant: the title, and for a product with options a space and their values joined by " / ", unless a template says otherwise. */
export function variantName({ title, options }: Pick<Variant, 'title' | 'options'>, template: string): string {
  if (options.length === 0) return title
  return template.replaceAll(/\{(title|options)\}/g, (_, part) => (part === 'title' ? title : options.join(' / ')))
}

type Claim = {
  readonly variantId: string
  readonly key: string | null
  readonly by: 'code' | 'name' | 'table' | 'link'
  readonly link: Article | null
}

/** The codes of articles that some variant has: whoever else was bound to one of them before is not any more. */
function exactKeys({ variants, rule, table }: MatchFacts, articles: ReadonlyMap<string, readonly Article[]>): ReadonlySet<string | null> {
  const keys = variants.map((variant) => tabledKey(variant, { rule, table }) ?? ownKey(variant, rule))
  return new Set(keys.filter((key) => key !== null && articles.has(key)))
}

/** What a variant says it is: the merchant's table first, then its own code or name where there is such an article, then what it was bound to. */
function claimOf(variant: Variant, { rule, table, links }: MatchFacts, exact: ReadonlySet<string | null>): Claim {
  const { variantId } = variant
  const tabled = tabledKey(variant, { rule, table })
  if (tabled !== undefined) return { variantId, key: tabled, by: 'table', link: null }

  const link = links.get(variantId) ?? null
  const own = ownKey(variant, rule)
  const linked = link === null ? null : articleKey(link, rule)
  if (linked !== null && linked !== own && !exact.has(own) && !exact.has(linked)) return { variantId, key: linked, by: 'link', link }
  return { variantId, key: own, by: rule.codeType === 'name' ? 'name' : 'code', link: linked === own ? link : null }
}

function tabledKey({ variantId }: Variant, { rule, table }: Pick<MatchFacts, 'rule' | 'table'>): string | null | undefined {
  const tabled = rule.codeType === 'name' ? undefined : table.get(variantId)
  return tabled === undefined ? undefined : codeKey(tabled, rule)
}

function ownKey(variant: Variant, rule: MatchRule): string | null {
  if (rule.codeType === 'name') return nameKey(variantName(variant, rule.nameTemplate))
  return codeKey((rule.codeType === 'sku' ? variant.sku : variant.barcode) ?? '', rule)
}

function articleKey(article: Article, rule: MatchRule): string | null {
  return rule.codeType === 'name' ? nameKey(article.name) : codeKey(article.code, rule)
}

function codeKey(code: string, { codeRule }: MatchRule): string | null {
  if (code.trim() === '') return null
  return codeRule === 'exact' ? code : code.trimEnd()
}

function nameKey(name: string): string | null {
  return name.trim() === '' ? null : name
}

/** Articles that nobody claims and that look like a key; they are shown and never bound by themselves. A name may be one letter off as well. */
function suggestionsFrom(facts: MatchFacts, claims: readonly Claim[]): (key: string) => readonly Article[] {
  const folded = unclaimed(facts, claims).map((article) => ({ article, fold: nearMissFold(articleKey(article, facts.rule) ?? '') ?? '' }))
  const byFold = groupBy(folded, ({ fold }) => fold)
  const byHalf = new Map<string, Set<(typeof folded)[number]>>()
  for (const each of facts.rule.codeType === 'name' ? folded : []) {
    for (const half of halvesOf(each.fold)) byHalf.set(half, (byHalf.get(half) ?? new Set()).add(each))
  }
  return (key) => {
    const fold = nearMissFold(key) ?? ''
    const equal = byFold.get(fold) ?? []
    const near = halvesOf(fold).flatMap((half) => [...(byHalf.get(half) ?? [])].slice(0, lookedAtMax))
    const off = near.filter((each) => isOneLetterOff(fold, each.fold))
    return [...new Set([...equal, ...off])].slice(0, suggestionsMax).map(({ article }) => article)
  }
}

function unclaimed({ articles, rule }: MatchFacts, claims: readonly Claim[]): readonly Article[] {
  const claimed = new Set(claims.map(({ key }) => key))
  return articles.filter((article) => {
    const key = articleKey(article, rule)
    return key === null || !claimed.has(key)
  })
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string | null): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    if (key === null) continue
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
