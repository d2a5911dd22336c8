import { Kind, type OperationDefinitionNode } from 'graphql'
import { z } from 'zod'
import type { World } from '#sandbox/world.ts'
import { adminSchema, type AdminSchema, type AdminVersion } from '#sandbox/shopify/admin-schema.ts'
import type { Shop } from '#sandbox/shopify/state.ts'
import { deniedKeys, grantedScopes } from './access.ts'
import { answerError, type AnswerError } from './answer-error.ts'
import { giveBack, takePoints, throttleStatus } from './bucket.ts'
import type { Call } from './call.ts'
import { concurrentSale } from './concurrent-sale.ts'
import { actualCost, requestedCost, type Asked } from './cost.ts'
import { checkedDocument, type Checked } from './document.ts'
import { carryOut, NotImitated } from './execute.ts'
import { sizeErrors } from './input-size.ts'
import { isImitated } from './resolvers.ts'
import { variableErrors, type Values } from './variables.ts'

const costMax = 1_000
const limitsDocumentation = 'https://shopify.dev/api/usage/rate-limits'
const inventoryWrites = new Set(['inventorySetQuantities', 'inventoryAdjustQuantities'])

const Body = z.object({ query: z.string(), variables: z.record(z.string(), z.unknown()).nullish(), operationName: z.string().nullish() })
export type Answer = { readonly status: 200 | 400 | 501; readonly body: unknown }

/** One GraphQL request, step by step in the order that Shopify checks: parse, validate, sizes, cost, scopes, run, give back. */
export async function adminAnswer(world: World, shop: Shop, version: AdminVersion, text: string): Promise<Answer> {
  const request = parsedBody(text)
  if (request === undefined) return { status: 400, body: { errors: { query: 'Required parameter missing or invalid' } } }
  const admin = adminSchema(version)
  const checked = checkedDocument(admin, request.query)
  if (!checked.ok) return onlyErrors(checked.errors)
  const operation = pickOperation(checked.operations, request.operationName ?? undefined)
  if (operation === undefined) return onlyErrors([{ message: 'An operation name is required' }])
  const variables: Values = request.variables ?? {}
  const wrong = variableErrors(admin.schema, operation, variables)
  if (wrong.length > 0) return onlyErrors(wrong)
  const strange = [...checked.selected].find((key) => !isImitated(...split(key)))
  if (strange !== undefined) return notImitated(strange)
  return charged({ world, shop, admin, checked, asked: { schema: admin.schema, document: checked.document, operation, variables } })
}

type Charged = {
  readonly world: World
  readonly shop: Shop
  readonly admin: AdminSchema
  readonly checked: Extract<Checked, { ok: true }>
  readonly asked: Asked
}

/** The request is sound: it is paid for, carried out, and what it did not use is given back. */
async function charged({ world, shop, admin, checked, asked }: Charged): Promise<Answer> {
  const requested = requestedCost(asked)
  const tooLong = sizeErrors(asked)
  if (tooLong.length > 0) return { status: 200, body: { errors: tooLong, extensions: { cost: cost(world, shop, requested, null) } } }
  const roots = rootFields(asked.operation)
  const happening = { method: 'POST', path: '/graphql.json', fields: roots }
  if (requested > costMax) return maxCostExceeded(requested)
  const throttled = world.faults.take('shopify', 'throttle', happening) !== undefined
  if (throttled || !takePoints(shop, requested, world.clock.now())) return throttledAnswer(world, shop, requested, throttled)

  const lost = world.faults.take('shopify', 'accessDenied', happening)?.scope
  const stale = asked.operation.operation === 'query' ? world.faults.take('shopify', 'staleRead', happening) : undefined
  const granted = grantedScopes(shop.scopes, lost)
  const call: Call = {
    world,
    shop,
    admin,
    granted,
    readAt: world.clock.now() - (stale?.ms ?? 0),
    denied: deniedKeys(checked.needs, granted),
    search: [],
  }
  const impossible = roots.some((root) => inventoryWrites.has(root)) ? concurrentSale(world, shop, happening) : undefined
  return impossible !== undefined ? notImitated(impossible) : run(call, asked, requested)
}

async function run(call: Call, asked: Asked, requested: number): Promise<Answer> {
  const { world, shop } = call
  try {
    const result = await carryOut(call, asked)
    const actual = actualCost(asked, result.data)
    giveBack(shop, requested - actual, world.clock.now())
    const extensions = { cost: cost(world, shop, requested, actual), ...(call.search.length === 0 ? {} : { search: call.search }) }
    const errors = result.errors?.map(answerError)
    return {
      status: 200,
      body: { ...(result.data === undefined ? {} : { data: result.data }), ...(errors === undefined ? {} : { errors }), extensions },
    }
  } catch (error) {
    if (error instanceof NotImitated) return notImitated(error.message)
    throw error
  }
}

function parsedBody(text: string): z.infer<typeof Body> | undefined {
  try {
    return Body.safeParse(JSON.parse(text)).data
  } catch {
    // A body that is no JSON is answered like one without a query.
    return undefined
  }
}

function pickOperation(operations: readonly OperationDefinitionNode[], name: string | undefined): OperationDefinitionNode | undefined {
  if (name !== undefined) return operations.find((operation) => operation.name?.value === name)
  return operations.length === 1 ? operations[0] : undefined
}

function rootFields(operation: OperationDefinitionNode): readonly string[] {
  return operation.selectionSet.selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : []))
}

function split(key: string): [type: string, field: string] {
  const [type = '', field = ''] = key.split('.')
  return [type, field]
}

function onlyErrors(errors: readonly AnswerError[]): Answer {
  return { status: 200, body: { errors } }
}

function maxCostExceeded(requested: number): Answer {
  const error = {
    message: `Query cost is ${requested}, which exceeds the single query max cost limit (${costMax}).`,
    extensions: { code: 'MAX_COST_EXCEEDED', cost: requested, maxCost: costMax, documentation: limitsDocumentation },
  }
  return onlyErrors([error])
}

function throttledAnswer(world: World, shop: Shop, requested: number, planted: boolean): Answer {
  const status = throttleStatus(shop, world.clock.now())
  // A planted throttle leaves the bucket alone but must not show more points than the request asks for.
  const currentlyAvailable = planted
    ? Math.max(0, Math.min(status.currentlyAvailable, requested - status.restoreRate))
    : status.currentlyAvailable
  const errors = [{ message: 'Throttled', extensions: { code: 'THROTTLED', documentation: limitsDocumentation } }]
  return {
    status: 200,
    body: {
      errors,
      extensions: { cost: { requestedQueryCost: requested, actualQueryCost: null, throttleStatus: { ...status, currentlyAvailable } } },
    },
  }
}

function cost(world: World, shop: Shop, requestedQueryCost: number, actualQueryCost: number | null): unknown {
  return { requestedQueryCost, actualQueryCost, throttleStatus: throttleStatus(shop, world.clock.now()) }
}

function notImitated(what: string): Answer {
  return { status: 501, body: { errors: `${what}: the sandbox does not imitate this. It refuses rather than invent an answer.` } }
}
