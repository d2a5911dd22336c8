/**
 * Makes the Admin API schema files of the sandbox from the introspection files of npm `@shopify/dev-mcp`.
 * Run: node tools/vendor-admin-schema.ts FOLDER, where FOLDER holds admin_<version>.json.gz and the licence of that package.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gunzipSync } from 'node:zlib'
import { z } from 'zod'

const target = join(import.meta.dirname, '..', 'src', 'sandbox', 'shopify', 'schema')
const licencePrefix = 'LICENSE'

const Source = z.object({
  data: z.object({ __schema: z.record(z.string(), z.unknown()) }),
  offline_scopes: z.object({
    items: z.array(
      z.object({
        type: z.enum(['type', 'field']),
        typeName: z.string(),
        fieldName: z.string().optional(),
        requiredAccess: z.string().nullish(),
        offlineScopes: z.array(z.string()).nullish(),
      }),
    ),
  }),
})

vendor(process.argv[2])

function vendor(folder: string | undefined): void {
  if (folder === undefined) throw new Error('usage: node tools/vendor-admin-schema.ts FOLDER')
  const names = readdirSync(folder)
  const licence = names.find((name) => name.startsWith(licencePrefix))
  if (licence === undefined) throw new Error(`${folder} holds no ${licencePrefix}: the schema may only travel with its licence`)
  writeFileSync(join(target, 'LICENSE'), readFileSync(join(folder, licence)))

  for (const name of names) {
    const version = /^admin_(\d{4}-\d{2})\.json\.gz$/.exec(name)?.[1]
    if (version === undefined) continue
    const { data, offline_scopes } = Source.parse(JSON.parse(gunzipSync(readFileSync(join(folder, name))).toString('utf8')))
    const text = JSON.stringify({ version, introspection: withoutDescriptions(data), scopes: scopeTable(offline_scopes.items) })
    const file = join(target, `admin-${version}.json.br`)
    const packed = brotliCompressSync(text, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: text.length },
    })
    writeFileSync(file, packed)
    console.log(`${file}: ${packed.length} bytes, ${text.length} unpacked`)
  }
}

/** Descriptions are nine tenths of the text and nobody reads them here; what is null or not deprecated need not be said. */
function withoutDescriptions(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDescriptions)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key, inner]) => key !== 'description' && key !== 'isDeprecated' && inner !== null)
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutDescriptions(inner)]))
}

/** By "Type" or "Type.field": the scopes of which one is enough, and the sentence that names them. */
function scopeTable(rows: z.infer<typeof Source>['offline_scopes']['items']): Record<string, { any: string[]; text: string }> {
  const table: Record<string, { any: string[]; text: string }> = {}
  for (const row of rows) {
    if (!row.offlineScopes?.length) continue
    const key = row.type === 'type' ? row.typeName : `${row.typeName}.${row.fieldName}`
    table[key] = { any: row.offlineScopes, text: row.requiredAccess ?? '' }
  }
  return table
}
