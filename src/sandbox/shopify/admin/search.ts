import type { Call } from './call.ts'

const queryCharactersMax = 10_000

type Operator = '=' | '>' | '>=' | '<' | '<='
/** Says whether a thing fits `field:value`. */
export type Filter<Thing> = (thing: Thing, operator: Operator, value: string) => boolean
export type Filters<Thing> = {
  readonly fields: Readonly<Record<string, Filter<Thing>>>
  readonly words: (thing: Thing) => readonly (string | null)[]
}

/** One entry of `extensions.search`: the only sign that a filter was ignored. */
export type SearchNote = {
  readonly path: readonly string[]
  readonly query: string
  readonly parsed: Parsed
  readonly warnings: readonly { readonly field: string; readonly message: string; readonly code: 'invalid_field' }[]
}

type Parsed = {
  readonly field?: string
  readonly match_all?: string
  readonly range?: Record<string, string>
  readonly and?: readonly Parsed[]
  readonly or?: readonly Parsed[]
  readonly not?: Parsed
}
type Node =
  | { readonly kind: 'term'; readonly field: string | undefined; readonly operator: Operator; readonly value: string }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Node[] }
  | { readonly kind: 'not'; readonly part: Node }
type Test<Thing> = (thing: Thing) => boolean

/** Shopify's search syntax as a test. Filters that the list does not know are ignored, and noted in the answer. */
export function searchTest<Thing>(call: Call, root: string, query: string | undefined, filters: Filters<Thing>): Test<Thing> {
  const text = query?.trim().slice(0, queryCharactersMax) ?? ''
  if (text === '') return () => true
  const node = readOr(tokens(text))
  if (node === undefined) return () => true

  const unknown = unknownFields(node, filters)
  if (unknown.length > 0) {
    const warnings = unknown.map((field) => ({ field, message: 'Invalid search field for this query.', code: 'invalid_field' as const }))
    call.search.push({ path: [root], query: text, parsed: parsedOf(node), warnings })
  }
  return testOf(node, filters) ?? (() => true)
}

type Tokens = { readonly all: readonly string[]; place: number }

function tokens(text: string): Tokens {
  const found = text.match(/\(|\)|-(?=[\w(])|(?:[\w.]+:(?:>=|<=|>|<|=)?)?(?:"[^"]*"|'[^']*')|[^\s()]+/g)
  return { all: found ?? [], place: 0 }
}

function readOr(input: Tokens): Node | undefined {
  const parts = [readAnd(input)]
  while (input.all[input.place] === 'OR') {
    input.place += 1
    parts.push(readAnd(input))
  }
  return joined('or', parts)
}

function readAnd(input: Tokens): Node | undefined {
  const parts: (Node | undefined)[] = []
  for (let next = input.all[input.place]; next !== undefined && next !== 'OR' && next !== ')'; next = input.all[input.place]) {
    if (next === 'AND') input.place += 1
    else parts.push(readOne(input))
  }
  return joined('and', parts)
}

function readOne(input: Tokens): Node | undefined {
  const token = input.all[input.place++] ?? ''
  if (token === '-' || token === 'NOT') {
    const part = readOne(input)
    return part === undefined ? undefined : { kind: 'not', part }
  }
  if (token !== '(') return term(token)
  const inner = readOr(input)
  if (input.all[input.place] === ')') input.place += 1
  return inner
}

function joined(kind: 'and' | 'or', parts: readonly (Node | undefined)[]): Node | undefined {
  const present = parts.filter((part) => part !== undefined)
  return present.length > 1 ? { kind, parts: present } : present[0]
}

function term(token: string): Node {
  const [, field, operator = '', value = token] = /^([A-Za-z_][\w.]*):(>=|<=|>|<|=)?(.*)$/s.exec(token) ?? []
  return { kind: 'term', field, operator: operatorOf(operator), value: unquoted(value) }
}

function operatorOf(text: string): Operator {
  return text === '>' || text === '>=' || text === '<' || text === '<=' ? text : '='
}

function unquoted(text: string): string {
  return /^(".*"|'.*')$/s.test(text) ? text.slice(1, -1) : text
}

function unknownFields<Thing>(node: Node, filters: Filters<Thing>): string[] {
  if (node.kind === 'not') return unknownFields(node.part, filters)
  if (node.kind !== 'term') return node.parts.flatMap((part) => unknownFields(part, filters))
  return node.field === undefined || Object.hasOwn(filters.fields, node.field) ? [] : [node.field]
}

function testOf<Thing>(node: Node, filters: Filters<Thing>): Test<Thing> | undefined {
  if (node.kind === 'term') return termTest(node, filters)
  if (node.kind === 'not') {
    const inner = testOf(node.part, filters)
    return inner === undefined ? undefined : (thing) => !inner(thing)
  }
  const tests = node.parts.map((part) => testOf(part, filters)).filter((test) => test !== undefined)
  if (tests.length === 0) return undefined
  return node.kind === 'and' ? (thing) => tests.every((test) => test(thing)) : (thing) => tests.some((test) => test(thing))
}

function termTest<Thing>({ field, operator, value }: Extract<Node, { kind: 'term' }>, filters: Filters<Thing>): Test<Thing> | undefined {
  if (field === undefined) {
    const wanted = value.toLowerCase()
    return (thing) => filters.words(thing).some((word) => word?.toLowerCase().includes(wanted))
  }
  const filter = Object.hasOwn(filters.fields, field) ? filters.fields[field] : undefined
  return filter === undefined ? undefined : (thing) => filter(thing, operator, value)
}

const rangeNames: Record<Operator, string | undefined> = { '=': undefined, '>': 'gt', '>=': 'gte', '<': 'lt', '<=': 'lte' }

function parsedOf(node: Node): Parsed {
  if (node.kind === 'not') return { not: parsedOf(node.part) }
  if (node.kind !== 'term') return { [node.kind]: node.parts.map(parsedOf) }
  const range = rangeNames[node.operator]
  return {
    ...(node.field === undefined ? {} : { field: node.field }),
    ...(range === undefined ? { match_all: node.value } : { range: { [range]: node.value } }),
  }
}

/** Compares whole seconds, which is what answers show. */
export function byTime<Thing>(timeOf: (thing: Thing) => number): Filter<Thing> {
  return (thing, operator, value) => {
    const wanted = Date.parse(/^\d{4}-\d\d-\d\d$/.test(value) ? `${value}T00:00:00Z` : value)
    return Number.isFinite(wanted) && compared(Math.floor(timeOf(thing) / 1_000), operator, Math.floor(wanted / 1_000))
  }
}

export function byNumber<Thing>(numberOf: (thing: Thing) => number): Filter<Thing> {
  return (thing, operator, value) => {
    const wanted = Number(/\d+$/.exec(value)?.[0] ?? Number.NaN)
    return Number.isFinite(wanted) && compared(numberOf(thing), operator, wanted)
  }
}

/** Whole text, whatever the case; `*` stands for anything. */
export function byText<Thing>(textOf: (thing: Thing) => string | null): Filter<Thing> {
  return (thing, _operator, value) => {
    const text = textOf(thing)?.toLowerCase()
    const wanted = value.toLowerCase()
    if (wanted === '*') return text !== undefined && text !== ''
    return wanted.endsWith('*') ? (text?.startsWith(wanted.slice(0, -1)) ?? false) : text === wanted
  }
}

/** The search index cuts codes into words, so TEE-S also finds TEE-S-XL. */
export function byCode<Thing>(codeOf: (thing: Thing) => string | null): Filter<Thing> {
  return (thing, _operator, value) => {
    const words = wordsOf(codeOf(thing) ?? '')
    const wanted = wordsOf(value)
    return wanted.length > 0 && wanted.every((word, place) => words[place] === word)
  }
}

export function byFlag<Thing>(flagOf: (thing: Thing) => boolean): Filter<Thing> {
  return (thing, _operator, value) => String(flagOf(thing)) === value.toLowerCase()
}

function wordsOf(text: string): string[] {
  return text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
}

function compared(value: number, operator: Operator, wanted: number): boolean {
  switch (operator) {
    case '=':
      return value === wanted
    case '>':
      return value > wanted
    case '>=':
      return value >= wanted
    case '<':
      return value < wanted
    case '<=':
      return value <= wanted
  }
}
