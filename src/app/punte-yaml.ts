import { readFile } from 'node:fs/promises'
import { LineCounter, parseDocument, type Document } from 'yaml'
import { z } from 'zod'
import { AccountShape, InvoiceShape, PairingsShape, PreferencesShape, WarehouseShape } from '#api/settings-shape.ts'
import { ConfigError, environmentValue } from './config.ts'

const AccessShape = z.strictObject({ kind: z.literal('static'), token: z.string().min(1), webhookSecret: z.string().min(1) })

const ServiceFile = z.strictObject({
  kind: z.literal('smartbill'),
  enabled: z.boolean().optional(),
  account: AccountShape.extend({ token: z.string().min(1) }).strict(),
  invoice: InvoiceShape.partial().optional(),
  warehouse: WarehouseShape.partial().optional(),
  stock: PairingsShape.optional(),
})

const ShopFile = z.strictObject({
  domain: z.string().regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/, 'must be a myshopify.com domain'),
  access: AccessShape,
  subscription: z.enum(['basic', 'advanced']).default('advanced'),
  preferences: PreferencesShape.partial().optional(),
  services: z.array(ServiceFile).max(10).default([]),
})

const ConfigFile = z.strictObject({ shops: z.array(ShopFile).max(10_000).default([]) })

export type ShopInFile = z.infer<typeof ShopFile> & {
  /** Paths of the keys that stand in the file: read-only in the dashboard. */
  readonly locked: readonly string[]
}

/** The shops of punte.yaml. Throws a ConfigError with the key and line of the first mistake. */
export async function readConfigFile(path: string): Promise<readonly ShopInFile[]> {
  return parseConfig(await textOf(path), path)
}

const unreadable: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder, not a file',
  EACCES: 'this user may not read it',
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? unreadable[String(error.code)] : undefined
    if (why === undefined) throw error
    throw new ConfigError(`${path}: ${why}`)
  }
}

export function parseConfig(text: string, path: string): readonly ShopInFile[] {
  const lines = new LineCounter()
  // In { braces } YAML would take ${NAME} for a mapping, so it is a plain word until everything is parsed.
  const document = parseDocument(text.replaceAll(/\$\{(\w+)\}/g, 'punte-env-$1-env'), { lineCounter: lines, prettyErrors: false })
  const [broken] = document.errors
  if (broken !== undefined) throw new ConfigError(`${path}:${lines.linePos(broken.pos[0]).line}: ${broken.message}`)

  const parsed = ConfigFile.safeParse(withEnvironment(document.toJS() ?? {}, path))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const key = issue?.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : (issue?.path ?? [])
    throw new ConfigError(`${path}:${lineOf(document, lines, key)}: ${key.join('.')}: ${issue?.message ?? 'not valid'}`)
  }
  return parsed.data.shops.map((shop) => ({ ...shop, locked: lockedKeys(shop) }))
}

/** The line of a key, or of the nearest thing above it that stands in the file. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length).map(String), true)
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range))
      return lines.linePos(Number(node.range[0])).line
  }
  return 1
}

/** ${NAME} stands for a value of the environment: secrets need not lie in the file. */
function withEnvironment(value: unknown, path: string): unknown {
  if (typeof value === 'string') {
    return value.replaceAll(/punte-env-(\w+)-env/g, (_, name: string) => {
      const found = environmentValue(name)
      if (found === undefined) throw new ConfigError(`${path}: \${${name}}: there is no such value in the environment`)
      return found
    })
  }
  if (Array.isArray(value)) return value.map((each) => withEnvironment(each, path))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withEnvironment(each, path)]))
}

function lockedKeys(shop: z.infer<typeof ShopFile>): string[] {
  const preferences = Object.keys(shop.preferences ?? {}).map((key) => `preferences.${key}`)
  const services = shop.services.flatMap((service) => [
    ...(service.enabled === undefined ? [] : [`services.${service.kind}.enabled`]),
    ...Object.keys(service.account).map((key) => `services.${service.kind}.account.${key}`),
    ...Object.keys(service.invoice ?? {}).map((key) => `services.${service.kind}.invoice.${key}`),
    ...Object.keys(service.warehouse ?? {}).map((key) => `services.${service.kind}.warehouse.${key}`),
    ...(service.stock === undefined ? [] : [`services.${service.kind}.stock`]),
  ])
  return [...preferences, ...services]
}
