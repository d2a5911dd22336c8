import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isInterfaceType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'

const mutationCost = 10
const rootCountCost = 10
/** Small value objects that are free themselves. */
const freeTypes = new Set([
  'MoneyBag',
  'MoneyV2',
  'MailingAddress',
  'LocationAddress',
  'PageInfo',
  'ShopAddress',
  'PricingPercentageValue',
  'OrderCancellation',
])

export type Asked = {
  readonly schema: GraphQLSchema
  readonly document: DocumentNode
  readonly operation: OperationDefinitionNode
  readonly variables: Readonly<Record<string, unknown>>
}

/** Nobody has answered yet: every page is full and every object is there. */
const unanswered = Symbol('unanswered')

/** Points that are taken before a document runs: a model that was exact for 19 of 20 recorded calls. */
export function requestedCost(asked: Asked): number {
  return costOf(asked, unanswered)
}

/** Points that the answer was worth: the same, with the pages and objects that came back. */
export function actualCost(asked: Asked, data: unknown): number {
  return Math.min(costOf(asked, data ?? {}), requestedCost(asked))
}

type Walk = Asked & { readonly fragments: ReadonlyMap<string, FragmentDefinitionNode> }

function costOf(asked: Asked, answer: unknown): number {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of asked.document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const root = asked.schema.getRootType(asked.operation.operation)
  return root === undefined || root === null
    ? 0
    : selectionCost({ ...asked, fragments }, asked.operation.selectionSet, { type: root, answer, isPayload: false })
}

type Place = { readonly type: GraphQLNamedType; readonly answer: unknown; readonly isPayload: boolean }

function selectionCost(walk: Walk, selectionSet: SelectionSetNode | undefined, place: Place): number {
  let base = 0
  const branches = new Map<string, number>()
  for (const selection of selectionSet?.selections ?? []) {
    if (selection.kind === Kind.FIELD) {
      base += fieldCost(walk, selection, place)
      continue
    }
    const body = selection.kind === Kind.INLINE_FRAGMENT ? selection : walk.fragments.get(selection.name.value)
    const condition = body?.typeCondition?.name.value
    const type = condition === undefined ? place.type : walk.schema.getType(condition)
    if (type === undefined) continue
    const cost = selectionCost(walk, body?.selectionSet, { ...place, type })
    if (type !== place.type && isAbstractType(place.type)) branches.set(type.name, (branches.get(type.name) ?? 0) + cost)
    else base += cost
  }
  return base + Math.max(0, ...branches.values())
}

function fieldCost(walk: Walk, node: FieldNode, { type, answer, isPayload }: Place): number {
  const definition = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined
  if (definition === undefined || node.name.value.startsWith('__')) return 0
  const result = getNamedType(definition.type)
  if (isLeafType(result)) return 0
  const value = answer === unanswered ? unanswered : childOf(answer, node.alias?.value ?? node.name.value)
  const missing = value === undefined || value === null
  if (type === walk.schema.getMutationType())
    return mutationCost + (missing ? 0 : selectionCost(walk, node.selectionSet, { type: result, answer: value, isPayload: true }))
  if (missing || isUserError(result)) return 0
  if (result.name.endsWith('Connection')) return connectionCost(walk, node, { type: result, answer: value, isPayload: false })

  const inner = childrenCost(walk, node, { type: result, answer: value, isPayload: false })
  if (isPayload) return inner
  if (result.name === 'Count') return type === walk.schema.getQueryType() ? rootCountCost : 1
  return (freeTypes.has(result.name) ? 0 : 1) + inner
}

/** A list counts once: as its dearest member. */
function childrenCost(walk: Walk, node: FieldNode, place: Place): number {
  if (!Array.isArray(place.answer)) return selectionCost(walk, node.selectionSet, place)
  const members = place.answer.filter((member) => member !== null)
  return Math.max(0, ...members.map((answer) => selectionCost(walk, node.selectionSet, { ...place, answer })))
}

function connectionCost(walk: Walk, node: FieldNode, place: Place): number {
  let each = 0
  for (const selection of node.selectionSet?.selections ?? []) {
    if (selection.kind !== Kind.FIELD) continue
    if (selection.name.value === 'nodes') each += nodeCost(walk, selection, place)
    if (selection.name.value === 'edges') each += edgesCost(walk, selection, place)
  }
  return 2 + sizeFactor(place.answer === unanswered ? askedSize(walk, node) : countOf(place.answer)) * each
}

function edgesCost(walk: Walk, edges: FieldNode, place: Place): number {
  const edgeType = typeOfField(place.type, 'edges')
  const list = place.answer === unanswered ? unanswered : childOf(place.answer, edges.alias?.value ?? 'edges')
  let cost = 0
  for (const selection of edges.selectionSet?.selections ?? []) {
    if (selection.kind !== Kind.FIELD || selection.name.value !== 'node' || edgeType === undefined) continue
    const key = selection.alias?.value ?? 'node'
    const answer = Array.isArray(list) ? list.map((edge) => childOf(edge, key)) : list
    cost += 1 + childrenCost(walk, selection, { type: typeOfField(edgeType, 'node') ?? edgeType, answer, isPayload: false })
  }
  return cost
}

function nodeCost(walk: Walk, nodes: FieldNode, place: Place): number {
  const type = typeOfField(place.type, 'nodes')
  if (type === undefined) return 0
  const answer = place.answer === unanswered ? unanswered : childOf(place.answer, nodes.alias?.value ?? 'nodes')
  return 1 + childrenCost(walk, nodes, { type, answer, isPayload: false })
}

function typeOfField(type: GraphQLNamedType, name: string): GraphQLNamedType | undefined {
  if (!isCompositeType(type) || !('getFields' in type)) return undefined
  const definition = type.getFields()[name]
  return definition === undefined ? undefined : getNamedType(definition.type)
}

function askedSize({ variables }: Walk, node: FieldNode): number {
  for (const argument of node.arguments ?? []) {
    if (argument.name.value !== 'first' && argument.name.value !== 'last') continue
    const value: unknown = valueFromASTUntyped(argument.value, { ...variables })
    if (typeof value === 'number') return value
  }
  return 0
}

function countOf(connection: unknown): number {
  const list = childOf(connection, 'nodes') ?? childOf(connection, 'edges')
  return Array.isArray(list) ? list.length : 0
}

/** 1 -> 1, 10 -> 4, 50 -> 7, 100 -> 9, 250 -> 11. */
function sizeFactor(count: number): number {
  return count > 0 ? Math.max(1, Math.floor(2 * Math.log(count))) : 0
}

function isUserError(type: GraphQLNamedType): boolean {
  return type.name.endsWith('UserError') || type.name === 'DisplayableError'
}

function childOf(answer: unknown, key: string): unknown {
  if (typeof answer !== 'object' || answer === null) return undefined
  const value: unknown = Reflect.get(answer, key)
  return value
}
