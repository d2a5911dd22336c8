import { conforms } from './conformance.ts'

const SUBSCRIBE = `mutation Subscribe($topic: WebhookSubscriptionTopic!, $sub: WebhookSubscriptionInput!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: $sub) { webhookSubscription { topic uri } userErrors { field message } }
}`

conforms([
  {
    name: 'a connection wants first or last',
    query: '{ orders { nodes { id } } }',
    answer: {
      errors: [{ message: 'you must provide one of first or last', path: ['orders'], extensions: { code: 'BAD_REQUEST' } }],
      data: null,
    },
  },
  {
    name: 'a connection does not take first and last',
    query: '{ orders(first: 1, last: 1) { nodes { id } } }',
    answer: { errors: [{ message: 'providing both first and last is not supported', extensions: { code: 'BAD_REQUEST' } }] },
  },
  {
    name: 'an unknown filter is ignored and noted',
    query: '{ productVariants(first: 9, query: "colour:red") { nodes { sku } } }',
    answer: {
      data: { productVariants: { nodes: [{}, {}, {}, {}, {}, {}] } },
      extensions: {
        search: [
          {
            path: ['productVariants'],
            query: 'colour:red',
            warnings: [{ field: 'colour', message: 'Invalid search field for this query.', code: 'invalid_field' }],
          },
        ],
      },
    },
  },
  {
    name: 'a document over a thousand points is refused',
    query:
      '{ orders(first: 250) { nodes { lineItems(first: 250) { nodes { variant { inventoryItem { inventoryLevels(first: 250) { nodes { item { id } } } } } } } } } }',
    answer: { errors: [{ extensions: { code: 'MAX_COST_EXCEEDED', maxCost: 1000 } }] },
  },
  {
    name: 'a planted throttle answers 200 with the reason',
    before: async ({ world }) => world.faults.plant({ service: 'shopify', kind: 'throttle', times: 1, match: {} }),
    query: '{ shop { id } }',
    answer: {
      errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' } }],
      extensions: {
        cost: {
          requestedQueryCost: 1,
          actualQueryCost: null,
          throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 0, restoreRate: 100 },
        },
      },
    },
  },
  {
    name: 'a scope that is missing hides the field and says which',
    shop: { scopes: ['read_products', 'read_inventory'] },
    query: '{ order(id: "gid://shopify/Order/1") { id } shop { name } }',
    answer: {
      data: { order: null, shop: { name: 'demo' } },
      errors: [
        {
          message:
            'Access denied for order field. Required access: `read_orders` access scope, `read_marketplace_orders` access scope or `read_quick_sale` access scope.',
          path: ['order'],
          extensions: { code: 'ACCESS_DENIED', documentation: 'https://shopify.dev/api/usage/access-scopes' },
        },
      ],
    },
  },
  {
    name: 'a denied field that cannot be null takes the answer with it',
    shop: { scopes: ['read_orders'] },
    query: '{ productVariants(first: 1) { nodes { id } } }',
    answer: { data: null, errors: [{ path: ['productVariants', 'nodes'], extensions: { code: 'ACCESS_DENIED' } }] },
  },
  {
    name: 'a planted denial lasts for one request',
    before: async ({ world }) =>
      world.faults.plant({ service: 'shopify', kind: 'accessDenied', scope: 'read_inventory', times: 1, match: {} }),
    query: '{ inventoryProperties { quantityNames { name } } }',
    answer: { data: null, errors: [{ extensions: { code: 'ACCESS_DENIED', requiredAccess: '`read_inventory` access scope.' } }] },
  },
  {
    name: 'a node of a denied type is null in its place',
    shop: { scopes: ['read_products', 'read_inventory'] },
    query: '{ nodes(ids: ["gid://shopify/Location/71000000001", "gid://shopify/Order/5820000000001"]) { id ... on Order { name } } }',
    before: (shop) => shop.control('POST', '/orders', { lines: [{ sku: 'TEE-S', quantity: 1 }] }),
    answer: { data: { nodes: [{}, null] }, errors: [{ path: ['nodes', 1], extensions: { code: 'ACCESS_DENIED' } }] },
  },
  {
    name: 'what is not imitated is a loud 501',
    query: '{ bulkOperations(first: 1) { nodes { id } } }',
    status: 501,
    answer: { errors: 'QueryRoot.bulkOperations: the sandbox does not imitate this. It refuses rather than invent an answer.' },
  },
  {
    name: 'a field that is not imitated is a loud 501 too',
    query: '{ shop { currencyFormats { moneyFormat } } }',
    status: 501,
    answer: { errors: 'Shop.currencyFormats: the sandbox does not imitate this. It refuses rather than invent an answer.' },
  },
  {
    name: 'the states of stock say what they belong to',
    query: '{ inventoryProperties { quantityNames { name belongsTo comprises } } }',
    answer: {
      data: {
        inventoryProperties: {
          quantityNames: [
            { name: 'available', belongsTo: ['on_hand'] },
            {},
            {},
            { name: 'incoming', belongsTo: [] },
            { name: 'on_hand', comprises: ['available', 'committed', 'damaged', 'quality_control', 'reserved', 'safety_stock'] },
            {},
            {},
            {},
          ],
        },
      },
    },
  },
  {
    name: 'a retired version is answered by the oldest that is supported',
    query: '{ webhookSubscriptions(first: 1) { nodes { id } } }',
    options: { version: '2025-01' },
    answer: { data: { webhookSubscriptions: { nodes: [] } } },
  },
  {
    name: 'a version that is not out yet is a 404',
    query: '{ shop { id } }',
    options: { version: '2027-01' },
    status: 404,
    answer: { errors: 'Not Found' },
  },
  {
    name: 'a field of the newer version alone is unknown to the older',
    query: 'mutation { inventorySetScheduledChanges(input: {}) { userErrors { code } } }',
    options: { version: '2026-07' },
    answer: { errors: [{ message: "Field 'inventorySetScheduledChanges' doesn't exist on type 'Mutation'" }] },
  },
  {
    name: 'an http address is no webhook address',
    query: SUBSCRIBE,
    variables: () => ({ topic: 'ORDERS_CREATE', sub: { uri: 'http://app.example.test/hook' } }),
    answer: {
      data: {
        webhookSubscriptionCreate: {
          webhookSubscription: null,
          userErrors: [{ field: ['webhookSubscription', 'callbackUrl'], message: 'Address protocol http:// is not supported' }],
        },
      },
    },
  },
  {
    name: 'one address takes a topic once',
    query: SUBSCRIBE,
    before: (shop) => shop.admin(SUBSCRIBE, { topic: 'ORDERS_CREATE', sub: { uri: 'https://app.example.test/hook' } }),
    variables: () => ({ topic: 'ORDERS_CREATE', sub: { uri: 'https://app.example.test/hook' } }),
    answer: {
      data: {
        webhookSubscriptionCreate: {
          webhookSubscription: null,
          userErrors: [{ message: 'Address for this topic has already been taken' }],
        },
      },
    },
  },
  {
    name: 'an unknown topic is no variable',
    query: SUBSCRIBE,
    variables: () => ({ topic: 'ORDERS_EATEN', sub: {} }),
    answer: { errors: [{ extensions: { code: 'INVALID_VARIABLE' } }] },
  },
  {
    name: 'a metafield of nobody is refused',
    query:
      'mutation { metafieldsSet(metafields: [{ ownerId: "gid://shopify/Order/1", namespace: "punte", key: "documents", type: "json", value: "[]" }]) { metafields { id } userErrors { code field message } } }',
    answer: {
      data: {
        metafieldsSet: {
          metafields: null,
          userErrors: [{ code: 'INVALID', field: ['metafields', '0', 'ownerId'], message: 'Owner does not exist.' }],
        },
      },
    },
  },
  {
    name: 'an order that is not there cannot be cancelled',
    query:
      'mutation { orderCancel(orderId: "gid://shopify/Order/1", reason: OTHER, restock: true) { job { id } orderCancelUserErrors { code field message } } }',
    answer: {
      data: {
        orderCancel: { job: null, orderCancelUserErrors: [{ code: 'NOT_FOUND', field: ['orderId'], message: 'Order does not exist' }] },
      },
    },
  },
  {
    name: 'what is not there cannot be fulfilled',
    query:
      'mutation { fulfillmentCreate(fulfillment: { lineItemsByFulfillmentOrder: [{ fulfillmentOrderId: "gid://shopify/FulfillmentOrder/1" }] }) { fulfillment { id } userErrors { field message } } }',
    answer: {
      data: {
        fulfillmentCreate: { fulfillment: null, userErrors: [{ field: ['fulfillment'], message: 'Fulfillment order does not exist.' }] },
      },
    },
  },
])
