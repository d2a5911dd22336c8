import { Kind, valueFromASTUntyped } from 'graphql'
import type { AnswerError } from './answer-error.ts'
import type { Asked } from './cost.ts'

const inputArrayMax = 250

/** Shopify refuses any argument list longer than this, wherever it stands. */
export function sizeErrors({ operation, variables }: Asked): AnswerError[] {
  return operation.selectionSet.selections.flatMap((selection) => {
    if (selection.kind !== Kind.FIELD) return []
    const long = (selection.arguments ?? []).flatMap((argument) => {
      const value: unknown = valueFromASTUntyped(argument.value, { ...variables })
      return longLists(value, [selection.alias?.value ?? selection.name.value, argument.name.value])
    })
    return long.map(({ path, length }) => ({
      message: `The input array size of ${length} is greater than the maximum allowed of ${inputArrayMax}.`,
      path,
      extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' },
    }))
  })
}

type Long = { readonly path: readonly (string | number)[]; readonly length: number }

function longLists(value: unknown, path: readonly (string | number)[]): Long[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value) && value.length > inputArrayMax) return [{ path, length: value.length }]
  const isList = Array.isArray(value)
  return Object.entries(value).flatMap(([key, inner]) => longLists(inner, [...path, isList ? Number(key) : key]))
}
