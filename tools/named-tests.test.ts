import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import test from 'node:test'

const root = resolve(import.meta.dirname, '..')
const quoted = String.raw`'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|${'`'}((?:[^${'`'}\\]|\\.)*)${'`'}`
const titlePattern = new RegExp(String.raw`\btest\(\s*(?:${quoted}|(name)\b)`, 'g')
const namePattern = new RegExp(String.raw`\bname: (?:${quoted})`, 'g')
/** A title that says less than this by itself is no name of anything. */
const literalMin = 10

/** What a title says between its placeholders. */
type Title = readonly string[]

/** The titles of a test file, from its text: `${name}` stands for every name in its tables, any other placeholder for any text. */
function titlesOf(file: string): readonly Title[] {
  const names = [...file.matchAll(namePattern)].map(textOf)
  const titles = [...file.matchAll(titlePattern)].map((match) => (match[4] === undefined ? textOf(match) : '${name}'))
  return titles
    .flatMap((title) => (title.includes('${name}') ? names.map((name) => title.replaceAll('${name}', () => name)) : [title]))
    .map((title) => title.split(/\$\{.*?\}/))
    .filter((title) => title.join('').length >= literalMin)
}

function textOf(match: RegExpMatchArray): string {
  return (match[1] ?? match[2] ?? match[3] ?? '').replaceAll(/\\(.)/g, '$1')
}

function isTitled(text: string, title: Title): boolean {
  return new RegExp(`^${title.map((part) => RegExp.escape(part)).join('.+')}$`).test(text)
}

function beginsWith(name: string, [first = '', ...others]: Title): boolean {
  return first.startsWith(`${name}: `) || (first === name && others.length === 0)
}

/** A column of the table of a document, without its head. */
function columnOf(document: string, at: number): readonly string[] {
  const rows = document.split('\n').filter((line) => line.startsWith('| '))
  return rows.slice(1).map((line) => line.slice(2, -2).split(' | ').at(at) ?? '')
}

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

const titles = globSync('{src,test,tools}/**/*.test.ts', { cwd: root }).flatMap((file) => titlesOf(read(file)))

test("every bug of somebody else's has the test that its list names", () => {
  const listed = columnOf(read('docs/other-peoples-bugs.md'), 2)

  assert.ok(listed.length > 25)
  assert.deepEqual(
    listed.filter((text) => !titles.some((title) => isTitled(text, title))),
    [],
  )
})

test('every history of stock has a test that begins with its name', () => {
  const listed = columnOf(read('docs/stock-histories.md'), 0)

  assert.ok(listed.length > 30)
  assert.deepEqual(
    listed.filter((name) => !titles.some((title) => beginsWith(name, title))),
    [],
  )
})

test('a test that was renamed, or that is a part of another, is missed', () => {
  const file = `
    const all = [{ name: 'order-unread' }, { name: 'draft-unseen' }]
    for (const { name, at } of all) test(\`\${name}: it rests at \${at}\`, () => undefined)
    test("an account's stock is kept", () => undefined)
    test(\`\${at}\`, () => undefined)`
  const found = titlesOf(file)

  assert.ok(found.some((title) => isTitled("an account's stock is kept", title)))
  assert.ok(found.some((title) => isTitled('draft-unseen: it rests at 5', title)))
  assert.ok(found.some((title) => beginsWith('order-unread', title)))
  assert.ok(!found.some((title) => isTitled('a stock is kept', title)))
  assert.ok(!found.some((title) => isTitled('draft-seen: it rests at 5', title)))
  assert.ok(!found.some((title) => beginsWith('order', title)))
  assert.ok(!found.some((title) => beginsWith('unread-order', title)))
})
