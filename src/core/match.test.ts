import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { match, variantName, type Article, type MatchFacts, type Variant } from './match.ts'

const rule = { codeType: 'sku', codeRule: 'exact', nameTemplate: '{title} {options}' } as const

function variant(variantId: string, fields: Partial<Variant> = {}): Variant {
  return { variantId, title: 'Tricou', options: ['S'], sku: variantId, barcode: null, ...fields }
}

function article(code: string, name = code): Article {
  return { code, name, unit: 'buc' }
}

function facts(change: Partial<MatchFacts>): MatchFacts {
  return { variants: [], articles: [], rule, table: new Map(), links: new Map(), ...change }
}

function show(change: Partial<MatchFacts>): { matches: string[]; onlyInBilling: string[] } {
  const { matches, onlyInBilling } = match(facts(change))
  const shown = matches.map((found) => {
    if (found.is === 'bound') return `${found.variantId} = ${found.article.code || found.article.name} by ${found.by}`
    if (found.is === 'ambiguous')
      return `${found.variantId} ambiguous: ${found.variants.join(',')} / ${found.articles.map(({ name }) => name).join(',')}`
    return `${found.variantId} unmatched ${found.suggestions.map(({ code, name }) => code || name).join(',')}`.trim()
  })
  return { matches: shown, onlyInBilling: onlyInBilling.map(({ code, name }) => code || name) }
}

const barcode = { ...rule, codeType: 'barcode' } as const
const byName = { ...rule, codeType: 'name' } as const
const trailing = { ...rule, codeRule: 'ignoring-trailing-spaces' } as const

type Case = {
  readonly name: string
  readonly rule?: MatchFacts['rule']
  readonly variants: readonly Variant[]
  readonly articles: readonly Article[]
  readonly table?: readonly (readonly [string, string])[]
  readonly links?: readonly (readonly [string, Article])[]
  readonly matches: readonly string[]
  readonly only?: readonly string[]
}

const cases: readonly Case[] = [
  { name: 'an equal SKU and code are one product', variants: [variant('A')], articles: [article('A')], matches: ['A = A by code'] },
  {
    name: 'codes are compared byte by byte',
    variants: [variant('a1')],
    articles: [article('A1')],
    matches: ['a1 unmatched A1'],
    only: ['A1'],
  },
  {
    name: 'a trailing space separates codes where the service says so',
    variants: [variant('A ')],
    articles: [article('A')],
    matches: ['A  unmatched A'],
    only: ['A'],
  },
  {
    name: 'a trailing space is ignored where the service says so',
    rule: trailing,
    variants: [variant('A ')],
    articles: [article('A')],
    matches: ['A  = A by code'],
  },
  {
    name: 'leading zeros are suggested and not applied',
    variants: [variant('7')],
    articles: [article('007')],
    matches: ['7 unmatched 007'],
    only: ['007'],
  },
  {
    name: 'look-alike letters are suggested and not applied',
    variants: [variant('ABC-0')],
    articles: [article('АВС-O')],
    matches: ['ABC-0 unmatched АВС-O'],
    only: ['АВС-O'],
  },
  {
    name: 'a variant without a code is not matched',
    variants: [variant('A', { sku: ' ' }), variant('B', { sku: null })],
    articles: [article('')],
    matches: ['A unmatched', 'B unmatched'],
    only: [''],
  },
  {
    name: 'the barcode counts when it is chosen',
    rule: barcode,
    variants: [variant('A', { barcode: '594' })],
    articles: [article('594')],
    matches: ['A = 594 by code'],
  },
  {
    name: 'the SKU does not stand in for a missing barcode',
    rule: barcode,
    variants: [variant('A')],
    articles: [article('A')],
    matches: ['A unmatched'],
    only: ['A'],
  },
  {
    name: 'two variants with one code are both refused',
    variants: [variant('A', { sku: 'X' }), variant('B', { sku: 'X' })],
    articles: [article('X')],
    matches: ['A ambiguous: A,B / X', 'B ambiguous: A,B / X'],
  },
  {
    name: 'two billing products with one code are refused, never the first',
    variants: [variant('X')],
    articles: [article('X', 'One'), article('X', 'Two')],
    matches: ['X ambiguous: X / One,Two'],
  },
  { name: 'a product that Shopify lacks is only in billing', variants: [], articles: [article('NEW')], matches: [], only: ['NEW'] },
  {
    name: 'the table of differing codes decides',
    variants: [variant('A')],
    articles: [article('A'), article('SB-9')],
    table: [['A', 'SB-9']],
    matches: ['A = SB-9 by table'],
    only: ['A'],
  },
  {
    name: 'a link survives a changed SKU',
    variants: [variant('v', { sku: 'NEW' }), variant('w', { sku: null })],
    articles: [article('OLD'), article('OTHER')],
    links: [
      ['v', article('OLD')],
      ['w', article('OTHER')],
    ],
    matches: ['v = OLD by link', 'w = OTHER by link'],
  },
  {
    name: 'a link ends where the changed SKU is the code of another article',
    variants: [variant('v', { sku: 'NEW' })],
    articles: [article('OLD'), article('NEW')],
    links: [['v', article('OLD')]],
    matches: ['v = NEW by code'],
    only: ['OLD'],
  },
  {
    name: 'two variants that change their SKUs with each other are what their SKUs say',
    variants: [variant('v', { sku: 'B' }), variant('w', { sku: 'A' })],
    articles: [article('A'), article('B')],
    links: [
      ['v', article('A')],
      ['w', article('B')],
    ],
    matches: ['v = B by code', 'w = A by code'],
  },
  {
    name: 'a link survives a read that does not show its article',
    variants: [variant('OLD')],
    articles: [],
    links: [['OLD', article('OLD')]],
    matches: ['OLD = OLD by code'],
  },
  {
    name: 'a link ends where another variant has the code',
    variants: [variant('v', { sku: 'NEW' }), variant('w', { sku: 'OLD' })],
    articles: [article('OLD')],
    links: [['v', article('OLD')]],
    matches: ['v unmatched', 'w = OLD by code'],
  },
  {
    name: 'by name the title, a space and the option values are the name',
    rule: byName,
    variants: [variant('v', { options: ['S', 'Alb'] })],
    articles: [article('', 'Tricou S / Alb')],
    matches: ['v = Tricou S / Alb by name'],
  },
  {
    name: 'by name a product without options is its title',
    rule: byName,
    variants: [variant('v', { options: [] })],
    articles: [article('', 'Tricou')],
    matches: ['v = Tricou by name'],
  },
  ...[
    { off: 'letter', written: 'Tricou Z' },
    { off: 'case', written: 'tricou S' },
    { off: 'space', written: 'Tricou  S' },
    { off: 'diacritic', written: 'Trîcou S' },
  ].map(({ off, written }) => ({
    name: `by name one ${off} off is suggested and not bound`,
    rule: byName,
    variants: [variant('v')],
    articles: [article('', written)],
    matches: [`v unmatched ${written}`],
    only: [written],
  })),
  {
    name: 'by name two equal names are refused on either side',
    rule: byName,
    variants: [variant('v'), variant('w')],
    articles: [article('1', 'Tricou S')],
    matches: ['v ambiguous: v,w / Tricou S', 'w ambiguous: v,w / Tricou S'],
  },
]

for (const { name, variants, articles, table = [], links = [], matches, only = [], ...rest } of cases) {
  test(name, () => {
    const found = show({ ...rest, variants, articles, table: new Map(table), links: new Map(links) })

    assert.deepEqual(found, { matches, onlyInBilling: only })
  })
}

test('a template changes the name of a variant', () => {
  assert.equal(variantName({ title: 'Tricou', options: ['S', 'Alb'] }, '{title} - {options}'), 'Tricou - S / Alb')
  assert.equal(variantName({ title: '$& {options}', options: ['$1'] }, '{title} {options}'), '$& {options} $1')
})

test('no article is ever bound to two variants, and no variant with a code of its own is lost', () => {
  const code = fc.constantFrom('A', 'a', 'B', 'B ', '01', '1', '', 'Ă')
  const some = fc.array(code, { maxLength: 12 })
  fc.assert(
    fc.property(some, some, (skus, codes) => {
      const variants = skus.map((sku, place) => variant(`v${place}`, { sku }))
      const { matches } = match(facts({ variants, articles: codes.map((each) => article(each)) }))
      const bound = matches.flatMap((found) => (found.is === 'bound' ? [found.article.code] : []))

      assert.equal(new Set(bound).size, bound.length)
      assert.equal(matches.length, variants.length)
      assert.ok(
        bound.every((each) => skus.filter((sku) => sku === each).length === 1 && codes.filter((other) => other === each).length === 1),
      )
    }),
    { numRuns: 2_000, seed: 7 },
  )
})
