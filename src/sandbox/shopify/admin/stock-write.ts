import { GraphQLError, type GraphQLResolveInfo } from 'graphql'
import { addLevel, levelAt } from '#sandbox/shopify/levels.ts'
import { nextId } from '#sandbox/shopify/ids.ts'
import type { AdjustmentGroup, Item, Level, LevelChange, Location } from '#sandbox/shopify/state.ts'
import type { Step } from '#sandbox/shopify/step.ts'
import { locationOf } from './answer-error.ts'
import type { Call } from './call.ts'
import { findItem, findLocation } from './find.ts'
import type { UserError } from './idempotency.ts'

/** Adjustment groups that can still be looked up. */
const groupsMax = 10_000

const reasons = [
  'correction',
  'cycle_count_available',
  'damaged',
  'movement_canceled',
  'movement_created',
  'movement_received',
  'movement_updated',
  'other',
  'promotion',
  'quality_control',
  'received',
  'reservation_created',
  'reservation_deleted',
  'reservation_updated',
  'restock',
  'safety_stock',
  'shrinkage',
]

export type StockPayload = { readonly inventoryAdjustmentGroup: AdjustmentGroup | null; readonly userErrors: readonly UserError[] }

export function refused(...userErrors: UserError[]): StockPayload {
  return { inventoryAdjustmentGroup: null, userErrors }
}

/** The row of a write says what it was computed from; leaving that out is an error of the whole call, present null is not. */
export function requireCompared(info: GraphQLResolveInfo, rows: readonly object[], inputType: string): void {
  if (rows.every((row) => 'changeFromQuantity' in row)) return
  const variables = info.operation.variableDefinitions?.slice(0, 1) ?? []
  const error = new GraphQLError(`${inputType} must include the following argument: changeFromQuantity.`, {
    nodes: [...info.fieldNodes, ...variables],
    extensions: { code: 'INVALID_FIELD_ARGUMENTS' },
    path: [info.path.key],
  })
  Object.defineProperty(error, 'locations', {
    value: [...info.fieldNodes, ...variables].flatMap((node) => locationOf(node)),
    enumerable: true,
  })
  throw error
}

export function headErrors({
  reason,
  referenceDocumentUri,
}: {
  readonly reason: string
  readonly referenceDocumentUri?: string | null | undefined
}): UserError[] {
  const errors: UserError[] = []
  if (!reasons.includes(reason)) {
    errors.push({
      code: 'INVALID_REASON',
      field: ['input', 'reason'],
      message: `The specified reason is invalid. Valid values are: ${reasons.join(', ')}.`,
    })
  }
  if (typeof referenceDocumentUri === 'string' && !isUri(referenceDocumentUri)) {
    errors.push({
      code: 'INVALID_REFERENCE_DOCUMENT',
      field: ['input', 'referenceDocumentUri'],
      message: 'The specified reference document is invalid.',
    })
  }
  return errors
}

export function isUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\S+$/i.test(text)
}

type Place = { readonly inventoryItemId: string; readonly locationId: string }
export type Found = { readonly item: Item; readonly location: Location; readonly level: Level | undefined }

/** Where a row points, or what is wrong with that. */
export function findPlace(call: Call, row: Place, field: (name: string) => string[]): Found | UserError {
  const { shop } = call
  const item = findItem(shop, row.inventoryItemId)
  if (item === undefined) {
    return { code: 'INVALID_INVENTORY_ITEM', field: field('inventoryItemId'), message: 'The specified inventory item could not be found.' }
  }
  const location = findLocation(shop, row.locationId)
  if (location === undefined || !location.active) {
    return { code: 'INVALID_LOCATION', field: field('locationId'), message: 'The specified location could not be found.' }
  }
  if (shop.variantOfItem.get(item.id)?.requiresComponents === true) {
    return {
      code: 'NON_MUTABLE_INVENTORY_ITEM',
      field: field('inventoryItemId'),
      message: 'The specified inventory item is not allowed to be adjusted via API.',
    }
  }
  return { item, location, level: levelAt(shop, item.id, location.id) }
}

export function isUserError(found: Found | UserError): found is UserError {
  return 'code' in found
}

/** The level that a write lands on. One that was never activated is made, not active, or the write has no effect: a switch. */
export function levelToWrite(step: Step, { item, location, level }: Found): Level | undefined {
  if (level?.active === true) return level
  if (step.shop.switches.setOnInactive === 'noEffect') return undefined
  if (level !== undefined) return level
  const made = addLevel(step.shop, item, location, step.now)
  made.active = false
  return made
}

export function keepGroup(
  step: Step,
  group: Pick<AdjustmentGroup, 'reason' | 'reference'>,
  changes: readonly LevelChange[],
): AdjustmentGroup | null {
  if (changes.length === 0) return null
  const { adjustments } = step.shop
  const kept: AdjustmentGroup = {
    type: 'InventoryAdjustmentGroup',
    id: nextId(step.shop, 'adjustment'),
    createdAt: step.now,
    ...group,
    changes,
  }
  if (adjustments.size >= groupsMax) for (const [oldest] of adjustments) if (adjustments.delete(oldest)) break
  adjustments.set(kept.id, kept)
  return kept
}

export const staleMessage = 'The changeFromQuantity argument no longer matches the persisted quantity.'
