import type { GraphQLResolveInfo } from 'graphql'
import { z } from 'zod'
import { writableNames, type LevelChange, type WritableName } from '#sandbox/shopify/state.ts'
import { inStep, moveStock, type Step } from '#sandbox/shopify/step.ts'
import type { Args, Call } from './call.ts'
import { idempotencyKey, once, type Outcome, type UserError } from './idempotency.ts'
import {
  findPlace,
  headErrors,
  isUri,
  isUserError,
  keepGroup,
  levelToWrite,
  refused,
  requireCompared,
  staleMessage,
  type Found,
  type StockPayload,
} from './stock-write.ts'

const deltaMax = 2_000_000_000

const Input = z.object({
  name: z.string(),
  reason: z.string(),
  referenceDocumentUri: z.string().nullish(),
  changes: z.array(
    z.object({
      inventoryItemId: z.string(),
      locationId: z.string(),
      delta: z.number(),
      ledgerDocumentUri: z.string().nullish(),
      changeFromQuantity: z.number().nullish(),
    }),
  ),
})
type Input = z.infer<typeof Input>
type Row = Input['changes'][number]

/** The write by difference: compare, then all rows or none. */
export async function inventoryAdjustQuantities(_root: undefined, args: Args, call: Call, info: GraphQLResolveInfo): Promise<StockPayload> {
  const input = Input.parse(args.input)
  requireCompared(info, input.changes, 'InventoryChangeInput')
  const key = idempotencyKey(info)
  return once(
    call,
    { mutation: info.fieldName, key, args, run: () => inStep(call.world, call.shop, (step) => adjustAll(call, step, input)) },
    refused,
  )
}

function adjustAll(call: Call, step: Step, input: Input): Outcome<StockPayload> {
  const name = writableNames.find((each) => each === input.name)
  const head = [...(name === undefined ? [nameError] : []), ...headErrors(input)]
  if (name === undefined || head.length > 0) return failed(head)
  const rows = input.changes.map((row, index) => ({ row, index, found: findPlace(call, row, (field) => fieldOf(index, field)) }))
  const wrong = rows.flatMap(({ row, index, found }) => [...(isUserError(found) ? [found] : []), ...rowErrors(row, index, name)])
  const ledgers = new Set(input.changes.map((row) => row.ledgerDocumentUri ?? null))
  if (wrong.length === 0 && ledgers.size > 1)
    wrong.push({
      code: 'MAX_ONE_LEDGER_DOCUMENT',
      field: ['input', 'changes'],
      message: 'All changes must have the same ledger document URI or, in the case of adjusting available, no ledger document URI.',
    })
  if (wrong.length > 0) return failed(wrong)

  const resolved = rows.flatMap(({ row, index, found }) => (isUserError(found) ? [] : [{ row, index, found }]))
  const stale = resolved.filter(
    ({ row, found }) => typeof row.changeFromQuantity === 'number' && row.changeFromQuantity !== (found.level?.counters[name] ?? 0),
  )
  if (stale.length > 0)
    return failed(
      stale.map(({ index }) => ({
        code: 'CHANGE_FROM_QUANTITY_STALE',
        field: call.shop.switches.staleField === 'path' ? fieldOf(index, 'changeFromQuantity') : null,
        message: staleMessage,
      })),
    )
  const changes = resolved.flatMap(({ row, found }) => adjustOne(step, { row, found, name }))
  const group = keepGroup(step, { reason: input.reason, reference: input.referenceDocumentUri ?? null }, changes)
  const payload = { inventoryAdjustmentGroup: group, userErrors: [] }
  return { payload, failed: false }
}

function adjustOne(
  step: Step,
  { row, found, name }: { readonly row: Row; readonly found: Found; readonly name: WritableName },
): LevelChange[] {
  const level = levelToWrite(step, found)
  if (level === undefined || row.delta === 0) return []
  moveStock(step, level, name, row.delta)
  const ledger = row.ledgerDocumentUri ?? null
  const own = { name, delta: row.delta, level, ledger }
  return name === 'incoming' ? [own] : [own, { name: 'on_hand', delta: row.delta, level, ledger }]
}

function rowErrors(row: Row, index: number, name: WritableName): UserError[] {
  const ledger = row.ledgerDocumentUri ?? undefined
  const field = fieldOf(index, 'ledgerDocumentUri')
  const errors: UserError[] = []
  if (name === 'available' && ledger !== undefined)
    errors.push({ code: 'INVALID_AVAILABLE_DOCUMENT', field, message: 'A ledger document URI is not allowed when adjusting available.' })
  if (name !== 'available' && ledger === undefined)
    errors.push({ code: 'INVALID_QUANTITY_DOCUMENT', field, message: 'A ledger document URI is required except when adjusting available.' })
  if (ledger?.startsWith('gid://shopify/') === true)
    errors.push({
      code: 'INTERNAL_LEDGER_DOCUMENT',
      field,
      message: 'Internal (gid://shopify/) ledger documents are not allowed to be adjusted via API.',
    })
  else if (name !== 'available' && ledger !== undefined && !isUri(ledger))
    errors.push({ code: 'INVALID_LEDGER_DOCUMENT', field, message: 'The specified ledger document is invalid.' })
  if (row.delta > deltaMax)
    errors.push({
      code: 'INVALID_QUANTITY_TOO_HIGH',
      field: fieldOf(index, 'delta'),
      message: "The quantity can't be higher than 2,000,000,000.",
    })
  if (row.delta < -deltaMax)
    errors.push({
      code: 'INVALID_QUANTITY_TOO_LOW',
      field: fieldOf(index, 'delta'),
      message: "The quantity can't be lower than -2,000,000,000.",
    })
  return errors
}

const nameError: UserError = {
  code: 'INVALID_QUANTITY_NAME',
  field: ['input', 'name'],
  message: `The specified quantity name is invalid. Valid values are: ${writableNames.toSorted().join(', ')}.`,
}

function fieldOf(index: number, name: string): string[] {
  return ['input', 'changes', String(index), name]
}

function failed(userErrors: UserError[]): Outcome<StockPayload> {
  const payload = refused(...userErrors)
  return { payload, failed: true }
}
