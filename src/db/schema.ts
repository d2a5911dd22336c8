import type { ColumnType } from 'kysely'

/** PostgreSQL's bigint: read as text, never as a float. */
export type Int8 = ColumnType<string, string | number, string | number>
export type Json<Shape> = ColumnType<Shape, string, string>

export type Schema = {
  tenants: TenantTable
  settings: { tenant_id: Int8; version: number; body: Json<unknown>; saved_at: Date; saved_by: string }
  connections: ConnectionTable
  due: { tenant_id: Int8; kind: string; connection: string; due_at: Date | null; version: Int8; failures: number }
  budgets: { account: string; calls: Date[]; blocked_until: Date | null }
  problems: ProblemTable
  facts: { name: string; value: string }
  inbox: InboxTable
  orders: OrderTable
  order_lines: OrderLineTable
  order_rows: OrderRowTable
  dispatches: DispatchTable
  order_work: { tenant_id: Int8; kind: string; order_id: Int8; due_at: Date; attempt: number; version: Int8 }
  order_events: { tenant_id: Int8; order_id: Int8; event_id: string; at: Date; kind: string; detail: Json<Record<string, unknown>> }
  intents: IntentTable
  discharges: DischargeTable
  documents: DocumentTable
  shipments: ShipmentTable
  locations: { tenant_id: Int8; location_id: Int8; name: string; active: boolean; seen_at: Date }
  variants: VariantTable
  articles: ArticleTable
  bindings: BindingTable
  mismatches: MismatchTable
  stock_rows: StockRowTable
  stock_marks: { tenant_id: Int8; item_id: Int8; due_at: Date; cause: string; version: Int8 }
  sweeps: {
    tenant_id: Int8
    swept_to: Date | null
    began_at: Date | null
    catalogue_at: Date | null
    polled_at: Date | null
    proof_at: Date | null
    forgot_at: Date | null
  }
  runs: RunTable
  run_changes: RunChangeTable
  run_skips: { tenant_id: Int8; run_id: string; code: string; reason: string }
  run_requests: RunRequestTable
  hand_edits: { tenant_id: Int8; item_id: Int8; location_id: Int8; at: Date; from_quantity: number; to_quantity: number }
  quiet_runs: { tenant_id: Int8; day: string; runs: number; last_at: Date; last_cause: string }
  sign_in_codes: { code_hash: string; expires_at: Date; used_at: Date | null }
  sessions: { session_hash: string; csrf_token: string; created_at: Date; expires_at: Date }
  kept_answers: { tenant_id: Int8; key: string; fingerprint: string; status: number | null; body: string | null; at: Date }
}

type TenantTable = {
  tenant_id: Int8
  domain: string
  name: string
  currency: string
  access: string
  scopes: string[]
  subscription: string
  cut_over_at: Date
  paused_a_at: Date | null
  paused_b_at: Date | null
  sandbox: boolean
  created_at: Date
  claims_as: string | null
}

type ConnectionTable = {
  tenant_id: Int8
  kind: string
  credentials: string | null
  hook_token: string
  loaded: Json<unknown> | null
  loaded_at: Date | null
  failure: Json<{ kind: string; reason: string }> | null
  failed_at: Date | null
  pushed_at: Date | null
}

type ProblemTable = {
  tenant_id: Int8
  problem_id: string
  kind: string
  subject: string
  detail: Json<Record<string, unknown>>
  since: Date
  ended_at: Date | null
}

type InboxTable = {
  tenant_id: Int8
  webhook_id: string
  event_id: string | null
  topic: string
  triggered_at: Date | null
  received_at: Date
  body: Buffer
  handled_at: Date | null
}

type OrderTable = {
  tenant_id: Int8
  order_id: Int8
  name: string
  created_at: Date
  updated_at: Date
  read_at: Date
  cancelled_at: Date | null
  cancel_reason: string | null
  confirmed: boolean
  test: boolean
  financial_status: string
  fulfilment_status: string
  gateways: string[]
  currency: string
  total: Int8
  elsewhere: boolean
  state: string
  reason: Json<Record<string, unknown>> | null
  state_at: Date
  asked_at: Date | null
  asked_by: string | null
  answers: string[]
  without_stock: boolean
  dispatched_at: Date | null
  assumed_xid: Int8 | null
  not_restocked_at: Date | null
  typed_buyer: string | null
}

type OrderLineTable = {
  tenant_id: Int8
  order_id: Int8
  line_id: Int8
  item_id: Int8 | null
  sku: string | null
  title: string
  quantity: number
  current_quantity: number
}

type OrderRowTable = {
  tenant_id: Int8
  order_id: Int8
  line_id: Int8
  location_id: Int8
  item_id: Int8
  ordered: number
  removed: number
  put_back: number
  returned: number
  open: number
  unsettled: number
  assumed_restocked: number
}

type DispatchTable = {
  tenant_id: Int8
  dispatch_id: string
  order_id: Int8
  line_id: Int8
  location_id: Int8
  item_id: Int8
  units: number
  at: Date
  goods: string
  written_off: boolean
  of_what: string
  taken_back_then: number
  shipped_then: number
  undone_at: Date | null
}

type IntentTable = {
  tenant_id: Int8
  intent_id: string
  kind: string
  key: string
  connection: string
  subject: string
  body: Json<unknown>
  evidence: Json<Record<string, string | number>>
  sent_at: Date
  tries: number
  outcome: string | null
  outcome_at: Date | null
  result: Json<Record<string, unknown>> | null
}

type DischargeTable = {
  tenant_id: Int8
  discharge_id: string
  intent_id: string | null
  order_id: Int8
  article_key: string
  connection: string
  warehouse: string
  qty: Int8
  sent_at: Date
  known_at: Date | null
  outcome: string
}

type DocumentTable = {
  tenant_id: Int8
  document_id: string
  order_id: Int8
  intent_id: string | null
  service: string
  series: string
  number: string
  kind: string
  total: Int8 | null
  reported_total: Int8 | null
  currency: string
  url: string | null
  state: string
  issued_at: Date
  written_at: Date | null
}

type ShipmentTable = {
  tenant_id: Int8
  shipment_id: string
  order_id: Int8
  item_id: Int8
  location_id: Int8
  units: number
  sent_at: Date
  known_at: Date
}

type VariantTable = {
  tenant_id: Int8
  variant_id: Int8
  item_id: Int8
  product_id: Int8
  product_title: string
  options: string[]
  sku: string | null
  barcode: string | null
  tracked: boolean
  bundle: boolean
  status: string
  updated_at: Date
  seen_at: Date
}

type ArticleTable = {
  tenant_id: Int8
  connection: string
  warehouse: string
  article_key: string
  code: string
  name: string
  unit: string
  quantity: Int8
  asked_at: Date
  answered_at: Date
  missing_since: Date | null
  missing_reads: number
  other_names: string[]
}

type BindingTable = {
  tenant_id: Int8
  connection: string
  item_id: Int8
  variant_id: Int8
  article_key: string
  state: string
  first_seen_at: Date
  active_at: Date
  code_type: string
}

type MismatchTable = {
  tenant_id: Int8
  connection: string
  variant_id: Int8
  item_id: Int8
  reason: string
  key: string | null
  suggestions: Json<{ code: string; name: string }[]>
}

type StockRowTable = {
  tenant_id: Int8
  item_id: Int8
  location_id: Int8
  account_units: number | null
  touched: number
  look: Json<unknown> | null
  opening: boolean
  available: number | null
  committed: number | null
  level: Json<unknown> | null
  seen_at: Date | null
  target: number | null
  unexplained: number | null
  differs_since: Date | null
  written: number | null
  written_at: Date | null
  reading_asked_at: Date | null
  terms: Json<unknown> | null
  rest_until: Date | null
  whole_xid: Int8 | null
}

type RunTable = {
  tenant_id: Int8
  run_id: string
  cause: string
  state: string
  dry_run: boolean
  planned_at: Date
  finished_at: Date | null
  looked_at: number
  reason: Json<Record<string, unknown>> | null
}

type RunRequestTable = {
  tenant_id: Int8
  run_id: string
  cause: string
  dry_run: boolean
  codes: string[] | null
  asked_at: Date
  begun_at: Date | null
  finished_at: Date | null
  looked_at: number | null
  failure: Json<Record<string, unknown>> | null
}

type RunChangeTable = {
  tenant_id: Int8
  run_id: string
  item_id: Int8
  location_id: Int8
  code: string
  from_quantity: number
  to_quantity: number
  why: string
  terms: Json<unknown>
  outcome: string
  outcome_at: Date | null
}
