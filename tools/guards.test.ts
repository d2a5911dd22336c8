import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import test, { after } from 'node:test'
import { breaches, neighbours } from './guards-cases.ts'

const root = resolve(import.meta.dirname, '..')
const configs = ['.oxlintrc.json', '.oxfmtrc.json', 'tsconfig.json', 'package.json', 'knip.json', 'tools/layers.ts']
const projects: string[] = []
after(() => projects.forEach((project) => rmSync(project, { recursive: true })))

/** A project of its own under the guards of this one: their own configurations, so that a guard switched off there is missed here. */
function scratchProject(files: Readonly<Record<string, string>>): string {
  const project = mkdtempSync(join(tmpdir(), 'punte-guards-'))
  projects.push(project)
  symlinkSync(join(root, 'node_modules'), join(project, 'node_modules'))
  for (const config of configs.filter((name) => existsSync(join(root, name)))) {
    mkdirSync(dirname(join(project, config)), { recursive: true })
    copyFileSync(join(root, config), join(project, config))
  }
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(project, file)), { recursive: true })
    writeFileSync(join(project, file), text)
  }
  return project
}

function run(project: string, tool: string, ...args: readonly string[]): { readonly status: number | null; readonly output: string } {
  const bin = join(root, 'node_modules/.bin')
  const { status, stdout, stderr } = spawnSync(join(bin, tool), args, {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}` },
  })
  return { status, output: stdout + stderr }
}

type Finding = { readonly filename: string; readonly code: string; readonly message: string }

function lint(project: string): readonly Finding[] {
  const { output } = run(project, 'oxlint', '--deny-warnings', '--format=json')
  const report: unknown = JSON.parse(output)
  assert.ok(typeof report === 'object' && report !== null && 'diagnostics' in report && Array.isArray(report.diagnostics), output)
  return report.diagnostics
}

const broken = Object.fromEntries(breaches.map(({ file, text }) => [file, `${text}\n`]))
const findings = lint(scratchProject({ ...neighbours, ...broken }))

for (const { file, rule, message } of breaches) {
  test(`${rule} catches ${file}`, () => {
    const said = findings.filter(({ filename }) => filename === file).map((finding) => `${finding.code}: ${finding.message}`)

    assert.ok(
      said.some((line) => line.startsWith(`${rule}: `) && message.test(line)),
      `it said: ${said.join(' | ') || 'nothing'}`,
    )
  })
}

test('every rule that carries taste has a breach that proves it on', () => {
  const config: unknown = JSON.parse(readFileSync(join(root, '.oxlintrc.json'), 'utf8'))
  assert.ok(typeof config === 'object' && config !== null && 'rules' in config && typeof config.rules === 'object' && config.rules !== null)
  const rules = Object.keys(config.rules).map((rule) => (rule.includes('/') ? rule.replace('/', '(') : `eslint(${rule}`) + ')')
  const proved = new Set(breaches.map(({ rule }) => rule))

  assert.deepEqual(
    rules.filter((rule) => !proved.has(rule)),
    [],
  )
})

test('a file without a breach is left in peace', () => {
  assert.deepEqual(lint(scratchProject({ 'src/core/order.ts': neighbours['src/core/order.ts'] ?? '' })), [])
})

const unstrippable = [
  { name: 'an enum', text: 'export enum Way {\n  In,\n}\n' },
  { name: 'a parameter property', text: 'export class Box {\n  constructor(readonly held: number) {}\n}\n' },
  { name: 'a namespace', text: 'export namespace Ways {\n  export const one = 1\n}\n' },
]

for (const { name, text } of unstrippable) {
  test(`the compiler refuses ${name}, which Node cannot strip`, () => {
    const { status, output } = run(scratchProject({ 'src/core/way.ts': text }), 'tsc', '-p', '.')

    assert.match(output, /src\/core\/way\.ts\(\d+,\d+\): error TS1294: .*erasableSyntaxOnly/)
    assert.notEqual(status, 0)
  })
}

test('the formatter finds a file that it would write otherwise', () => {
  const { status, output } = run(scratchProject({ 'src/core/loud.ts': 'export  const a = "a";\n' }), 'oxfmt', '--check')

  assert.match(output, /src\/core\/loud\.ts/)
  assert.notEqual(status, 0)
})

test('the search for dead code finds an export that nobody imports', () => {
  const project = scratchProject({
    'src/main.ts': "import { used } from './used.ts'\n\nused()\n",
    'src/used.ts': 'export function used(): void {}\n\nexport function deadExport(): void {}\n',
  })

  const { status, output } = run(project, 'knip', '--include', 'exports')

  assert.match(output, /deadExport .*src\/used\.ts/)
  assert.notEqual(status, 0)
})
