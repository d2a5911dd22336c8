import {
  getNamedType,
  GraphQLError,
  isAbstractType,
  isObjectType,
  Kind,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  type OperationDefinitionNode,
} from 'graphql'
import type { AdminSchema, ScopeNeed } from '#sandbox/shopify/admin-schema.ts'
import { locationOf, type AnswerError } from './answer-error.ts'
import { documentErrors } from './validation.ts'

/** Documents that are remembered as checked; a program has a few dozen. */
const rememberedMax = 300

export type Need = { readonly key: string; readonly scope: ScopeNeed }
export type Checked =
  | { readonly ok: false; readonly errors: readonly AnswerError[] }
  | {
      readonly ok: true
      readonly document: DocumentNode
      readonly operations: readonly OperationDefinitionNode[]
      /** Scopes that fields of this document ask for. */
      readonly needs: readonly Need[]
      /** "Type.field" of everything that it selects on object types. */
      readonly selected: ReadonlySet<string>
    }

const remembered = new Map<AdminSchema, Map<string, Checked>>()

/** Parses and checks a document against a version's schema, once for each text. */
export function checkedDocument(admin: AdminSchema, text: string): Checked {
  const known = remembered.get(admin) ?? new Map<string, Checked>()
  remembered.set(admin, known)
  const before = known.get(text)
  if (before !== undefined) return before

  if (known.size >= rememberedMax) known.clear()
  const checked = check(admin, text)
  known.set(text, checked)
  return checked
}

function check(admin: AdminSchema, text: string): Checked {
  const document = parsed(text)
  if (!('kind' in document)) return { ok: false, errors: [document] }
  const errors = documentErrors(admin.schema, document)
  if (errors.length > 0) return { ok: false, errors }
  return {
    ok: true,
    document,
    operations: document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION),
    ...surveyed(admin, document),
  }
}

function parsed(text: string): DocumentNode | AnswerError {
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error
    return { message: error.message.replace(/^Syntax Error: /, 'syntax error, '), locations: error.locations ?? locationOf(undefined) }
  }
}

function surveyed({ schema, scopes }: AdminSchema, document: DocumentNode): { needs: Need[]; selected: ReadonlySet<string> } {
  const needs = new Map<string, Need>()
  const selected = new Set<string>()
  const info = new TypeInfo(schema)
  visit(
    document,
    visitWithTypeInfo(info, {
      Field(node) {
        const parent = info.getParentType()
        const type = info.getType()
        if (!parent || !type || node.name.value.startsWith('__')) return
        const key = `${parent.name}.${node.name.value}`
        if (isObjectType(parent)) selected.add(key)
        for (const scope of [scopes.get(key), scopes.get(getNamedType(type).name)]) {
          if (scope !== undefined) needs.set(`${key} ${scope.any.join()}`, { key, scope })
        }
      },
      InlineFragment() {
        const type = info.getType()
        const scope = type && !isAbstractType(getNamedType(type)) ? scopes.get(getNamedType(type).name) : undefined
        if (type && scope !== undefined) needs.set(getNamedType(type).name, { key: getNamedType(type).name, scope })
      },
    }),
  )
  return { needs: [...needs.values()], selected }
}
