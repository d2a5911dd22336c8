import { idsOf, type TestWorld } from '#sandbox/shopify/test-world.ts'
import { conforms } from './conformance.ts'

const ADJUST = `mutation Adjust($input: InventoryAdjustQuantitiesInput!, $key: String!) {
  inventoryAdjustQuantities(input: $input) @idempotent(key: $key) { inventoryAdjustmentGroup { changes { name delta } } userErrors { code field message } }
}`

function adjust(change: Record<string, unknown> = {}, input: Record<string, unknown> = {}): (shop: TestWorld) => Record<string, unknown> {
  return (shop) => {
    const { item, location } = idsOf(shop, 'TEE-S')
    const row = { inventoryItemId: item, locationId: location, delta: -2, changeFromQuantity: 10, ...change }
    return { key: 'key-1', input: { name: 'available', reason: 'correction', changes: [row], ...input } }
  }
}

function adjustError(code: string, field: readonly string[], message: string): unknown {
  return { data: { inventoryAdjustQuantities: { inventoryAdjustmentGroup: null, userErrors: [{ code, field, message }] } } }
}

conforms([
  {
    name: 'an adjustment moves available and on_hand',
    query: ADJUST,
    variables: adjust(),
    answer: {
      data: {
        inventoryAdjustQuantities: {
          inventoryAdjustmentGroup: {
            changes: [
              { name: 'available', delta: -2 },
              { name: 'on_hand', delta: -2 },
            ],
          },
          userErrors: [],
        },
      },
    },
  },
  {
    name: 'an adjustment by nothing has no group',
    query: ADJUST,
    variables: adjust({ delta: 0 }),
    answer: { data: { inventoryAdjustQuantities: { inventoryAdjustmentGroup: null, userErrors: [] } } },
  },
  {
    name: 'incoming moves alone',
    query: ADJUST,
    variables: adjust({ delta: 5, changeFromQuantity: null, ledgerDocumentUri: 'gid://punte/Ledger/1' }, { name: 'incoming' }),
    answer: {
      data: { inventoryAdjustQuantities: { inventoryAdjustmentGroup: { changes: [{ name: 'incoming', delta: 5 }] }, userErrors: [] } },
    },
  },
  {
    name: 'an adjustment of on_hand is refused',
    query: ADJUST,
    variables: adjust({}, { name: 'on_hand' }),
    answer: adjustError(
      'INVALID_QUANTITY_NAME',
      ['input', 'name'],
      'The specified quantity name is invalid. Valid values are: available, damaged, incoming, quality_control, reserved, safety_stock.',
    ),
  },
  {
    name: 'a ledger document is refused for available',
    query: ADJUST,
    variables: adjust({ ledgerDocumentUri: 'gid://punte/Ledger/1' }),
    answer: adjustError(
      'INVALID_AVAILABLE_DOCUMENT',
      ['input', 'changes', '0', 'ledgerDocumentUri'],
      'A ledger document URI is not allowed when adjusting available.',
    ),
  },
  {
    name: 'a ledger document is required for damaged',
    query: ADJUST,
    variables: adjust({ changeFromQuantity: null }, { name: 'damaged' }),
    answer: adjustError(
      'INVALID_QUANTITY_DOCUMENT',
      ['input', 'changes', '0', 'ledgerDocumentUri'],
      'A ledger document URI is required except when adjusting available.',
    ),
  },
  {
    name: 'a stale adjustment is refused',
    query: ADJUST,
    variables: adjust({ changeFromQuantity: 3 }),
    answer: adjustError(
      'CHANGE_FROM_QUANTITY_STALE',
      ['input', 'changes', '0', 'changeFromQuantity'],
      'The changeFromQuantity argument no longer matches the persisted quantity.',
    ),
  },
  {
    name: 'an adjustment without changeFromQuantity names its own input type',
    query: ADJUST,
    variables: (shop) => {
      const { item, location } = idsOf(shop, 'TEE-S')
      return adjust({}, { changes: [{ inventoryItemId: item, locationId: location, delta: 1 }] })(shop)
    },
    answer: {
      errors: [{ message: 'InventoryChangeInput must include the following argument: changeFromQuantity.' }],
      data: { inventoryAdjustQuantities: null },
    },
  },
])
