import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import test from 'node:test'

const root = resolve(import.meta.dirname, '..')
const linesMax = 400
const medianMax = 90

const skipped = new Set(['.git', ...ignoredFolders()])
const files = filesUnder(root)
const code = files.filter((file) => /\.tsx?$/.test(file))
const docs = files.filter((file) => file.endsWith('.md'))

function ignoredFolders(): readonly string[] {
  const lines = readFileSync(join(root, '.gitignore'), 'utf8').split('\n')
  return lines.filter((line) => line.endsWith('/')).map((line) => line.slice(0, -1))
}

function filesUnder(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.has(entry.name)) return []
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return filesUnder(path)
    return entry.isFile() ? [relative(root, path)] : []
  })
}

function textOf(file: string): string {
  return readFileSync(join(root, file), 'utf8')
}

function linesOf(file: string): number {
  return textOf(file).split('\n').length - 1
}

/** Every place in the files that the pattern finds, as `file:line: text`. */
function places(among: readonly string[], pattern: RegExp): readonly string[] {
  return among.flatMap((file) =>
    textOf(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}: ${line.trim().slice(0, 120)}`] : [])),
  )
}

test('no file of code is longer than a reader can hold', () => {
  assert.deepEqual(
    code.filter((file) => linesOf(file) > linesMax),
    [],
  )
})

test('the median file of the product is short', () => {
  const lengths = code
    .filter((file) => file.startsWith('src/') && !file.includes('.test.'))
    .map(linesOf)
    .toSorted((a, b) => a - b)
  const median = lengths[Math.floor(lengths.length / 2)]

  assert.ok(median !== undefined && median < medianMax, `it has ${median} lines`)
})

test('no file is named for a drawer', () => {
  const drawer = /^(utils?|helpers?|common|misc|lib|shared|managers?|services?|factory)$|-(utils?|helpers?|manager|service|factory|impl)$/
  const drawers = files.filter((file) => file.split('/').some((part) => drawer.test(part.split('.')[0] ?? '')))

  assert.deepEqual(drawers, [])
})

test('nothing is left for later and no test is switched off', () => {
  const later = /\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\b/
  const off = /\b(test|it|describe|suite)\.(skip|todo|only)\b|[{,] *(skip|todo|only): *true/
  const silenced = /@ts-(ignore|nocheck|expect-error)|(oxlint|eslint)-disable|\bas any\b|\bas unknown as\b/
  const spoken = code.filter((file) => !['tools/tidy.test.ts', 'tools/guards-cases.ts'].includes(file))

  assert.deepEqual(
    [later, off, silenced].flatMap((pattern) => places(spoken, pattern)),
    [],
  )
})

test('no file names the machine it was written on or a place that packages are loaded from', () => {
  const texts = files.filter((file) => /\.(tsx?|json|md|sql|ya?ml|css|html|sh)$|^\.|^\.ci\//.test(file) && file !== 'tools/tidy.test.ts')

  assert.deepEqual(places(texts, /\/work\/|(^|[^\w.])\/(root|home\/\w+)\/|registry\.npmjs|"resolved": "http/), [])
})

test('no table of ours asks the database for time or chance', () => {
  const migrations = files.filter((file) => file.endsWith('.sql'))

  assert.deepEqual(places(migrations, /\b(now|random|gen_random_uuid|clock_timestamp|uuidv7) *\(\)|\bcurrent_(timestamp|date|time)\b/i), [])
})

test('every link of a document leads somewhere', () => {
  const broken = docs.flatMap((file) =>
    [...textOf(file).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
      const [path = '', heading] = link.split('#')
      if (/^[a-z]+:/.test(link)) return []
      const target = path === '' ? file : join(dirname(file), path)
      if (!existsSync(join(root, target))) return [`${file}: ${link}`]
      return heading === undefined || anchorsOf(target).has(heading) ? [] : [`${file}: ${link}`]
    }),
  )

  assert.deepEqual(broken, [])
})

function anchorsOf(file: string): ReadonlySet<string> {
  const headings = [...textOf(file).matchAll(/^#+ +(.+)$/gm)].map(([, heading = '']) => heading)
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  )
}

test('the glossary gives each word once', () => {
  const words = docs
    .filter((file) => basename(file) === 'glossary.md')
    .flatMap((file) => [...textOf(file).matchAll(/^\| *([^|]+?) *\|/gm)].map(([, word = '']) => word.toLowerCase()))
    .filter((word) => !/^:?-+:?$/.test(word))
  const twice = words.filter((word, index) => words.indexOf(word) !== index)

  assert.deepEqual(twice, [])
})
