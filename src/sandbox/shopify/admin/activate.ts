import type { GraphQLResolveInfo } from 'graphql'
import { addLevel, levelAt } from '#sandbox/shopify/levels.ts'
import type { Level } from '#sandbox/shopify/state.ts'
import { inStep, moveStock, type Step } from '#sandbox/shopify/step.ts'
import { levelHappening } from '#sandbox/shopify/webhook-post.ts'
import { numberArg, textArg, type Args, type Call } from './call.ts'
import { findItem, findLocation } from './find.ts'
import { idempotencyKey, once, type Outcome } from './idempotency.ts'

type PlainError = { readonly field: readonly string[] | null; readonly message: string }
type Payload = { readonly inventoryLevel: Level | null; readonly userErrors: readonly PlainError[] }

/** Stocks an item at a location. A level that was active before keeps its figures; one that was deactivated gets its old ones back. */
export async function inventoryActivate(_root: undefined, args: Args, call: Call, info: GraphQLResolveInfo): Promise<Payload> {
  const key = idempotencyKey(info)
  return once(
    call,
    { mutation: info.fieldName, key, args, run: () => inStep(call.world, call.shop, (step) => activate(call, step, args)) },
    ({ message }) => refused(null, { field: null, message }),
  )
}

function activate({ shop }: Call, step: Step, args: Args): Outcome<Payload> {
  const available = numberArg(args, 'available')
  const onHand = numberArg(args, 'onHand')
  const item = findItem(shop, textArg(args, 'inventoryItemId') ?? '')
  const location = findLocation(shop, textArg(args, 'locationId') ?? '')
  if (item === undefined)
    return failed(null, { field: ['inventoryItemId'], message: "The product couldn't be stocked because the inventory item wasn't found." })
  if (location === undefined || !location.active)
    return failed(null, { field: ['locationId'], message: "The product couldn't be stocked because the location wasn't found." })
  if (available !== undefined && onHand !== undefined) return failed(null, bothGiven('available'), bothGiven('onHand'))

  const before = levelAt(shop, item.id, location.id)
  if (before?.active === true) {
    const set = available === undefined ? onHand : available
    if (set === undefined) return succeeded(before)
    const [name, field] = available === undefined ? ['on hand', 'onHand'] : ['available', 'available']
    return failed(before, {
      field: [String(field)],
      message: `Not allowed to set ${name} quantity when the item is already active at the location.`,
    })
  }
  const level = before ?? addLevel(shop, item, location, step.now)
  level.active = true
  level.updatedAt = Math.max(level.updatedAt, step.now)
  if (before === undefined && (onHand ?? available ?? 0) !== 0) moveStock(step, level, 'available', onHand ?? available ?? 0)
  step.happenings.push(levelHappening('inventory_levels/connect', level))
  return succeeded(level)
}

function bothGiven(field: string): PlainError {
  return { field: [field], message: 'Not allowed to set available and on_hand quantities at the same time.' }
}

function succeeded(level: Level): Outcome<Payload> {
  const payload = { inventoryLevel: level, userErrors: [] }
  return { payload, failed: false }
}

function failed(level: Level | null, ...userErrors: PlainError[]): Outcome<Payload> {
  const payload = refused(level, ...userErrors)
  return { payload, failed: true }
}

function refused(inventoryLevel: Level | null, ...userErrors: PlainError[]): Payload {
  return { inventoryLevel, userErrors }
}
