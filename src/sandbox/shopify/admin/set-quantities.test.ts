import { idsOf, type TestWorld } from '#sandbox/shopify/test-world.ts'
import { conforms } from './conformance.ts'

const SET = `mutation Set($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) {
    inventoryAdjustmentGroup { reason referenceDocumentUri changes { name delta quantityAfterChange } }
    userErrors { code field message }
  }
}`
const reasons =
  'correction, cycle_count_available, damaged, movement_canceled, movement_created, movement_received, movement_updated, other, promotion, quality_control, received, reservation_created, reservation_deleted, reservation_updated, restock, safety_stock, shrinkage'

/** One row, from 10 to 7 unless told otherwise. */
function set(change: Record<string, unknown> = {}, input: Record<string, unknown> = {}): (shop: TestWorld) => Record<string, unknown> {
  return (shop) => {
    const { item, location } = idsOf(shop, 'TEE-S')
    const row = { inventoryItemId: item, locationId: location, quantity: 7, changeFromQuantity: 10, ...change }
    return { key: 'key-1', input: { name: 'available', reason: 'correction', quantities: [row], ...input } }
  }
}

function setAnswer(group: unknown, ...userErrors: unknown[]): unknown {
  return { data: { inventorySetQuantities: { inventoryAdjustmentGroup: group, userErrors } } }
}

function rowError(code: string, field: string, message: string): unknown {
  return setAnswer(null, { code, field: ['input', 'quantities', '0', field], message })
}

function moved(delta: number): unknown {
  return [
    { name: 'available', delta, quantityAfterChange: null },
    { name: 'on_hand', delta, quantityAfterChange: null },
  ]
}

conforms([
  {
    name: 'a set of available moves on_hand by the same',
    query: SET,
    variables: set(),
    answer: setAnswer({ reason: 'correction', referenceDocumentUri: null, changes: moved(-3) }),
  },
  {
    name: 'a set of on_hand moves available by the same',
    query: SET,
    variables: set({}, { name: 'on_hand' }),
    answer: setAnswer({ changes: moved(-3) }),
  },
  {
    name: 'a set keeps the document that it refers to',
    query: SET,
    variables: set({}, { referenceDocumentUri: 'gid://punte/Run/8' }),
    answer: setAnswer({ referenceDocumentUri: 'gid://punte/Run/8' }),
  },
  { name: 'a set to what stands there is success without a group', query: SET, variables: set({ quantity: 10 }), answer: setAnswer(null) },
  {
    name: 'a present null forces a set',
    query: SET,
    variables: set({ changeFromQuantity: null }),
    answer: setAnswer({ changes: moved(-3) }),
  },
  { name: 'available may be set below zero', query: SET, variables: set({ quantity: -4 }), answer: setAnswer({ changes: moved(-14) }) },
  {
    name: 'a stale row is refused',
    query: SET,
    variables: set({ changeFromQuantity: 9 }),
    answer: rowError(
      'CHANGE_FROM_QUANTITY_STALE',
      'changeFromQuantity',
      'The changeFromQuantity argument no longer matches the persisted quantity.',
    ),
  },
  {
    name: 'a stale row can be told without its place',
    shop: { switches: { staleField: 'null' } },
    query: SET,
    variables: set({ changeFromQuantity: 9 }),
    answer: setAnswer(null, { code: 'CHANGE_FROM_QUANTITY_STALE', field: null }),
  },
  {
    name: 'comparison comes before the no-op',
    query: SET,
    variables: set({ quantity: 10, changeFromQuantity: 9 }),
    answer: rowError(
      'CHANGE_FROM_QUANTITY_STALE',
      'changeFromQuantity',
      'The changeFromQuantity argument no longer matches the persisted quantity.',
    ),
  },
  {
    name: 'an item that is not there is refused',
    query: SET,
    variables: set({ inventoryItemId: 'gid://shopify/InventoryItem/1' }),
    answer: rowError('INVALID_INVENTORY_ITEM', 'inventoryItemId', 'The specified inventory item could not be found.'),
  },
  {
    name: 'a location that is not there is refused',
    query: SET,
    variables: set({ locationId: 'gid://shopify/Location/1' }),
    answer: rowError('INVALID_LOCATION', 'locationId', 'The specified location could not be found.'),
  },
  {
    name: 'on_hand cannot be set below zero',
    query: SET,
    variables: set({ quantity: -1 }, { name: 'on_hand' }),
    answer: rowError('INVALID_QUANTITY_NEGATIVE', 'quantity', "The quantity can't be negative."),
  },
  {
    name: 'a set above the bound is refused',
    query: SET,
    variables: set({ quantity: 1_000_000_001 }),
    answer: rowError('INVALID_QUANTITY_TOO_HIGH', 'quantity', "The quantity can't be higher than 1,000,000,000."),
  },
  {
    name: 'a set below the bound is refused',
    query: SET,
    variables: set({ quantity: -1_000_000_001 }),
    answer: rowError('INVALID_QUANTITY_TOO_LOW', 'quantity', "The quantity can't be lower than -1,000,000,000."),
  },
  {
    name: 'committed cannot be set',
    query: SET,
    variables: set({}, { name: 'committed' }),
    answer: setAnswer(null, {
      code: 'INVALID_NAME',
      field: ['input', 'name'],
      message: "The quantity name must be either 'available' or 'on_hand'.",
    }),
  },
  {
    name: 'an unknown reason is refused with the list of reasons',
    query: SET,
    variables: set({}, { reason: 'sync' }),
    answer: setAnswer(null, {
      code: 'INVALID_REASON',
      field: ['input', 'reason'],
      message: `The specified reason is invalid. Valid values are: ${reasons}.`,
    }),
  },
  {
    name: 'a reference that is no URI is refused',
    query: SET,
    variables: set({}, { referenceDocumentUri: 'run 8' }),
    answer: setAnswer(null, {
      code: 'INVALID_REFERENCE_DOCUMENT',
      field: ['input', 'referenceDocumentUri'],
      message: 'The specified reference document is invalid.',
    }),
  },
  {
    name: 'the parent of a bundle cannot be written',
    query: SET,
    variables: (shop) => set({ inventoryItemId: idsOf(shop, 'SET').item, changeFromQuantity: null })(shop),
    answer: setAnswer(null, { code: 'NON_MUTABLE_INVENTORY_ITEM', field: ['input', 'quantities', '0', 'inventoryItemId'] }),
  },
  {
    name: 'a pair stands in one call once',
    query: SET,
    variables: (shop) => {
      const { item, location } = idsOf(shop, 'TEE-S')
      const row = { inventoryItemId: item, locationId: location, quantity: 7, changeFromQuantity: 10 }
      return set({}, { quantities: [row, row] })(shop)
    },
    answer: setAnswer(null, {
      code: 'NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR',
      field: ['input', 'quantities', '1', 'locationId'],
      message: 'The combination of inventoryItemId and locationId must be unique.',
    }),
  },
  {
    name: 'leaving changeFromQuantity out is an error of the whole call',
    query: SET,
    variables: (shop) => {
      const { item, location } = idsOf(shop, 'TEE-S')
      return set({}, { quantities: [{ inventoryItemId: item, locationId: location, quantity: 7 }] })(shop)
    },
    answer: {
      errors: [
        {
          message: 'InventoryQuantityInput must include the following argument: changeFromQuantity.',
          locations: [
            { line: 2, column: 3 },
            { line: 1, column: 14 },
          ],
          extensions: { code: 'INVALID_FIELD_ARGUMENTS' },
          path: ['inventorySetQuantities'],
        },
      ],
      data: { inventorySetQuantities: null },
      extensions: { cost: { actualQueryCost: 10 } },
    },
  },
  {
    name: 'leaving the idempotency key out is an error of the whole call',
    query: 'mutation Set($input: InventorySetQuantitiesInput!) {\n  inventorySetQuantities(input: $input) { userErrors { code } }\n}',
    variables: (shop) => ({ input: set()(shop).input }),
    answer: {
      errors: [
        {
          message: 'The @idempotent directive is required for this mutation but was not provided.',
          locations: [{ line: 2, column: 3 }],
          extensions: { code: 'BAD_REQUEST' },
          path: ['inventorySetQuantities'],
        },
      ],
      data: { inventorySetQuantities: null },
    },
  },
  {
    name: 'a blank idempotency key is refused',
    query: SET,
    variables: (shop) => ({ ...set()(shop), key: ' ' }),
    answer: { errors: [{ extensions: { code: 'BAD_REQUEST' } }], data: { inventorySetQuantities: null } },
  },
  {
    name: 'a field of an older version is no variable',
    query: SET,
    variables: set({}, { ignoreCompareQuantity: true }),
    answer: {
      errors: [
        {
          message:
            'Variable $input of type InventorySetQuantitiesInput! was provided invalid value for ignoreCompareQuantity (Field is not defined on InventorySetQuantitiesInput)',
          locations: [{ line: 1, column: 14 }],
          extensions: {
            code: 'INVALID_VARIABLE',
            problems: [{ path: ['ignoreCompareQuantity'], explanation: 'Field is not defined on InventorySetQuantitiesInput' }],
          },
        },
      ],
    },
  },
  {
    name: 'more than 250 rows are refused before anything is charged',
    query: SET,
    variables: (shop) => {
      const { item, location } = idsOf(shop, 'TEE-S')
      return set(
        {},
        {
          quantities: Array.from({ length: 251 }, () => ({
            inventoryItemId: item,
            locationId: location,
            quantity: 7,
            changeFromQuantity: 10,
          })),
        },
      )(shop)
    },
    answer: {
      errors: [
        {
          message: 'The input array size of 251 is greater than the maximum allowed of 250.',
          path: ['inventorySetQuantities', 'input', 'quantities'],
          extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' },
        },
      ],
      extensions: { cost: { actualQueryCost: null, throttleStatus: { currentlyAvailable: 2000 } } },
    },
  },
])
