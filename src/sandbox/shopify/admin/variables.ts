import {
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isRequiredInputField,
  isScalarType,
  print,
  typeFromAST,
  isInputType,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql'
import { parseGid } from '#sandbox/shopify/ids.ts'
import { locationOf, type AnswerError } from './answer-error.ts'

type Problem = { readonly path: readonly (string | number)[]; readonly explanation: string; readonly message?: string }
export type Values = Readonly<Record<string, unknown>>

/** What is wrong with the values that were sent for the document's variables. Empty: nothing. */
export function variableErrors(schema: GraphQLSchema, operation: OperationDefinitionNode, values: Values): AnswerError[] {
  return (operation.variableDefinitions ?? []).flatMap((definition) => {
    const type = typeFromAST(schema, definition.type)
    if (!isInputType(type)) return []
    const name = definition.variable.name.value
    const value = values[name]
    if (value === undefined && (definition.defaultValue !== undefined || !isNonNullType(type))) return []
    const problems = problemsOf(value ?? null, type, [])
    return problems.length === 0 ? [] : [variableError(definition, value ?? null, problems)]
  })
}

function variableError(definition: VariableDefinitionNode, value: unknown, problems: readonly Problem[]): AnswerError {
  const inside = problems.filter(({ path }) => path.length > 0).map(({ path, explanation }) => `${path.join('.')} (${explanation})`)
  const suffix = inside.length === 0 ? '' : ` for ${inside.join(', ')}`
  return {
    message: `Variable $${definition.variable.name.value} of type ${print(definition.type)} was provided invalid value${suffix}`,
    locations: locationOf(definition),
    extensions: { code: 'INVALID_VARIABLE', value, problems },
  }
}

function problemsOf(value: unknown, type: GraphQLInputType, path: readonly (string | number)[]): Problem[] {
  if (isNonNullType(type)) {
    return value === null ? [{ path, explanation: 'Expected value to not be null' }] : problemsOf(value, type.ofType, path)
  }
  if (value === null) return []
  if (isListType(type)) {
    const items: unknown[] = Array.isArray(value) ? value : [value]
    return items.flatMap((item, index) => problemsOf(item ?? null, type.ofType, Array.isArray(value) ? [...path, index] : path))
  }
  if (isInputObjectType(type)) return objectProblems(value, type, path)
  if (isEnumType(type)) {
    const names = type.getValues().map((each) => each.name)
    return typeof value === 'string' && names.includes(value)
      ? []
      : [{ path, explanation: `Expected ${JSON.stringify(value)} to be one of: ${names.join(', ')}` }]
  }
  return isScalarType(type) ? scalarProblems(value, type.name, path) : []
}

function objectProblems(
  value: unknown,
  type: Extract<GraphQLInputType, { getFields(): unknown }>,
  path: readonly (string | number)[],
): Problem[] {
  if (!isInputObjectType(type)) return []
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [{ path, explanation: `Expected ${JSON.stringify(value)} to be a key-value object.` }]
  }
  const definitions = type.getFields()
  const entries = new Map<string, unknown>(Object.entries(value))
  const unknown = [...entries.keys()].filter((name) => definitions[name] === undefined)
  const undefinedFields = unknown.map((name) => ({ path: [...path, name], explanation: `Field is not defined on ${type.name}` }))
  const known = Object.values(definitions).flatMap((definition) => {
    if (!entries.has(definition.name)) {
      return isRequiredInputField(definition) ? [{ path: [...path, definition.name], explanation: 'Expected value to not be null' }] : []
    }
    return problemsOf(entries.get(definition.name) ?? null, definition.type, [...path, definition.name])
  })
  return [...undefinedFields, ...known]
}

/** Custom scalars of the schema file know nothing of their own shape; the ones that clients get wrong are checked here. */
function scalarProblems(value: unknown, name: string, path: readonly (string | number)[]): Problem[] {
  switch (name) {
    case 'ID':
      return idProblems(value, path)
    case 'Int':
      return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= 2 ** 31 - 1 ? [] : [couldNot(value, 'Int', path)]
    case 'Float':
      return typeof value === 'number' ? [] : [couldNot(value, 'Float', path)]
    case 'String':
      return typeof value === 'string' ? [] : [couldNot(value, 'String', path)]
    case 'Boolean':
      return typeof value === 'boolean' ? [] : [couldNot(value, 'Boolean', path)]
    case 'URL':
      return typeof value === 'string' && URL.canParse(value)
        ? []
        : [{ path, explanation: `Invalid url '${String(value)}', missing scheme` }]
    case 'DateTime':
      return typeof value === 'string' && Number.isFinite(Date.parse(value)) ? [] : [couldNot(value, 'DateTime', path)]
    default:
      return []
  }
}

function idProblems(value: unknown, path: readonly (string | number)[]): Problem[] {
  if (typeof value === 'string' && parseGid(value) !== undefined) return []
  const said = `Invalid global id '${String(value)}'`
  return [{ path, explanation: said, message: said }]
}

function couldNot(value: unknown, type: string, path: readonly (string | number)[]): Problem {
  return { path, explanation: `Could not coerce value ${JSON.stringify(value)} to ${type}` }
}
