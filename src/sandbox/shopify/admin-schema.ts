import { readFileSync } from 'node:fs'
import { brotliDecompressSync } from 'node:zlib'
import { buildClientSchema, type GraphQLSchema, type IntrospectionQuery } from 'graphql'

/** Oldest first: a call to a version that has been retired is answered by the first. */
export const adminVersions = ['2026-07', '2026-10'] as const
export type AdminVersion = (typeof adminVersions)[number]

export type AdminSchema = {
  readonly version: AdminVersion
  readonly schema: GraphQLSchema
  /** By "Type" or "Type.field": the scopes of which one is enough, and the sentence that names them. */
  readonly scopes: ReadonlyMap<string, ScopeNeed>
}
export type ScopeNeed = { readonly any: readonly string[]; readonly text: string }

type SchemaFile = { readonly introspection: IntrospectionQuery; readonly scopes: Record<string, ScopeNeed> }

const loaded = new Map<AdminVersion, AdminSchema>()

/** Shopify's own Admin schema of that version, with the access scopes that its types and fields ask for. Loaded once. */
export function adminSchema(version: AdminVersion): AdminSchema {
  const known = loaded.get(version)
  if (known !== undefined) return known

  const packed = readFileSync(new URL(`schema/admin-${version}.json.br`, import.meta.url))
  const file: SchemaFile = JSON.parse(brotliDecompressSync(packed).toString('utf8'))
  const admin = {
    version,
    schema: buildClientSchema(file.introspection, { assumeValid: true }),
    scopes: new Map(Object.entries(file.scopes)),
  }
  loaded.set(version, admin)
  return admin
}
