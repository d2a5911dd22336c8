import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { parseSync } from 'vite'
import { z } from 'zod'
import { ownWords } from '#api/own-words.ts'
import { sentences } from '#api/sentences.ts'

const web = resolve(import.meta.dirname, '../../web')
const forms = /_(zero|one|two|few|many|other)$/
const hole = /\{\{(\w+)\}\}/g

type Tree = { readonly [key: string]: string | Tree }

function flat(tree: Tree, path = ''): Map<string, string> {
  const entries = Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as const] : [...flat(value, `${path}${key}.`)],
  )
  return new Map(entries)
}

function language(name: 'ro' | 'en'): Tree {
  const tree: z.ZodType<Tree> = z.lazy(() => z.record(z.string(), z.union([z.string(), tree])))
  return tree.parse(JSON.parse(readFileSync(join(web, `locales/${name}.json`), 'utf8')))
}

const { say, ...pages } = language('ro')
const romanian = flat(pages)
const english = flat(language('en'))
const said = flat({ say: say ?? {} }, '')

function holes(text: string): readonly string[] {
  return [...text.matchAll(hole)].map(([, name]) => name ?? '').toSorted()
}

function keysOf(texts: ReadonlyMap<string, string>): readonly string[] {
  return [...new Set([...texts.keys()].map((key) => key.replace(forms, '')))].toSorted()
}

test('the pages say the same things in Romanian and in English', () => {
  assert.deepEqual(keysOf(romanian), keysOf(english))
  const empty = [...romanian, ...english].filter(([, text]) => text.trim() === '').map(([key]) => key)
  assert.deepEqual(empty, [])
})

test('a count is said in every form that its language has', () => {
  const counted = keysOf(new Map([...romanian].filter(([key]) => forms.test(key))))
  const missing = counted.flatMap((key) => [
    ...['one', 'few', 'other'].filter((form) => !romanian.has(`${key}_${form}`)).map((form) => `ro ${key}_${form}`),
    ...['one', 'other'].filter((form) => !english.has(`${key}_${form}`)).map((form) => `en ${key}_${form}`),
  ])
  assert.deepEqual(missing, [])
})

test('every sentence of the API has its Romanian with the same data', () => {
  const wrong = Object.entries(sentences).filter(
    ([id, text]) => holes(said.get(`say.${id}`) ?? '{{missing}}').join() !== holes(text).join(),
  )
  assert.deepEqual(
    wrong.map(([id]) => id),
    [],
  )
  assert.deepEqual(
    [...said.keys()].filter((key) => !Object.hasOwn(sentences, key.replace(/^say\./, ''))),
    [],
  )
})

/** Where our adapters and jobs write words that are kept in the place of a service's. */
const tellers = [
  'billing/smartbill/call.ts',
  'billing/smartbill/find.ts',
  'billing/smartbill/smartbill.ts',
  'billing/smartbill/verdict.ts',
  'jobs/act-once.ts',
  'jobs/settle-open-invoices.ts',
  'jobs/test-connection.ts',
  'net/fetch-bounded.ts',
  'shopify/cancel-order.ts',
  'shopify/fulfil-order.ts',
]
const told = /(?:reason(?: =|:)|unclear\(\w+,|undecided\(|NetworkError\(|super\(|return)[^'`\n]*(['`])([^'`\n]+ [^'`\n]+)\1/g

test('what our own adapters say of a failure is said in both languages, and a service is quoted as it is', () => {
  const texts = tellers.flatMap((file) =>
    [...readFileSync(join(web, '../src', file), 'utf8').matchAll(told)].map(([, , text]) => (text ?? '').replaceAll(/\$\{[^}]+\}/g, '7')),
  )
  assert.ok(texts.length > 20, `${texts.length} texts were found`)
  assert.deepEqual(
    texts.filter((text) => ownWords(text) === null),
    [],
  )
  assert.equal(ownWords('Stocul produsului este insuficient.'), null)
})

const sources = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))

test('nothing on a page is written outside the two languages', () => {
  const literals = sources.filter((file) => file.endsWith('.tsx')).flatMap((file) => literalsOf(file).map((text) => `${file}: ${text}`))
  assert.deepEqual(literals, [])
})

test('every text is used by some page', () => {
  const code = sources.map((file) => readFileSync(join(web, file), 'utf8')).join('\n')
  const patterns = [...code.matchAll(/['`]([a-z][\w.-]*(?:\$\{[^}]+(?:\}[^'`.}]*)?\}[\w.-]*)*)['`]/gi)].map(([, text]) => text ?? '')
  const used = patterns.map((text) => new RegExp(`^${text.replaceAll('.', '\\.').replaceAll(/\$\{[^}]+\}/g, '[\\w-]+')}$`))
  const unused = keysOf(romanian).filter((key) => !used.some((pattern) => pattern.test(key)))
  assert.deepEqual(unused, [])
})

const spoken = new Set(['label', 'title', 'alt', 'placeholder', 'aria-label', 'description', 'hint', 'error'])
/** The name of the product is the same everywhere. */
const names = new Set(['Punte'])

/** Words of a page that stand in its markup: text between tags, and the attributes that a person reads or hears. */
function literalsOf(file: string): readonly string[] {
  const { program } = parseSync(file, readFileSync(join(web, file), 'utf8'))
  const found: string[] = []
  walk(program, (node, parent) => {
    if (node['type'] === 'JSXText' && typeof node['value'] === 'string') found.push(node['value'])
    if (node['type'] !== 'Literal' || typeof node['value'] !== 'string') return
    if (parent['type'] === 'JSXExpressionContainer') found.push(node['value'])
    const name = parent['type'] === 'JSXAttribute' ? parent['name'] : undefined
    if (isNode(name) && spoken.has(String(name['name']))) found.push(node['value'])
  })
  return found.map((text) => text.trim()).filter((text) => /\p{L}/u.test(text) && !names.has(text))
}

type Node = Readonly<Record<string, unknown>>

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null
}

function walk(node: object, visit: (node: Node, parent: Node) => void): void {
  for (const child of Object.values(node).flatMap((value) => (Array.isArray(value) ? value : [value]))) {
    if (!isNode(child)) continue
    visit(child, isNode(node) ? node : child)
    walk(child, visit)
  }
}
