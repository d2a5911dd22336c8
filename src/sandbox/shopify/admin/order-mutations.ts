import { z } from 'zod'
import { cancelObstacle, cancelOrder } from '#sandbox/shopify/cancel-order.ts'
import { gid, nextId, parseGid } from '#sandbox/shopify/ids.ts'
import { fulfil, type Portion } from '#sandbox/shopify/order-life.ts'
import { orderHappened } from '#sandbox/shopify/order-topics.ts'
import { digestOf } from './compare-digest.ts'
import type { Fulfilment, FulfilmentOrder, Metafield, Order } from '#sandbox/shopify/state.ts'
import { inStep, touchOrder, type Step } from '#sandbox/shopify/step.ts'
import { accessDenied } from './access.ts'
import { textArg, type Args, type Call } from './call.ts'
import { idOf, visibleOrder } from './find.ts'

const metafieldsMax = 25
const valueCharactersMax = 100_000

type PlainError = { readonly field: readonly string[] | null; readonly message: string }
type CodedError = PlainError & { readonly code: string; readonly elementIndex?: number | null }

const reasons = ['CUSTOMER', 'DECLINED', 'FRAUD', 'INVENTORY', 'OTHER', 'STAFF'] as const

/** Asynchronous at Shopify: the answer names a job, and the order is cancelled when the job is done. */
export function orderCancel(_root: undefined, args: Args, call: Call): unknown {
  const order = visibleOrder(call, textArg(args, 'orderId') ?? '')
  if (order === null) return notCancelled({ code: 'NOT_FOUND', field: ['orderId'], message: 'Order does not exist' })
  const obstacle = cancelObstacle(order)
  if (obstacle !== undefined) return notCancelled({ code: 'INVALID', field: ['orderId'], message: obstacle })

  const { refundMethod } = z
    .object({ refundMethod: z.object({ originalPaymentMethodsRefund: z.boolean().nullish() }).nullish() })
    .parse(args)
  const refund = refundMethod?.originalPaymentMethodsRefund === true || args.refund === true
  const reason = reasons.find((each) => each === args.reason) ?? 'OTHER'
  inStep(call.world, call.shop, (step) => cancelOrder(step, order, { restock: args.restock === true, refund, reason }))
  const job = gid('Job', `cancel-${order.id}`)
  call.shop.jobs.add(job)
  return { job: { id: job, done: false }, jobResult: null, orderCancelUserErrors: [], userErrors: [] }
}

function notCancelled(error: CodedError): unknown {
  return { job: null, jobResult: null, orderCancelUserErrors: [error], userErrors: [{ field: error.field, message: error.message }] }
}

const FulfilmentInput = z.object({
  lineItemsByFulfillmentOrder: z.array(
    z.object({
      fulfillmentOrderId: z.string(),
      fulfillmentOrderLineItems: z.array(z.object({ id: z.string(), quantity: z.number() })).nullish(),
    }),
  ),
})
type Group = z.infer<typeof FulfilmentInput>['lineItemsByFulfillmentOrder'][number]

/** Fulfils whole fulfilment orders, or the lines named of them. All of one call lie at one location. */
export function fulfillmentCreate(_root: undefined, args: Args, { world, shop }: Call): unknown {
  const { lineItemsByFulfillmentOrder: groups } = FulfilmentInput.parse(args.fulfillment)
  const found = groups.map((group) => portionsOf(shop.fulfilmentOrders.get(idOf(group.fulfillmentOrderId, 'FulfillmentOrder') ?? 0), group))
  const wrong = found.find((each) => 'message' in each)
  if (wrong !== undefined) return { fulfillment: null, userErrors: [wrong] }
  const parts = found.filter((each) => 'portions' in each)
  if (parts.length === 0)
    return { fulfillment: null, userErrors: [{ field: ['fulfillment'], message: 'There are no fulfillment orders to fulfill.' }] }

  const fulfilments = inStep(world, shop, (step) => parts.map((part) => fulfil(step, part.fulfilmentOrder, part.portions)))
  const fulfillment: Fulfilment | undefined = fulfilments[0]
  return { fulfillment: fulfillment ?? null, userErrors: [] }
}

function portionsOf(
  fulfilmentOrder: FulfilmentOrder | undefined,
  group: Group,
): { fulfilmentOrder: FulfilmentOrder; portions: Portion[] } | PlainError {
  const field = ['fulfillment']
  if (fulfilmentOrder === undefined) return { field, message: 'Fulfillment order does not exist.' }
  if (fulfilmentOrder.status === 'CLOSED' || fulfilmentOrder.status === 'CANCELLED') {
    return {
      field,
      message: `Fulfillment order ${fulfilmentOrder.id} has an unfulfillable status= ${fulfilmentOrder.status.toLowerCase()}.`,
    }
  }
  const wanted = group.fulfillmentOrderLineItems ?? []
  if (wanted.length === 0)
    return {
      fulfilmentOrder,
      portions: fulfilmentOrder.lines.filter(({ remaining }) => remaining > 0).map((held) => ({ held, quantity: held.remaining })),
    }

  const portions: Portion[] = []
  for (const { id, quantity } of wanted) {
    const held = fulfilmentOrder.lines.find((each) => each.id === idOf(id, 'FulfillmentOrderLineItem'))
    if (held === undefined) return { field, message: 'Fulfillment order line item does not exist.' }
    if (quantity < 1 || quantity > held.remaining) return { field, message: 'Invalid fulfillment order line item quantity requested.' }
    portions.push({ held, quantity })
  }
  return { fulfilmentOrder, portions }
}

const MetafieldInput = z.object({
  ownerId: z.string(),
  namespace: z.string().nullish(),
  key: z.string(),
  type: z.string().nullish(),
  value: z.string(),
  /** Absent: whatever is there is written over. Null: there must be none yet. */
  compareDigest: z.string().nullish(),
})
type MetafieldInput = z.infer<typeof MetafieldInput>

/** Writes metafields of orders, all or none. */
export function metafieldsSet(_root: undefined, args: Args, call: Call): unknown {
  const inputs = z.array(MetafieldInput).parse(args.metafields)
  if (!call.granted.has('write_orders')) throw accessDenied(call, 'metafieldsSet', 'Mutation.orderUpdate')
  if (inputs.length > metafieldsMax) {
    return {
      metafields: null,
      userErrors: [
        {
          code: 'LESS_THAN_OR_EQUAL_TO',
          field: ['metafields'],
          message: `Exceeded the maximum metafields input limit of ${metafieldsMax}.`,
          elementIndex: null,
        },
      ],
    }
  }
  const owners = inputs.map(({ ownerId }) => visibleOrder(call, ownerId))
  const errors = inputs.flatMap((input, index) => metafieldErrors(input, owners[index] ?? null, index))
  if (errors.length > 0) return { metafields: null, userErrors: errors }
  const metafields = inStep(call.world, call.shop, (step) =>
    inputs.flatMap((input, index) => {
      const owner = owners[index]
      return owner === null || owner === undefined ? [] : [setMetafield(step, owner, input)]
    }),
  )
  return { metafields, userErrors: [] }
}

function metafieldErrors(input: MetafieldInput, owner: Order | null, index: number): CodedError[] {
  const { ownerId, type, value, compareDigest } = input
  if (owner === null) {
    const message = parseGid(ownerId)?.type === 'Order' ? 'Owner does not exist.' : 'The sandbox keeps metafields of orders only.'
    return [{ code: 'INVALID', field: metafieldPath(index, 'ownerId'), message, elementIndex: index }]
  }
  const known = metafieldOf(owner, input)
  if (compareDigest !== undefined && compareDigest !== (known === undefined ? null : digestOf(known))) {
    const message = 'The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.'
    return [{ code: 'STALE_OBJECT', field: ['metafields', String(index)], message, elementIndex: index }]
  }
  if (type === undefined || type === null)
    return [{ code: 'BLANK', field: metafieldPath(index, 'type'), message: "Type can't be blank", elementIndex: index }]
  if (value === '') return [{ code: 'BLANK', field: metafieldPath(index, 'value'), message: "Value can't be blank.", elementIndex: index }]
  if (value.length > valueCharactersMax)
    return [{ code: 'TOO_LONG', field: metafieldPath(index, 'value'), message: 'Value is too long.', elementIndex: index }]
  return type === 'json' && !isJson(value)
    ? [
        {
          code: 'INVALID_VALUE',
          field: metafieldPath(index, 'value'),
          message: 'Value is invalid JSON: unexpected token',
          elementIndex: index,
        },
      ]
    : []
}

function metafieldPath(index: number, name: string): string[] {
  return ['metafields', String(index), name]
}

function metafieldOf({ metafields }: Order, { namespace, key }: MetafieldInput): Metafield | undefined {
  return metafields.find((each) => each.namespace === spaceOf(namespace) && each.key === key)
}

function spaceOf(namespace: string | null | undefined): string {
  return namespace ?? 'app--1'
}

function setMetafield(step: Step, order: Order, input: MetafieldInput): Metafield {
  const { namespace, key, type, value } = input
  const before = metafieldOf(order, input)
  touchOrder(step, order)
  orderHappened(step, order, [])
  if (before !== undefined) {
    before.value = value
    before.valueType = type ?? before.valueType
    before.updatedAt = step.now
    return before
  }
  const made: Metafield = {
    type: 'Metafield',
    id: nextId(step.shop, 'metafield'),
    namespace: spaceOf(namespace),
    key,
    valueType: type ?? 'json',
    value,
    createdAt: step.now,
    updatedAt: step.now,
  }
  order.metafields.push(made)
  return made
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    // That it throws is the answer.
    return false
  }
}
