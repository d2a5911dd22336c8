import { idsOf } from '#sandbox/shopify/test-world.ts'
import { conforms } from './conformance.ts'

const OTHER_TOKEN = { token: 'shpat_other' }

conforms([
  {
    name: 'a wrong token is a 401',
    query: '{ shop { id } }',
    options: OTHER_TOKEN,
    status: 401,
    answer: { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
  },
  {
    name: 'a token that was revoked is a 401',
    before: async ({ world }) => world.faults.plant({ service: 'shopify', kind: 'tokenRevoked', times: 1, match: {} }),
    query: '{ shop { id } }',
    status: 401,
    answer: { errors: '[API] Invalid API key or access token (unrecognized login or wrong password)' },
  },
  {
    name: 'an unknown field is named',
    query: 'query Q { location { inventoryLevels(first: 1) { nodes { available } } } }',
    answer: {
      errors: [
        {
          message: "Field 'available' doesn't exist on type 'InventoryLevel'",
          path: ['query Q', 'location', 'inventoryLevels', 'nodes', 'available'],
          extensions: { code: 'undefinedField', typeName: 'InventoryLevel', fieldName: 'available' },
        },
      ],
    },
  },
  {
    name: 'an unknown argument is named',
    query: '{ shop { name(lang: 1) } }',
    answer: {
      errors: [
        {
          message: "Field 'name' doesn't accept argument 'lang'",
          path: ['query', 'shop', 'name', 'lang'],
          extensions: { code: 'argumentNotAccepted' },
        },
      ],
    },
  },
  {
    name: 'a missing argument is named',
    query: '{ order { id } }',
    answer: {
      errors: [
        {
          message: "Field 'order' is missing required arguments: id",
          path: ['query', 'order'],
          extensions: { code: 'missingRequiredArguments', arguments: 'id' },
        },
      ],
    },
  },
  {
    name: 'a missing input field is named',
    query:
      'mutation { inventorySetQuantities(input: { name: "available", quantities: [] }) @idempotent(key: "k") { userErrors { code } } }',
    answer: {
      errors: [
        {
          message: "Argument 'reason' on InputObject 'InventorySetQuantitiesInput' is required. Expected type String!",
          extensions: { code: 'missingRequiredInputObjectAttribute' },
        },
      ],
    },
  },
  {
    name: 'a literal of the wrong type is named',
    query: '{ orders(first: "two") { nodes { id } } }',
    answer: {
      errors: [
        {
          message: "Argument 'first' on Field 'orders' has an invalid value (\"two\"). Expected type 'Int'.",
          extensions: { code: 'argumentLiteralsIncompatible' },
        },
      ],
    },
  },
  {
    name: 'an object needs a selection',
    query: '{ shop }',
    answer: {
      errors: [
        {
          message: "Field must have selections (field 'shop' returns Shop but has no selections. Did you mean 'shop { ... }'?)",
          extensions: { code: 'selectionMismatch' },
        },
      ],
    },
  },
  {
    name: 'the key may not stand on the operation',
    query:
      'mutation M @idempotent(key: "k") { webhookSubscriptionDelete(id: "gid://shopify/WebhookSubscription/1") { userErrors { message } } }',
    answer: {
      errors: [
        { message: "'@idempotent' can't be applied to mutations (allowed: fields)", extensions: { code: 'directiveCannotBeApplied' } },
      ],
    },
  },
  {
    name: 'a variable that is not used is named',
    query: 'query Q($a: Int) { shop { id } }',
    answer: { errors: [{ message: 'Variable $a is declared by Q but not used', extensions: { code: 'variableNotUsed' } }] },
  },
  {
    name: 'a variable that is not declared is named',
    query: 'query Q { orders(first: $a) { nodes { id } } }',
    answer: { errors: [{ message: 'Variable $a is used by Q but not declared', extensions: { code: 'variableNotDefined' } }] },
  },
  {
    name: 'a text that is no GraphQL is a syntax error',
    query: '{ shop { id }',
    answer: { errors: [{ message: 'syntax error, Expected Name, found <EOF>.' }] },
  },
  {
    name: 'a variable that is null says so',
    query: 'query Q($id: ID!) { order(id: $id) { id } }',
    answer: {
      errors: [
        {
          message: 'Variable $id of type ID! was provided invalid value',
          extensions: { code: 'INVALID_VARIABLE', value: null, problems: [{ path: [], explanation: 'Expected value to not be null' }] },
        },
      ],
    },
  },
  {
    name: 'a malformed id says so',
    query: 'query Q($id: ID!) { order(id: $id) { id } }',
    variables: () => ({ id: 'not-a-gid' }),
    answer: {
      errors: [
        {
          extensions: {
            code: 'INVALID_VARIABLE',
            problems: [{ path: [], explanation: "Invalid global id 'not-a-gid'", message: "Invalid global id 'not-a-gid'" }],
          },
        },
      ],
    },
  },
  {
    name: 'an id of nothing is null without an error',
    query: '{ order(id: "gid://shopify/Order/1") { id } }',
    answer: { data: { order: null } },
  },
  {
    name: 'unknown ids are null in their place',
    query: 'query Q($ids: [ID!]!) { nodes(ids: $ids) { id } }',
    variables: (shop) => ({ ids: ['gid://shopify/InventoryItem/1', idsOf(shop, 'TEE-S').item] }),
    answer: { data: { nodes: [null, {}] } },
  },
])
