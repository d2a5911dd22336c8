import { z } from 'zod'
import * as contract from './contract.ts'
import { SettingsChangeShape } from './settings-shape.ts'

type Method = 'get' | 'post' | 'put' | 'delete'

type Operation = {
  readonly does: string
  readonly query?: Readonly<Record<string, z.ZodType>>
  readonly body?: string
  readonly status?: 200 | 202 | 204
  /** The schema of its answer; null where it has none, or is no JSON. */
  readonly answer: string | null
  /** Of an answer that is no JSON. */
  readonly type?: string
}

const cursor = z.string()
const RunState = contract.RunSummary.shape.state
const shop = '/shops/{shop}'
const order = `${shop}/orders/{id}`

/** The shapes that operations name. */
const schemas = {
  ProblemDetails: contract.ProblemDetails,
  SignIn: contract.SignIn,
  Session: contract.Session,
  PauseRequest: contract.PauseRequest,
  Overview: contract.Overview,
  Shops: contract.Shops,
  Runs: contract.Runs,
  StartRun: contract.StartRun,
  Started: contract.Started,
  Run: contract.Run,
  Products: contract.Products,
  ProductsByCode: contract.ProductsByCode,
  ProductsOrThoseOfACode: z.union([contract.Products, contract.ProductsByCode]),
  ExplainedList: contract.ExplainedList,
  Orders: contract.Orders,
  Order: contract.Order,
  InvoiceOrder: contract.InvoiceOrder,
  Dispatched: contract.Dispatched,
  Settle: contract.Settle,
  Retry: contract.Retry,
  BulkOrders: contract.BulkOrders,
  BulkAnswer: contract.BulkAnswer,
  Settings: contract.Settings,
  SettingsChange: SettingsChangeShape,
  Service: contract.Service,
  TestAnswer: contract.TestAnswer,
  Readiness: contract.Readiness,
  Problems: contract.Problems,
  LiveEvent: contract.LiveEvent,
} satisfies Record<string, z.ZodType>

/** Every operation under /api/v1. A test holds it against the routes of the server. */
export const operations: Readonly<Record<string, Partial<Record<Method, Operation>>>> = {
  '/openapi.json': { get: { does: 'This document.', answer: null, type: 'application/json' } },
  '/session': {
    post: { does: 'Sign in with a single-use code.', body: 'SignIn', answer: 'Session' },
    get: { does: 'Who is signed in.', answer: 'Session' },
    delete: { does: 'Sign out.', status: 204, answer: null },
  },
  '/shops': { get: { does: 'The shops.', answer: 'Shops' } },
  [`${shop}/overview`]: { get: { does: 'How the shop stands.', answer: 'Overview' } },
  [`${shop}/readiness`]: { get: { does: 'Whether everything is set up, and how to put it right.', answer: 'Readiness' } },
  [`${shop}/problems`]: { get: { does: 'What needs a person, longest first.', query: { cursor }, answer: 'Problems' } },
  [`${shop}/events`]: { get: { does: 'What changes, as it happens (LiveEvent).', answer: null, type: 'text/event-stream' } },
  [`${shop}/pause`]: { post: { does: 'Stop everything, or one flow; nothing is lost.', body: 'PauseRequest', answer: 'Overview' } },
  [`${shop}/resume`]: { post: { does: 'Go on.', body: 'PauseRequest', answer: 'Overview' } },
  [`${shop}/settings`]: {
    get: { does: 'The settings, with their version as ETag.', answer: 'Settings' },
    put: { does: 'Change settings; If-Match names the version that the change was made to.', body: 'SettingsChange', answer: 'Settings' },
  },
  [`${shop}/services/{kind}`]: { get: { does: 'A billing service: what it was last seen to offer.', answer: 'Service' } },
  [`${shop}/services/{kind}/test`]: { post: { does: 'Test connection; it changes no setting, and starts a run.', answer: 'TestAnswer' } },
  [`${shop}/runs`]: {
    get: { does: 'Runs that changed something or wait to, newest first.', query: { state: RunState, cursor }, answer: 'Runs' },
    post: { does: 'Sync now, or preview with dryRun.', body: 'StartRun', status: 202, answer: 'Started' },
  },
  [`${shop}/runs/{id}`]: { get: { does: 'A run with its plan and what became of it.', answer: 'Run' } },
  [`${shop}/runs/{id}/confirm`]: { post: { does: 'Say yes to a run that stopped.', answer: 'Run' } },
  [`${shop}/runs/{id}/undo`]: {
    post: { does: 'Put the figures of the last run back and pause stock; answers the undoing run.', answer: 'Run' },
  },
  [`${shop}/products`]: {
    get: {
      does: 'A page of products, or those of a code as a list.',
      query: { code: z.string(), q: z.string(), show: contract.ProductFilter, cursor },
      answer: 'ProductsOrThoseOfACode',
    },
  },
  [`${shop}/products/explain`]: {
    get: { does: 'Why a product shows what it shows.', query: { code: z.string() }, answer: 'ExplainedList' },
  },
  [`${shop}/bindings`]: { get: { does: 'Bound products.', query: { cursor }, answer: 'Products' } },
  [`${shop}/orders`]: {
    get: { does: 'Orders, newest first.', query: { name: z.string(), state: contract.OrderState, cursor }, answer: 'Orders' },
  },
  [`${shop}/orders/bulk`]: {
    post: { does: 'Do the same to many orders, each by itself.', body: 'BulkOrders', answer: 'BulkAnswer' },
  },
  [order]: { get: { does: 'An order, by its GID, the number at its end, or its name.', answer: 'Order' } },
  [`${order}/documents/{service}/{series}/{number}/pdf`]: { get: { does: 'A document.', answer: null, type: 'application/pdf' } },
  [`${order}/invoice`]: { post: { does: 'Invoice it now.', body: 'InvoiceOrder', status: 202, answer: 'Order' } },
  [`${order}/dispatched`]: { post: { does: 'Mark it Dispatched.', body: 'Dispatched', answer: 'Order' } },
  [`${order}/undispatch`]: { post: { does: 'Undo Dispatched.', answer: 'Order' } },
  [`${order}/settle`]: { post: { does: 'It is invoiced elsewhere, or by this document.', body: 'Settle', answer: 'Order' } },
  [`${order}/reversed`]: { post: { does: 'Its invoice is reversed in the billing service.', answer: 'Order' } },
  [`${order}/retry`]: { post: { does: 'Try again, or look again.', body: 'Retry', status: 202, answer: 'Order' } },
}

/** The API as OpenAPI 3.1, from the very shapes that requests and answers are held to. */
export function openApiDocument(): Record<string, unknown> {
  const inputs = new Set(Object.values(operations).flatMap((path) => Object.values(path).flatMap(({ body }) => body ?? [])))
  return {
    openapi: '3.1.0',
    info: {
      title: 'Punte',
      version: 'v1',
      description: 'Instants are ISO 8601 in UTC; money is a decimal text. Lists are pages { items, next }.',
    },
    servers: [{ url: '/api/v1' }],
    security: [{ adminToken: [] }, { session: [] }],
    paths: Object.fromEntries(Object.entries(operations).map(([path, methods]) => [path, pathItem(path, methods)])),
    components: {
      securitySchemes: {
        adminToken: { type: 'http', scheme: 'bearer' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'punte_session',
          description: `Writes send the token of the session in ${contract.csrfHeader}.`,
        },
      },
      schemas: Object.fromEntries(
        Object.entries(schemas).map(([name, schema]) => [name, jsonSchema(schema, inputs.has(name) ? 'input' : 'output')]),
      ),
    },
  }
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' })
  return rest
}

function pathItem(path: string, methods: Partial<Record<Method, Operation>>): Record<string, unknown> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
  const parameters = names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
  return {
    parameters,
    ...Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, operationObject(method, operation)])),
  }
}

function operationObject(method: string, { does, query = {}, body, status = 200, answer, type }: Operation): Record<string, unknown> {
  const parameters = Object.entries(query).map(([name, schema]) => ({ name, in: 'query', schema: jsonSchema(schema, 'input') }))
  const key = { name: 'Idempotency-Key', in: 'header', schema: { type: 'string', minLength: 1, maxLength: 200 } }
  return {
    summary: does,
    parameters: method === 'get' ? parameters : [...parameters, key],
    ...(body === undefined ? {} : { requestBody: { content: { 'application/json': { schema: reference(body) } } } }),
    responses: {
      [status]: { description: 'Done.', ...contentOf(answer, type) },
      default: { description: 'Not done.', content: { 'application/problem+json': { schema: reference('ProblemDetails') } } },
    },
  }
}

function contentOf(answer: string | null, type: string | undefined): Record<string, unknown> {
  if (answer !== null) return { content: { 'application/json': { schema: reference(answer) } } }
  return type === undefined ? {} : { content: { [type]: {} } }
}

function reference(name: string): { readonly $ref: string } {
  return { $ref: `#/components/schemas/${name}` }
}
