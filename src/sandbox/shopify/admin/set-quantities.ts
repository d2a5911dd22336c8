import type { GraphQLResolveInfo } from 'graphql'
import { z } from 'zod'
import { quantityOf } from '#sandbox/shopify/levels.ts'
import type { LevelChange } from '#sandbox/shopify/state.ts'
import { inStep, moveStock, type Step } from '#sandbox/shopify/step.ts'
import type { Args, Call } from './call.ts'
import { idempotencyKey, once, type Outcome, type UserError } from './idempotency.ts'
import {
  findPlace,
  headErrors,
  isUserError,
  keepGroup,
  levelToWrite,
  refused,
  requireCompared,
  staleMessage,
  type Found,
  type StockPayload,
} from './stock-write.ts'

const quantityMax = 1_000_000_000

const Input = z.object({
  name: z.string(),
  reason: z.string(),
  referenceDocumentUri: z.string().nullish(),
  quantities: z.array(
    z.object({ inventoryItemId: z.string(), locationId: z.string(), quantity: z.number(), changeFromQuantity: z.number().nullish() }),
  ),
})
type Input = z.infer<typeof Input>
type Row = Input['quantities'][number]
type SetName = 'available' | 'on_hand'
type Wanted = { readonly row: Row; readonly index: number; readonly found: Found }

/** The absolute write: compare, then all rows or none. */
export async function inventorySetQuantities(_root: undefined, args: Args, call: Call, info: GraphQLResolveInfo): Promise<StockPayload> {
  const input = Input.parse(args.input)
  requireCompared(info, input.quantities, 'InventoryQuantityInput')
  const key = idempotencyKey(info)
  return once(
    call,
    { mutation: info.fieldName, key, args, run: () => inStep(call.world, call.shop, (step) => setAll(call, step, input)) },
    refused,
  )
}

function setAll(call: Call, step: Step, input: Input): Outcome<StockPayload> {
  const name = input.name === 'available' || input.name === 'on_hand' ? input.name : undefined
  const head = [...(name === undefined ? [nameError] : []), ...headErrors(input)]
  if (name === undefined || head.length > 0) return failed(head)

  const { wanted, errors } = resolveRows(call, input.quantities, name)
  if (errors.length > 0) return failed(errors)
  const stale = wanted.filter(
    ({ row, found }) => typeof row.changeFromQuantity === 'number' && row.changeFromQuantity !== stored(found, name),
  )
  if (stale.length > 0) return failed(stale.map(({ index }) => staleError(call, index)))

  const changes = wanted.flatMap((each) => setOne(step, each, name))
  const group = keepGroup(step, { reason: input.reason, reference: input.referenceDocumentUri ?? null }, changes)
  const payload = { inventoryAdjustmentGroup: group, userErrors: [] }
  return { payload, failed: false }
}

function setOne(step: Step, { row, found }: Wanted, name: SetName): LevelChange[] {
  const level = levelToWrite(step, found)
  const delta = level === undefined ? 0 : row.quantity - quantityOf(level.counters, name)
  if (level === undefined || delta === 0) return []
  moveStock(step, level, 'available', delta)
  return (['available', 'on_hand'] as const).map((each) => ({ name: each, delta, level, ledger: null }))
}

function resolveRows(call: Call, rows: readonly Row[], name: SetName): { wanted: Wanted[]; errors: UserError[] } {
  const wanted: Wanted[] = []
  const errors: UserError[] = []
  const seen = new Set<string>()
  rows.forEach((row, index) => {
    const found = findPlace(call, row, (field) => fieldOf(index, field))
    const place = `${row.inventoryItemId} ${row.locationId}`
    const wrong = [
      isUserError(found) ? found : undefined,
      seen.has(place) ? duplicate(index) : undefined,
      boundsError(row, index, name),
    ].filter((error) => error !== undefined)
    seen.add(place)
    errors.push(...wrong)
    if (!isUserError(found)) wanted.push({ row, index, found })
  })
  return { wanted, errors }
}

function boundsError({ quantity }: Row, index: number, name: SetName): UserError | undefined {
  const field = fieldOf(index, 'quantity')
  if (name === 'on_hand' && quantity < 0) return { code: 'INVALID_QUANTITY_NEGATIVE', field, message: "The quantity can't be negative." }
  if (quantity > quantityMax)
    return { code: 'INVALID_QUANTITY_TOO_HIGH', field, message: "The quantity can't be higher than 1,000,000,000." }
  if (quantity < -quantityMax)
    return { code: 'INVALID_QUANTITY_TOO_LOW', field, message: "The quantity can't be lower than -1,000,000,000." }
  return undefined
}

const nameError: UserError = {
  code: 'INVALID_NAME',
  field: ['input', 'name'],
  message: "The quantity name must be either 'available' or 'on_hand'.",
}

function duplicate(index: number): UserError {
  return {
    code: 'NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR',
    field: fieldOf(index, 'locationId'),
    message: 'The combination of inventoryItemId and locationId must be unique.',
  }
}

function staleError({ shop }: Call, index: number): UserError {
  const field = shop.switches.staleField === 'path' ? fieldOf(index, 'changeFromQuantity') : null
  return { code: 'CHANGE_FROM_QUANTITY_STALE', field, message: staleMessage }
}

function stored({ level }: Found, name: SetName): number {
  return level === undefined ? 0 : quantityOf(level.counters, name)
}

function fieldOf(index: number, name: string): string[] {
  return ['input', 'quantities', String(index), name]
}

function failed(userErrors: UserError[]): Outcome<StockPayload> {
  const payload = refused(...userErrors)
  return { payload, failed: true }
}
