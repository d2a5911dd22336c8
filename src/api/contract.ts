import { z } from 'zod'
import { amount, count, instant, quoted, Say, whole } from './basic-shapes.ts'
import { BuyerShape, DocumentShape, EventShape, LineShape } from './order-shapes.ts'
import { AccountShape, LoadedShape, ServiceShape, SettingsShape, type SettingsChangeShape } from './settings-shape.ts'

/**
 * The shapes of /api/v1. Every path below stands under it; {shop} is the myshopify domain, an order's {id} is its GID or the number at its end.
 * Instants are ISO 8601 in UTC. Money is a decimal text such as "60.50"; quantities of stock are numbers with at most four decimals.
 */
export const csrfHeader = 'x-punte-csrf'
export const bulkOrdersMax = 250

export type Sentence = z.infer<typeof Sentence>
export const Sentence = z.object({ text: z.string(), say: Say.nullable(), ...quoted })

function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() })
}

/** RFC 9457. `detail` says what was wrong, `fix` what to do; `errors` points into the body. */
export type ProblemDetails = z.infer<typeof ProblemDetails>
export const ProblemDetails = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
  id: z.string(),
  say: Say.nullish(),
  ...quoted,
  fix: z.string().optional(),
  fixSay: Say.nullish(),
  errors: z.array(z.object({ path: z.string(), message: z.string(), say: Say.nullish() })).optional(),
})

// POST /session SignIn -> Session | GET /session -> Session, 401 when nobody is signed in | DELETE /session -> 204
export const SignIn = z.object({ code: z.string().min(1).max(200) })
export type Session = z.infer<typeof Session>
export const Session = z.object({
  /** Sent back in the header `csrfHeader` with every write. */
  csrf: z.string(),
  expiresAt: instant,
  /** The product's clock, which in a test world is not the browser's. */
  now: instant,
  sandbox: z.boolean(),
  shops: z.array(z.object({ domain: z.string(), name: z.string() })),
  /** The operator's own contacts, shown beside every problem. */
  support: z.object({ email: z.string().nullable(), url: z.string().nullable(), phone: z.string().nullable() }),
})

// POST /shops/{shop}/pause|resume PauseRequest -> Overview
export const PauseRequest = z.object({ flow: z.enum(['all', 'A', 'B']).default('all') })

export type FlowStatus = z.infer<typeof FlowStatus>
export const FlowStatus = z.object({
  flow: z.enum(['A', 'B']),
  /** notCovered: switched on, but the subscription does not include it. blocked: a readiness check or the service stops it. */
  state: z.enum(['on', 'off', 'paused', 'notCovered', 'blocked']),
  pausedAt: instant.nullable(),
  why: Sentence.nullable(),
})

const RunCause = z.enum(['schedule', 'push', 'movement', 'syncNow', 'testConnection', 'newProducts', 'catchUp', 'secondLook', 'undo'])
const RunState = z.enum(['planned', 'writing', 'waiting', 'done', 'failed'])

// GET /shops/{shop}/runs?state=&cursor= -> page of RunSummary
export type RunSummary = z.infer<typeof RunSummary>
export const RunSummary = z.object({
  id: z.string(),
  cause: RunCause,
  state: RunState,
  dryRun: z.boolean(),
  startedAt: instant,
  finishedAt: instant.nullable(),
  lookedAt: count,
  changed: count,
  skippedCount: count,
  progress: z.object({ done: count, total: count }).nullable(),
  /** Why it waits for a person, or why it failed. */
  reason: Sentence.nullable(),
})

export type Overview = z.infer<typeof Overview>
// GET /shops/{shop}/overview -> Overview
export const Overview = z.object({
  shop: z.string(),
  name: z.string(),
  currency: z.string(),
  sandbox: z.boolean(),
  now: instant,
  subscription: z.enum(['basic', 'advanced']),
  /** What the settings ask for and the subscription does not cover. */
  notCovered: z.array(z.enum(['barcode', 'flowB'])),
  flows: z.array(FlowStatus),
  stockRule: z.enum(['exact', 'documented']),
  /** unknown: no complete reading yet. */
  inStep: z.object({ state: z.enum(['yes', 'no', 'unknown']), bound: count, differing: count, at: instant.nullable() }),
  lastRun: RunSummary.nullable(),
  /** When anything was last looked at, a run that changed nothing included. */
  lastLookAt: instant.nullable(),
  nextRun: z.object({ at: instant, cause: RunCause }).nullable(),
  running: RunSummary.nullable(),
  orders: z.object({ waiting: count, issuing: count, unknownOutcome: count, issuedToday: count, today: count }),
  problems: z.object({ open: count, stopping: count }),
  service: z.object({ kind: z.string(), connected: z.boolean(), blockedUntil: instant.nullable() }).nullable(),
})

// GET /shops -> page of ShopSummary
const ShopSummary = z.object({
  domain: z.string(),
  name: z.string(),
  subscription: z.enum(['basic', 'advanced']),
  sandbox: z.boolean(),
})
export const Shops = pageOf(ShopSummary)
export const Runs = pageOf(RunSummary)

// GET /shops/{shop}/runs/{id} -> Run | POST /shops/{shop}/runs StartRun -> 202 { id } | POST /runs/{id}/confirm|undo -> Run
export const StartRun = z.object({ dryRun: z.boolean().default(false), codes: z.array(z.string().max(500)).max(10_000).optional() })
export const Started = z.object({ id: z.string() })
const RunChange = z.object({
  code: z.string(),
  name: z.string(),
  location: z.string(),
  from: whole,
  to: whole,
  why: z.string(),
  say: Say.nullable(),
  outcome: z.enum(['planned', 'written', 'stale', 'refused', 'unknown', 'undone']),
  quote: z.string().nullable().default(null),
})
export type Run = z.infer<typeof Run>
export const Run = RunSummary.extend({
  changes: z.array(RunChange),
  skipped: z.array(z.object({ code: z.string(), name: z.string().nullable(), reason: z.string(), say: Say.nullable() })),
  canUndo: z.boolean(),
})

// GET /shops/{shop}/products?code= -> array of Product, one for each location | ?q=&show=&cursor= -> page of Product
export const ProductFilter = z.enum(['all', 'differing', 'notBound', 'onlyBilling', 'pending'])
export type Product = z.infer<typeof Product>
export const Product = z.object({
  code: z.string(),
  /** Shopify's name; the billing service's where Shopify lacks the product. */
  name: z.string(),
  billingName: z.string().nullable(),
  sku: z.string().nullable(),
  barcode: z.string().nullable(),
  binding: z.enum(['bound', 'unmatched', 'ambiguous', 'pending']),
  /** Why it is not bound, or when a pending one starts. */
  bindingReason: Sentence.nullable(),
  pendingUntil: instant.nullable(),
  onlyIn: z.enum(['shopify', 'billing']).nullable(),
  location: z.string().nullable(),
  billing: z.array(z.object({ service: z.string(), warehouse: z.string(), quantity: z.number(), at: instant })),
  held: z.number(),
  unexplained: z.number(),
  buffer: z.number(),
  committed: whole.nullable(),
  unavailable: whole.nullable(),
  available: whole.nullable(),
  target: whole.nullable(),
  differsSince: instant.nullable(),
})
// GET /shops/{shop}/bindings?cursor= -> page of Product, bound ones only
export const Products = pageOf(Product)
export const ProductsByCode = z.array(Product)

// GET /shops/{shop}/products/explain?code= -> { items: Explained[] }, one for each location
export type Explained = z.infer<typeof Explained>
export const Explained = Product.extend({
  rule: z.enum(['exact', 'documented']),
  /** What the reading adds up to; null while billing has not been read. */
  sum: z
    .object({ stock: z.number(), held: z.number(), setAside: z.number(), unexplained: z.number(), buffer: z.number(), target: whole })
    .nullable(),
  orders: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      createdAt: instant,
      sold: whole,
      released: whole,
      discharged: whole,
      fulfilled: whole,
      held: whole,
    }),
  ),
  setAside: z.array(z.object({ name: z.enum(['reserved', 'damaged', 'quality_control', 'safety_stock']), quantity: whole })),
  /** An invoice that is on its way may or may not be in the reading: the figure lies between these until then. */
  doubt: z.object({ low: whole, high: whole, until: instant }).nullable(),
  notes: z.array(Sentence),
  writes: z.array(
    z.object({
      at: instant,
      from: whole.nullable(),
      to: whole,
      by: z.enum(['punte', 'someoneElse']),
      cause: RunCause.nullable(),
      runId: z.string().nullable(),
      outcome: RunChange.shape.outcome,
    }),
  ),
})
export const ExplainedList = z.object({ items: z.array(Explained) })

// GET /shops/{shop}/orders?name=&state=&cursor= -> page of OrderSummary
export type OrderState = z.infer<typeof OrderState>
export const OrderState = z.enum(['waiting', 'issuing', 'issued', 'unknown-outcome', 'reversed', 'never'])
export type OrderSummary = z.infer<typeof OrderSummary>
export const OrderSummary = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: instant,
  /** Kept with the invoice alone, so null before one is composed; `customerHidden` when Shopify lets nobody see it. */
  customer: z.string().nullable(),
  customerHidden: z.boolean(),
  total: amount,
  currency: z.string(),
  state: OrderState,
  /** Why it stands as it does: `why` for pages, `reason` the same in English with the service's words. */
  why: Sentence.nullable(),
  reason: z.string().nullish(),
  say: Say.nullish(),
  financial: z.string(),
  fulfilment: z.string(),
  cancelledAt: instant.nullable(),
  dispatchedAt: instant.nullable(),
  elsewhere: z.boolean(),
  documents: z.array(DocumentShape),
})
export const Orders = pageOf(OrderSummary)

// GET /shops/{shop}/orders/{id} -> Order
export type Question = z.infer<typeof Question>
/** What must be said yes to before an order is invoiced. */
export const Question = z.enum(['dispatched', 'withoutStock', 'beforeCutOver', 'again', 'claimed'])
export type Evidence = z.infer<typeof Evidence>
export const Evidence = z.object({
  service: z.string(),
  series: z.string(),
  sentAt: instant,
  tries: count,
  total: amount,
  why: Sentence,
  /** The counter's next number before the call and as last seen. */
  nextBefore: z.string().nullable(),
  nextNow: z.string().nullable(),
  candidates: z.array(z.object({ series: z.string(), number: z.string(), total: amount.nullable(), url: z.string().nullable() })),
})
const Can = z.object({ can: z.boolean(), why: Sentence.nullable() })
const Acts = z.object({ dispatched: Can, undispatch: Can, settle: Can, retry: Can, reversed: Can })
export type Order = z.infer<typeof Order>
export const Order = OrderSummary.extend({
  shopifyUrl: z.string().nullable(),
  gateways: z.array(z.string()),
  lines: z.array(LineShape),
  events: z.array(EventShape),
  retryAt: instant.nullable(),
  evidence: Evidence.nullable(),
  actions: Acts.extend({ invoice: Can.extend({ asks: z.array(Question) }) }),
})

// POST /shops/{shop}/orders/{id}/invoice InvoiceOrder | /dispatched Dispatched | /undispatch | /settle Settle | /retry Retry | /reversed -> Order
export const InvoiceOrder = z.object({ answers: z.array(Question).max(5).default([]), buyer: BuyerShape.optional() })
export type Goods = z.infer<typeof Goods>
export const Goods = z.enum(['onShelf', 'bookedOut', 'gone'])
export type ShopifyChoice = z.infer<typeof ShopifyChoice>
export const ShopifyChoice = z.enum(['cancel', 'fulfil', 'leave'])
/** What Shopify may be told for each place where the goods are; the first is proposed. */
export const choicesFor: Readonly<Record<Goods, readonly ShopifyChoice[]>> = {
  onShelf: ['cancel', 'leave'],
  bookedOut: ['fulfil', 'leave'],
  gone: ['fulfil'],
}
export const Dispatched = z.object({ goods: Goods.default('onShelf'), shopify: ShopifyChoice.optional() })
/** Invoiced elsewhere; with a number also the answer "this document is the one" to an unknown outcome. */
export const Settle = z.object({ series: z.string().max(40).optional(), number: z.string().max(40).optional() })
/** `notIssued`: a person has looked in the service and the document is not there, so the order with an unknown outcome may be sent again. */
export const Retry = z.object({ notIssued: z.boolean().default(false) })

// POST /shops/{shop}/orders/bulk BulkOrders -> BulkAnswer; each order is done or refused by itself
export type BulkOrders = z.input<typeof BulkOrders>
export const BulkOrders = z.object({
  action: z.enum(['invoice', 'dispatched', 'undispatch', 'settle', 'retry']),
  ids: z.array(z.string()).min(1).max(bulkOrdersMax),
  goods: Goods.optional(),
  shopify: ShopifyChoice.optional(),
  answers: z.array(Question).max(4).optional(),
})
export type BulkAnswer = z.infer<typeof BulkAnswer>
export const BulkAnswer = z.object({
  results: z.array(z.object({ id: z.string(), name: z.string(), ok: z.boolean(), problem: Sentence.nullable() })),
})

// GET /shops/{shop}/settings -> Settings, ETag | PUT SettingsChangeShape, If-Match -> Settings. The keys are those of punte.yaml.
const SavedAccount = AccountShape.extend({ tokenSaved: z.boolean() })
export type Settings = z.infer<typeof Settings>
export const Settings = SettingsShape.extend({
  services: z.array(ServiceShape.extend({ account: SavedAccount })),
  /** Keys that stand in punte.yaml, as paths: "preferences.useStock", "services.smartbill.invoice.series". */
  lockedByFile: z.array(z.string()),
  version: count,
  savedAt: instant.nullable(),
  savedBy: z.string().nullable(),
})
export type SettingsChange = z.input<typeof SettingsChangeShape>

export type Loaded = z.infer<typeof LoadedShape>
// GET /shops/{shop}/services/{kind} -> Service | POST /shops/{shop}/services/{kind}/test -> TestAnswer
export type Service = z.infer<typeof Service>
export const Service = z.object({
  kind: z.string(),
  loaded: LoadedShape.nullable(),
  failure: z.object({ at: instant, why: Sentence }).nullable(),
  push: z.object({ url: z.string(), token: z.string(), lastAt: instant.nullable() }),
  blockedUntil: instant.nullable(),
  locations: z.array(z.object({ name: z.string(), active: z.boolean() })),
})
export type TestAnswer = z.infer<typeof TestAnswer>
export const TestAnswer = z.object({
  ok: z.boolean(),
  loaded: LoadedShape.nullable(),
  runId: z.string().nullable(),
  failure: Sentence.nullable(),
})

// GET /shops/{shop}/readiness -> Readiness
export type Readiness = z.infer<typeof Readiness>
export const Readiness = z.object({
  ready: z.boolean(),
  checks: z.array(
    z.object({
      id: z.string(),
      side: z.enum(['shopify', 'service', 'punte']),
      state: z.enum(['met', 'unmet', 'unknown']),
      detail: z.string(),
      say: Say.nullable(),
      ...quoted,
      fix: z.string().nullable(),
      fixSay: Say.nullable(),
    }),
  ),
})

// GET /shops/{shop}/problems?cursor= -> page of Problem
export type Problem = z.infer<typeof Problem>
export const Problem = z.object({
  id: z.string(),
  kind: z.string(),
  severity: z.enum(['stops', 'waits', 'warns']),
  what: Sentence,
  since: instant,
  blocks: Sentence.nullable(),
  todo: Sentence.nullable(),
  /** Where it can be put right. */
  subject: z.object({ kind: z.enum(['order', 'product', 'run', 'service', 'preferences', 'shop']), id: z.string(), name: z.string() }),
})
export const Problems = pageOf(Problem)

// GET /shops/{shop}/events: server-sent events, `event:` the type and `data:` this object; `run` comes with run, `id` with order
export type LiveEvent = z.infer<typeof LiveEvent>
export const LiveEvent = z.object({
  type: z.enum(['run', 'order', 'problems', 'stock', 'settings', 'pause']),
  run: RunSummary.optional(),
  id: z.string().optional(),
})
