/** A breach of one rule: a file of a scratch project, and what the guard must say of it. */
export type Breach = { readonly file: string; readonly text: string; readonly rule: string; readonly message: RegExp }

function lines(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_none, index) => line(index)).join('\n')
}

/** Imports need something to point at, and the type-aware rules need its type. */
export const neighbours: Readonly<Record<string, string>> = {
  'src/core/order.ts': 'export type Order = { readonly name: string }\n',
  'src/core/one.ts': "import { two } from './two.ts'\n\nexport function one(): number {\n  return two()\n}\n",
  'src/billing/oblio/wire.ts': 'export function wire(): number {\n  return 1\n}\n',
  'src/db/orders.ts': 'export async function save(): Promise<void> {\n  await Promise.resolve()\n}\n',
}

const layerBreaches: readonly Breach[] = [
  {
    file: 'src/helpers/order.ts',
    text: 'export const one = 1',
    rule: 'layers(order)',
    message: /folder src\/helpers is not in the table of tools\/layers\.ts/,
  },
  {
    file: 'src/core/upward.ts',
    text: "export { save } from '#db/orders.ts'",
    rule: 'layers(order)',
    message: /core is pure: it cannot import #db\/orders\.ts/,
  },
  {
    file: 'src/core/package.ts',
    text: "export { z } from 'zod'",
    rule: 'layers(order)',
    message: /core is pure: it cannot import zod/,
  },
  {
    file: 'src/core/builtin.ts',
    text: "export { readFile } from 'node:fs/promises'",
    rule: 'layers(order)',
    message: /core is pure: it cannot import node:fs\/promises/,
  },
  {
    file: 'src/db/upward.ts',
    text: "import { wire } from '#billing/oblio/wire.ts'\nexport const one = wire()",
    rule: 'layers(order)',
    message: /db must not import #billing\/oblio\/wire\.ts/,
  },
  {
    file: 'src/db/dynamic.ts',
    text: "export const wire = import('#billing/oblio/wire.ts')",
    rule: 'layers(order)',
    message: /db must not import #billing\/oblio\/wire\.ts/,
  },
  {
    file: 'src/sandbox/mirror.ts',
    text: "export type { Order } from '#core/order.ts'",
    rule: 'layers(order)',
    message: /sandbox must not import #core\/order\.ts/,
  },
  {
    file: 'src/db/backwards.ts',
    text: "export type { Order } from '../core/order.ts'",
    rule: 'layers(order)',
    message: /cross folders with #layer\/ imports, not \.\.\/core\/order\.ts/,
  },
  {
    file: 'src/billing/fgo/neighbour.ts',
    text: "import { wire } from '#billing/oblio/wire.ts'\nexport const one = wire()",
    rule: 'layers(order)',
    message: /providers do not know each other: #billing\/oblio\/wire\.ts/,
  },
  ...[
    { name: 'new-date', call: 'new Date()', message: /core is pure: pass the time in/ },
    { name: 'date-now', call: 'Date.now()', message: /core is pure: no Date\.now/ },
    { name: 'chance', call: 'Math.random()', message: /core is pure: no Math\.random/ },
    { name: 'stopwatch', call: 'performance.now()', message: /core is pure: no performance\.now/ },
    { name: 'identity', call: 'crypto.randomUUID()', message: /core is pure: no crypto\.randomUUID/ },
    { name: 'network', call: "fetch('http://x')", message: /core is pure: no fetch/ },
    { name: 'timer', call: 'setTimeout(String, 1)', message: /core is pure: no setTimeout/ },
    { name: 'talk', call: "console.info('x')", message: /core is pure: no console\.info/ },
    { name: 'surroundings', call: 'process.cwd()', message: /core is pure: no process\.cwd/ },
  ].map(({ name, call, message }) => ({
    file: `src/core/${name}.ts`,
    text: `export const found: unknown = ${call}`,
    rule: 'layers(pure)',
    message,
  })),
  ...['now()', 'random()', 'gen_random_uuid()', 'clock_timestamp()', 'uuidv7()', 'current_timestamp', 'current_date'].map(
    (call, index) => ({
      file: `src/db/chance-${index}.ts`,
      text: ['export const statement = `select ', call, '`'].join(''),
      rule: 'layers(sql)',
      message: /time and chance are parameters/,
    }),
  ),
]

const shapeBreaches: readonly Breach[] = [
  {
    file: 'src/core/long.ts',
    text: lines(401, (index) => `export const a${index} = ${index}`),
    rule: 'eslint(max-lines)',
    message: /too many lines \(40\d\)/,
  },
  {
    file: 'src/core/tall.ts',
    text: `export function tall(): number {\n  let sum = 0\n${lines(70, (index) => `  sum += ${index}`)}\n  return sum\n}`,
    rule: 'eslint(max-lines-per-function)',
    message: /too many lines/,
  },
  { file: 'src/core/default.ts', text: 'export default 1', rule: 'import(no-default-export)', message: /named export/i },
  {
    file: 'src/core/barrel.ts',
    text: "export * from './order.ts'\nexport * from './one.ts'",
    rule: 'oxc(no-barrel-file)',
    message: /barrel/i,
  },
  {
    file: 'src/core/two.ts',
    text: "import { one } from './one.ts'\n\nexport function two(): number {\n  return one()\n}",
    rule: 'import(no-cycle)',
    message: /cycle/i,
  },
  {
    file: 'src/core/arrow.ts',
    text: 'export const twice = (n: number): number => n * 2',
    rule: 'eslint(func-style)',
    message: /function declaration/i,
  },
  {
    file: 'src/core/many.ts',
    text: 'export function many(a: number, b: number, c: number, d: number, e: number): number {\n  return a + b + c + d + e\n}',
    rule: 'eslint(max-params)',
    message: /too many parameters \(5\)/,
  },
  {
    file: 'src/core/deep.ts',
    text: 'export function deep(n: number): number {\n  if (n > 1) {\n    if (n > 2) {\n      if (n > 3) {\n        if (n > 4) return 4\n      }\n    }\n  }\n  return 0\n}',
    rule: 'eslint(max-depth)',
    message: /nested too deeply/i,
  },
  {
    file: 'src/core/nested.ts',
    text: "export function size(n: number): string {\n  return n > 2 ? 'big' : n > 1 ? 'middle' : 'small'\n}",
    rule: 'eslint(no-nested-ternary)',
    message: /nest ternary/i,
  },
  { file: 'src/core/CamelCase.ts', text: 'export const one = 1', rule: 'unicorn(filename-case)', message: /kebab-case/ },
  { file: 'src/db/talk.ts', text: "console.info('x')\nexport const one = 1", rule: 'eslint(no-console)', message: /console/ },
  { file: 'src/db/environment.ts', text: "export const home = process.env['HOME']", rule: 'node(no-process-env)', message: /process\.env/ },
  {
    file: 'src/core/loose.ts',
    text: 'export function same(a: unknown): boolean {\n  return a == 1\n}',
    rule: 'eslint(eqeqeq)',
    message: /===/,
  },
  {
    file: 'src/core/reassigned.ts',
    text: 'export function next(n: number): number {\n  n += 1\n  return n\n}',
    rule: 'eslint(no-param-reassign)',
    message: /parameter 'n'|parameter `n`/i,
  },
  {
    file: 'src/core/silent.ts',
    text: 'export function quiet(run: () => void): void {\n  try {\n    run()\n  } catch {}\n}',
    rule: 'eslint(no-empty)',
    message: /empty/i,
  },
]

const typeBreaches: readonly Breach[] = [
  { file: 'src/core/any.ts', text: 'export type Loose = any', rule: 'typescript(no-explicit-any)', message: /any/ },
  {
    file: 'src/core/bang.ts',
    text: 'export function first(all: readonly number[]): number {\n  return all[0]!\n}',
    rule: 'typescript(no-non-null-assertion)',
    message: /non-null assertion/i,
  },
  {
    file: 'src/core/ignored.ts',
    text: "// @ts-ignore\nexport const one: number = 'one'",
    rule: 'typescript(ban-ts-comment)',
    message: /@ts-/,
  },
  {
    file: 'src/db/import-kind.ts',
    text: "import { Order } from '#core/order.ts'\nexport function name(order: Order): string {\n  return order.name\n}",
    rule: 'typescript(consistent-type-imports)',
    message: /import type|only used as types/i,
  },
  {
    file: 'src/core/untyped.ts',
    text: 'export function one() {\n  return 1\n}',
    rule: 'typescript(explicit-module-boundary-types)',
    message: /return type/i,
  },
  {
    file: 'src/core/forgotten-case.ts',
    text: "export function sign(way: 'in' | 'out'): number {\n  switch (way) {\n    case 'in':\n      return 1\n  }\n  return 0\n}",
    rule: 'typescript(switch-exhaustiveness-check)',
    message: /"out"/,
  },
  {
    file: 'src/core/needless.ts',
    text: "export function named(name: string): string {\n  return name ?? 'nobody'\n}",
    rule: 'typescript(no-unnecessary-condition)',
    message: /unnecessary/i,
  },
  {
    file: 'src/core/thrown.ts',
    text: "export function fail(): never {\n  throw 'no'\n}",
    rule: 'typescript(only-throw-error)',
    message: /error object/i,
  },
  {
    file: 'src/db/floating.ts',
    text: "import { save } from './orders.ts'\nexport function forget(): void {\n  save()\n}",
    rule: 'typescript(no-floating-promises)',
    message: /promises must be awaited/i,
  },
]

export const breaches: readonly Breach[] = [...layerBreaches, ...shapeBreaches, ...typeBreaches]
