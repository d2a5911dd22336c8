import { definePlugin, defineRule, type ESTree } from '@oxlint/plugins'

const EVERYTHING = 'everything'

/** Who may import whom: a layer may use itself and what its row names. A folder that stands here not at all is an error. */
const MAY_IMPORT: Record<string, readonly string[] | typeof EVERYTHING> = {
  core: [],
  net: ['core/seam.ts'],
  billing: ['core', 'net'],
  shopify: ['core', 'net'],
  db: ['core'],
  jobs: ['core', 'net', 'billing', 'shopify', 'db', 'app/context.ts', 'app/log.ts'],
  api: ['core', 'db', 'jobs', 'shopify', 'billing/registry.ts', 'billing/provider-error.ts', 'app/context.ts', 'app/log.ts'],
  cli: ['core', 'app', 'db', 'jobs'],
  sandbox: [],
  web: ['api/contract.ts', 'core/money.ts'],
  app: EVERYTHING,
}

type Importing = ESTree.ImportDeclaration | ESTree.ExportNamedDeclaration | ESTree.ExportAllDeclaration | ESTree.ImportExpression

const order = defineRule({
  create(context) {
    const from = layerOf(context.filename)
    if (from === undefined || isTest(context.filename)) return {}
    const allowed = MAY_IMPORT[from]
    if (allowed === undefined) {
      return { Program: (node) => context.report({ node, message: `folder src/${from} is not in the table of tools/layers.ts` }) }
    }

    function check(node: Importing): void {
      const target = node.source?.type === 'Literal' ? node.source.value : undefined
      if (typeof target !== 'string') return
      const problem = problemWith(from ?? '', allowed ?? [], target, context.filename)
      if (problem !== undefined) context.report({ node, message: problem })
    }
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check, ImportExpression: check }
  },
})

function problemWith(from: string, allowed: readonly string[] | typeof EVERYTHING, target: string, file: string): string | undefined {
  if (target.startsWith('../')) return `cross folders with #layer/ imports, not ${target}`
  if (from === 'core' && !/^(\.\/|#core\/)/.test(target)) return `core is pure: it cannot import ${target}`
  if (!target.startsWith('#') || allowed === EVERYTHING) return undefined

  const path = target.slice(1)
  const [layer, part, leaf] = path.split('/')
  if (layer !== from) return allowed.some((entry) => entry === layer || entry === path) ? undefined : `${from} must not import ${target}`

  const crossesProviders = from === 'billing' && leaf !== undefined && !file.includes(`/billing/${part}/`)
  return crossesProviders && !file.endsWith('/billing/registry.ts') ? `providers do not know each other: ${target}` : undefined
}

const IMPURE_MEMBERS = new Set(['Date.now', 'Math.random', 'performance.now', 'crypto.randomUUID'])
const IMPURE_CALLS = new Set(['fetch', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'])
const IMPURE_OBJECTS = new Set(['console', 'crypto', 'process'])

/** In core there is no clock, no chance and no network: they are arguments. */
const pure = defineRule({
  create(context) {
    if (layerOf(context.filename) !== 'core' || isTest(context.filename)) return {}
    return {
      NewExpression(node) {
        const clock = node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0
        if (clock) context.report({ node, message: 'core is pure: pass the time in' })
      },
      CallExpression(node) {
        const name = calleeName(node.callee)
        const object = name.split('.')[0] ?? ''
        const impure = IMPURE_MEMBERS.has(name) || IMPURE_CALLS.has(name) || (name.includes('.') && IMPURE_OBJECTS.has(object))
        if (impure) context.report({ node, message: `core is pure: no ${name}` })
      },
    }
  },
})

/** No SQL of ours asks the database for time or chance: both are parameters (DESIGN section 5, rule 9). */
const sql = defineRule({
  create(context) {
    if (layerOf(context.filename) === 'sandbox') return {}
    return {
      TemplateElement(node) {
        const found = /\b(now|random|gen_random_uuid|clock_timestamp|uuidv7)\s*\(\)|\bcurrent_(timestamp|date|time)\b/i.exec(node.value.raw)
        if (found !== null) context.report({ node, message: `time and chance are parameters: no ${found[0]} in SQL` })
      },
    }
  },
})

function calleeName(callee: ESTree.Expression | ESTree.Super): string {
  if (callee.type === 'Identifier') return callee.name
  if (callee.type !== 'MemberExpression' || callee.object.type !== 'Identifier') return ''
  return callee.property.type === 'Identifier' ? `${callee.object.name}.${callee.property.name}` : ''
}

function layerOf(path: string): string | undefined {
  return /\/(?:src\/(\w[\w-]*)|(web))\//.exec(path)?.slice(1).find(Boolean)
}

function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path)
}

export default definePlugin({ meta: { name: 'layers' }, rules: { order, pure, sql } })
