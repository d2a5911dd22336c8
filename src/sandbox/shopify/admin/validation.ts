import {
  getNamedType,
  getNullableType,
  GraphQLError,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isRequiredArgument,
  isRequiredInputField,
  Kind,
  print,
  specifiedRules,
  validate,
  type ASTNode,
  type ArgumentNode,
  type ASTVisitFn,
  type ASTVisitor,
  type DirectiveNode,
  type FieldNode,
  type FragmentSpreadNode,
  type InlineFragmentNode,
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  type ValidationContext,
  type ValueNode,
} from 'graphql'
import { answerError, type AnswerError } from './answer-error.ts'

/** Names and types that Shopify's own checks know; more of them are not looked at. */
const errorsMax = 50

/** What is wrong with a document, in the words of Shopify's GraphQL library. Empty: nothing. */
export function documentErrors(schema: GraphQLSchema, document: DocumentNode): readonly AnswerError[] {
  const named = validate(
    schema,
    document,
    [definedFields, definedArguments, requiredArguments, literals, placedDirectives, usedVariables],
    { maxErrors: errorsMax },
  )
  if (named.length > 0) return named.map(answerError)
  return validate(schema, document, specifiedRules, { maxErrors: errorsMax }).map((error) => ({
    message: error.message,
    locations: error.locations ?? [],
    extensions: { code: 'invalidDocument' },
  }))
}

type Visit<Node extends ASTNode> = Parameters<ASTVisitFn<Node>>
type Trouble = { readonly message: string; readonly path: readonly string[]; readonly extensions: Record<string, unknown> }

function report(context: ValidationContext, node: ASTNode, { message, path, extensions }: Trouble): void {
  context.reportError(new GraphQLError(message, { nodes: [node], path, extensions }))
}

function definedFields(context: ValidationContext): ASTVisitor {
  return {
    Field(...[node, , , , ancestors]: Visit<FieldNode>) {
      const parent = context.getParentType()
      if (!parent) return
      const name = node.name.value
      const path = pathTo(ancestors, [name])
      const definition = context.getFieldDef()
      if (!definition) {
        const message = `Field '${name}' doesn't exist on type '${parent.name}'`
        report(context, node, { message, path, extensions: { code: 'undefinedField', typeName: parent.name, fieldName: name } })
        return
      }
      const type = getNamedType(definition.type)
      const common = { code: 'selectionMismatch', nodeName: `field '${name}'`, typeName: String(definition.type) }
      if (isLeafType(type) && node.selectionSet !== undefined) {
        report(context, node, {
          message: `Selections can't be made on scalars (field '${name}' returns ${type.name} but has selections [${node.selectionSet.selections.map((each) => JSON.stringify(print(each).split(/[\s({]/)[0])).join(', ')}])`,
          path,
          extensions: common,
        })
      } else if (!isLeafType(type) && node.selectionSet === undefined) {
        report(context, node, {
          message: `Field must have selections (field '${name}' returns ${type.name} but has no selections. Did you mean '${name} { ... }'?)`,
          path,
          extensions: common,
        })
      }
    },
    FragmentSpread(...[node, , , , ancestors]: Visit<FragmentSpreadNode>) {
      if (context.getFragment(node.name.value)) return
      report(context, node, {
        message: `Fragment ${node.name.value} was used, but not defined`,
        path: pathTo(ancestors, [`... ${node.name.value}`]),
        extensions: { code: 'useAndDefineFragment', fragmentName: node.name.value },
      })
    },
    InlineFragment(...[node, , , , ancestors]: Visit<InlineFragmentNode>) {
      const name = node.typeCondition?.name.value
      if (name === undefined || context.getSchema().getType(name) !== undefined) return
      report(context, node, {
        message: `No such type ${name}, so it can't be a fragment condition`,
        path: pathTo(ancestors, [`... on ${name}`]),
        extensions: { code: 'undefinedType', typeName: name },
      })
    },
  }
}

function definedArguments(context: ValidationContext): ASTVisitor {
  return {
    Argument(...[node, , , , ancestors]: Visit<ArgumentNode>) {
      if (context.getArgument()) return
      const name = node.name.value
      const directive = context.getDirective()
      const field = context.getFieldDef()
      if (!directive && !field) return
      const owner = directive ? `Directive '${directive.name}'` : `Field '${field?.name}'`
      report(context, node, {
        message: `${owner} doesn't accept argument '${name}'`,
        path: pathTo(ancestors, [name]),
        extensions: {
          code: 'argumentNotAccepted',
          name: directive?.name ?? field?.name,
          typeName: directive ? 'Directive' : 'Field',
          argumentName: name,
        },
      })
    },
  }
}

function requiredArguments(context: ValidationContext): ASTVisitor {
  return {
    Field(...[node, , , , ancestors]: Visit<FieldNode>) {
      const definition = context.getFieldDef()
      const given = new Set(node.arguments?.map((argument) => argument.name.value))
      const missing =
        definition?.args.filter((argument) => isRequiredArgument(argument) && !given.has(argument.name)).map(({ name }) => name) ?? []
      if (missing.length === 0) return
      const name = node.name.value
      report(context, node, {
        message: `Field '${name}' is missing required arguments: ${missing.join(', ')}`,
        path: pathTo(ancestors, [name]),
        extensions: { code: 'missingRequiredArguments', className: 'Field', name, arguments: missing.join(', ') },
      })
    },
    Directive(...[node, , , , ancestors]: Visit<DirectiveNode>) {
      const definition = context.getDirective()
      const given = new Set(node.arguments?.map((argument) => argument.name.value))
      const missing =
        definition?.args.filter((argument) => isRequiredArgument(argument) && !given.has(argument.name)).map(({ name }) => name) ?? []
      if (missing.length === 0) return
      const name = node.name.value
      report(context, node, {
        message: `Directive '${name}' is missing required arguments: ${missing.join(', ')}`,
        path: pathTo(ancestors, []),
        extensions: { code: 'missingRequiredArguments', className: 'Directive', name, arguments: missing.join(', ') },
      })
    },
  }
}

function literals(context: ValidationContext): ASTVisitor {
  return {
    Argument(...[node, , , , ancestors]: Visit<ArgumentNode>) {
      const argument = context.getArgument()
      const field = context.getFieldDef()
      if (!argument || !field) return
      checkLiteral(context, node.value, {
        type: argument.type,
        owner: `Field '${field.name}'`,
        ownerType: 'Field',
        name: argument.name,
        path: pathTo(ancestors, [argument.name]),
      })
    },
  }
}

type Slot = {
  readonly type: GraphQLInputType
  readonly owner: string
  readonly ownerType: string
  readonly name: string
  readonly path: readonly string[]
}

function checkLiteral(context: ValidationContext, node: ValueNode, slot: Slot): void {
  if (node.kind === Kind.VARIABLE) return
  if (node.kind === Kind.NULL) {
    if (isNonNullType(slot.type)) incompatible(context, node, slot)
    return
  }
  const type = getNullableType(slot.type)
  if (isListType(type)) {
    const items = node.kind === Kind.LIST ? node.values : [node]
    for (const item of items) checkLiteral(context, item, { ...slot, type: type.ofType })
    return
  }
  if (isInputObjectType(type)) {
    if (node.kind === Kind.OBJECT) checkObject(context, node, { ...slot, type })
    else incompatible(context, node, slot)
    return
  }
  if (!isLeafType(type)) return
  try {
    if (type.parseLiteral(node, undefined) === undefined) incompatible(context, node, slot)
  } catch {
    // A scalar says that it cannot read the literal by throwing.
    incompatible(context, node, slot)
  }
}

function checkObject(context: ValidationContext, node: Extract<ValueNode, { kind: Kind.OBJECT }>, slot: Slot): void {
  if (!isInputObjectType(slot.type)) return
  const definitions = slot.type.getFields()
  const typeName = slot.type.name
  for (const field of node.fields) {
    const name = field.name.value
    const definition = definitions[name]
    if (definition !== undefined) {
      checkLiteral(context, field.value, {
        type: definition.type,
        owner: `InputObject '${typeName}'`,
        ownerType: 'InputObject',
        name,
        path: [...slot.path, name],
      })
      continue
    }
    const message = `InputObject '${typeName}' doesn't accept argument '${name}'`
    report(context, field, {
      message,
      path: [...slot.path, name],
      extensions: { code: 'argumentNotAccepted', name: typeName, typeName: 'InputObject', argumentName: name },
    })
  }
  const given = new Set(node.fields.map((field) => field.name.value))
  for (const definition of Object.values(definitions)) {
    if (!isRequiredInputField(definition) || given.has(definition.name)) continue
    report(context, node, {
      message: `Argument '${definition.name}' on InputObject '${typeName}' is required. Expected type ${String(definition.type)}`,
      path: [...slot.path, definition.name],
      extensions: {
        code: 'missingRequiredInputObjectAttribute',
        argumentName: definition.name,
        argumentType: String(definition.type),
        inputObjectType: typeName,
      },
    })
  }
}

function incompatible(context: ValidationContext, node: ValueNode, { type, owner, ownerType, name, path }: Slot): void {
  report(context, node, {
    message: `Argument '${name}' on ${owner} has an invalid value (${print(node)}). Expected type '${String(type)}'.`,
    path,
    extensions: { code: 'argumentLiteralsIncompatible', typeName: ownerType, argumentName: name },
  })
}

const placeNames: Record<string, string> = {
  query: 'queries',
  mutation: 'mutations',
  subscription: 'subscriptions',
  FIELD: 'fields',
  FRAGMENT_SPREAD: 'fragment spreads',
  INLINE_FRAGMENT: 'inline fragments',
}

function placedDirectives(context: ValidationContext): ASTVisitor {
  return {
    Directive(...[node, , , , ancestors]: Visit<DirectiveNode>) {
      const name = node.name.value
      const definition = context.getSchema().getDirective(name)
      if (!definition) {
        report(context, node, {
          message: `Directive @${name} is not defined`,
          path: pathTo(ancestors, []),
          extensions: { code: 'undefinedDirective', directiveName: name },
        })
        return
      }
      const host = ancestors.at(-1)
      const operation = host !== undefined && 'kind' in host && host.kind === Kind.OPERATION_DEFINITION ? host.operation : undefined
      const allowed = definition.locations.map((location) => placeNames[location] ?? location.toLowerCase())
      if (operation === undefined || allowed.includes(placeNames[operation] ?? operation)) return
      const target = placeNames[operation] ?? operation
      report(context, node, {
        message: `'@${name}' can't be applied to ${target} (allowed: ${allowed.join(', ')})`,
        path: pathTo(ancestors, []),
        extensions: { code: 'directiveCannotBeApplied', targetName: target, name },
      })
    },
  }
}

function usedVariables(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition: {
      leave(operation) {
        const declared = new Set(operation.variableDefinitions?.map(({ variable }) => variable.name.value))
        const usages = context.getRecursiveVariableUsages(operation)
        const used = new Set(usages.map(({ node }) => node.name.value))
        const name = operation.name?.value
        const where = name === undefined ? `anonymous ${operation.operation}` : name
        for (const definition of operation.variableDefinitions ?? []) {
          const variable = definition.variable.name.value
          if (used.has(variable)) continue
          report(context, definition, {
            message: `Variable $${variable} is declared by ${where} but not used`,
            path: [operationStep(operation)],
            extensions: { code: 'variableNotUsed', variableName: variable },
          })
        }
        for (const { node } of usages) {
          const variable = node.name.value
          if (declared.has(variable)) continue
          report(context, node, {
            message: `Variable $${variable} is used by ${where} but not declared`,
            path: [operationStep(operation)],
            extensions: { code: 'variableNotDefined', variableName: variable },
          })
        }
      },
    },
  }
}

function operationStep(operation: { readonly operation: string; readonly name?: { readonly value: string } | undefined }): string {
  return operation.name === undefined ? operation.operation : `${operation.operation} ${operation.name.value}`
}

/** ["query Q", "location", "inventoryLevels", ...]: names as the document writes them. */
function pathTo(ancestors: readonly (ASTNode | readonly ASTNode[])[], last: readonly string[]): string[] {
  const steps = ancestors.flatMap((ancestor): string[] => {
    if (!('kind' in ancestor)) return []
    if (ancestor.kind === Kind.OPERATION_DEFINITION) return [operationStep(ancestor)]
    if (ancestor.kind === Kind.FRAGMENT_DEFINITION) return [`fragment ${ancestor.name.value}`]
    if (ancestor.kind === Kind.FIELD) return [ancestor.alias?.value ?? ancestor.name.value]
    const condition = ancestor.kind === Kind.INLINE_FRAGMENT ? ancestor.typeCondition : undefined
    return condition === undefined ? [] : [`... on ${condition.name.value}`]
  })
  return [...steps, ...last]
}
