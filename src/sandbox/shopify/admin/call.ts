import { GraphQLError, type GraphQLResolveInfo } from 'graphql'
import type { World } from '#sandbox/world.ts'
import type { AdminSchema } from '#sandbox/shopify/admin-schema.ts'
import type { Shop } from '#sandbox/shopify/state.ts'
import type { SearchNote } from './search.ts'

/** One request to the Admin API while it is carried out. */
export type Call = {
  readonly world: World
  readonly shop: Shop
  readonly admin: AdminSchema
  /** Scopes of the token; a write scope holds its read scope. */
  readonly granted: ReadonlySet<string>
  /** The moment whose stock is shown: earlier than now under a staleRead fault. */
  readonly readAt: number
  /** "Type.field" of this document that the token may not read. */
  readonly denied: ReadonlySet<string>
  readonly search: SearchNote[]
}

export type Args = Readonly<Record<string, unknown>>

/** A method, so that a table of them may hold resolvers of different sources. */
export type Resolve<Source> = { of(source: Source, args: Args, call: Call, info: GraphQLResolveInfo): unknown }['of']
export type FieldTable = Readonly<Record<string, Resolve<unknown>>>

export function fields<Source>(table: Record<string, Resolve<Source>>): FieldTable {
  return table
}

export function textArg(args: Args, name: string): string | undefined {
  const value = args[name]
  return typeof value === 'string' ? value : undefined
}

export function numberArg(args: Args, name: string): number | undefined {
  const value = args[name]
  return typeof value === 'number' ? value : undefined
}

export function textsArg(args: Args, name: string): readonly string[] {
  const value = args[name]
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}

/** A top-level error with Shopify's code. */
export function refusal(message: string, code: string, more: Record<string, unknown> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...more } })
}
