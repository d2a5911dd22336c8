import {
  execute,
  GraphQLError,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLResolveInfo,
  type OperationDefinitionNode,
} from 'graphql'
import { accessDenied } from './access.ts'
import type { Args, Call } from './call.ts'
import { typeNameOf } from './find.ts'
import { fieldTable, isOwnAnswer } from './resolvers.ts'

/** A field that the sandbox does not imitate was reached. */
export class NotImitated extends Error {
  override readonly name = 'NotImitated'
}

export type Run = {
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly variables: Readonly<Record<string, unknown>>
}

/** Carries a checked document out on Shopify's own schema, which holds every answer to its types. */
export async function carryOut(call: Call, { document, operation, variables }: Run): Promise<ExecutionResult> {
  const result = await execute({
    schema: call.admin.schema,
    document,
    contextValue: call,
    variableValues: variables,
    operationName: operation.name?.value ?? null,
    fieldResolver: resolveField,
    typeResolver: typeNameOf,
  })
  // A fault of the sandbox itself is no answer of Shopify's.
  for (const { originalError } of result.errors ?? [])
    if (originalError !== undefined && !(originalError instanceof GraphQLError)) throw originalError
  return result
}

function resolveField(source: unknown, args: Args, call: Call, info: GraphQLResolveInfo): unknown {
  const type = info.parentType.name
  const key = `${type}.${info.fieldName}`
  if (call.denied.size > 0 && call.denied.has(key)) throw accessDenied(call, info.fieldName, key, namedType(String(info.returnType)))
  if (isOwnAnswer(type)) return ownAnswer(source, info.fieldName, key)
  const resolve = fieldTable(type)?.[info.fieldName]
  if (resolve === undefined) throw new NotImitated(`the sandbox does not imitate ${key}`)
  return resolve(source, args, call, info)
}

function ownAnswer(source: unknown, field: string, key: string): unknown {
  if (typeof source !== 'object' || source === null || !(field in source)) throw new NotImitated(`the sandbox does not imitate ${key}`)
  const value: unknown = Reflect.get(source, field)
  return value
}

function namedType(text: string): string {
  return text.replaceAll(/[[\]!]/g, '')
}
