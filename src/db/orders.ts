import { sql, type Kysely } from 'kysely'
import type { OrderRow } from '#core/order-rows.ts'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type OrderState = 'waiting' | 'issuing' | 'issued' | 'unknown-outcome' | 'reversed' | 'never'

export type StoredOrder = {
  readonly orderId: string
  readonly name: string
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly readAt: Date
  readonly elsewhere: boolean
  readonly state: OrderState
  readonly reason: Record<string, unknown> | null
  readonly askedAt: Date | null
  readonly answers: readonly string[]
  readonly withoutStock: boolean
  readonly dispatchedAt: Date | null
  /** Its cancellation left no record, and its units turned out not to have been restocked. */
  readonly notRestocked: boolean
  /** Sealed: the buyer that a person typed for its invoice. */
  readonly typedBuyer: string | null
}

/** What a read says of an order, apart from its rows. */
export type OrderFacts = {
  readonly orderId: string
  readonly name: string
  readonly createdAt: Date
  readonly updatedAt: Date
  readonly readAt: Date
  readonly cancelledAt: Date | null
  readonly cancelReason: string | null
  readonly confirmed: boolean
  readonly test: boolean
  readonly financialStatus: string
  readonly fulfilmentStatus: string
  readonly gateways: readonly string[]
  readonly currency: string
  readonly total: number
  readonly elsewhere: boolean
  readonly lines: readonly StoredLine[]
}

export type StoredLine = {
  readonly lineId: string
  readonly itemId: string | null
  readonly sku: string | null
  readonly title: string
  readonly quantity: number
  readonly currentQuantity: number
}

/** Its number as one that can be compared: a snapshot tells which transactions it contains. */
const thisTransaction = sql<string>`pg_current_xact_id()::text::bigint`

const columns = [
  'order_id',
  'name',
  'created_at',
  'updated_at',
  'read_at',
  'elsewhere',
  'state',
  'reason',
  'asked_at',
  'answers',
  'without_stock',
  'dispatched_at',
  'not_restocked_at',
  'typed_buyer',
] as const

/** The order as last read, locked until the caller's transaction ends. */
export async function lockOrder(tx: Kysely<Schema>, tenantId: TenantId, orderId: string): Promise<StoredOrder | undefined> {
  const row = await tx
    .selectFrom('orders')
    .select(columns)
    .where('tenant_id', '=', tenantId)
    .where('order_id', '=', orderId)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : toStored(row)
}

export async function findOrder(db: Kysely<Schema>, tenantId: TenantId, orderId: string): Promise<StoredOrder | undefined> {
  const row = await db
    .selectFrom('orders')
    .select(columns)
    .where('tenant_id', '=', tenantId)
    .where('order_id', '=', orderId)
    .executeTakeFirst()
  return row === undefined ? undefined : toStored(row)
}

/** Puts a read in the place of the one before it. The state of a new order is `waiting`; that of a known one is not touched. */
export async function keepOrder(tx: Kysely<Schema>, tenantId: TenantId, facts: OrderFacts, rows: readonly OrderRow[]): Promise<void> {
  const { orderId } = facts
  const read = {
    name: facts.name,
    updated_at: facts.updatedAt,
    read_at: facts.readAt,
    cancelled_at: facts.cancelledAt,
    cancel_reason: facts.cancelReason,
    confirmed: facts.confirmed,
    test: facts.test,
    financial_status: facts.financialStatus,
    fulfilment_status: facts.fulfilmentStatus,
    gateways: [...facts.gateways],
    currency: facts.currency,
    total: facts.total,
  }
  const assumed = rows.some(({ assumedRestocked }) => assumedRestocked > 0)
  await tx
    .insertInto('orders')
    .values({
      tenant_id: tenantId,
      order_id: orderId,
      created_at: facts.createdAt,
      ...read,
      elsewhere: facts.elsewhere,
      state: 'waiting',
      reason: null,
      state_at: facts.readAt,
      asked_at: null,
      asked_by: null,
      answers: [],
      without_stock: false,
      dispatched_at: null,
      assumed_xid: assumed ? thisTransaction : null,
    })
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'order_id']).doUpdateSet({
        ...read,
        assumed_xid: assumed ? sql<string>`coalesce(orders.assumed_xid, excluded.assumed_xid)` : null,
      }),
    )
    .execute()
  await replaceLines(tx, tenantId, facts)
  await replaceRows(tx, tenantId, orderId, rows)
}

async function replaceLines(tx: Kysely<Schema>, tenantId: TenantId, { orderId, lines }: OrderFacts): Promise<void> {
  await tx.deleteFrom('order_lines').where('tenant_id', '=', tenantId).where('order_id', '=', orderId).execute()
  if (lines.length === 0) return
  const read = lines.map((line) => ({
    line_id: line.lineId,
    item_id: line.itemId,
    sku: line.sku === null ? null : storable(line.sku),
    title: storable(line.title),
    quantity: line.quantity,
    current_quantity: line.currentQuantity,
  }))
  await sql`
    insert into order_lines (tenant_id, order_id, line_id, item_id, sku, title, quantity, current_quantity)
    select ${tenantId}, ${orderId}, line_id, item_id, sku, title, quantity, current_quantity
    from jsonb_to_recordset(${JSON.stringify(read)}::jsonb) as read (
      line_id bigint, item_id bigint, sku text, title text, quantity integer, current_quantity integer
    )`.execute(tx)
}

/** The database holds neither a NUL nor half a character; an order is not lost for one. */
function storable(text: string): string {
  return text.replaceAll('\0', '').toWellFormed()
}

/** Ids in `rows` are numbers as texts; a null location is stored as 0. */
async function replaceRows(tx: Kysely<Schema>, tenantId: TenantId, orderId: string, rows: readonly OrderRow[]): Promise<void> {
  await tx.deleteFrom('order_rows').where('tenant_id', '=', tenantId).where('order_id', '=', orderId).execute()
  if (rows.length === 0) return
  const read = rows.map((row) => ({
    line_id: row.lineId,
    location_id: row.locationId ?? '0',
    item_id: row.itemId,
    ordered: row.ordered,
    removed: row.removed,
    put_back: row.putBack,
    returned: row.returned,
    open: row.open,
    unsettled: row.unsettled,
    assumed_restocked: row.assumedRestocked,
  }))
  await sql`
    insert into order_rows (tenant_id, order_id, line_id, location_id, item_id, ordered, removed, put_back, returned, open, unsettled, assumed_restocked)
    select ${tenantId}, ${orderId}, line_id, location_id, item_id, ordered, removed, put_back, returned, open, unsettled, assumed_restocked
    from jsonb_to_recordset(${JSON.stringify(read)}::jsonb) as read (
      line_id bigint, location_id bigint, item_id bigint, ordered integer, removed integer, put_back integer, returned integer,
      open integer, unsettled integer, assumed_restocked integer
    )`.execute(tx)
}

/** The rows of an order's last read; location 0 is given back as null. */
export async function orderRowsOf(db: Kysely<Schema>, tenantId: TenantId, orderId: string): Promise<readonly OrderRow[]> {
  const rows = await db
    .selectFrom('order_rows')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('order_id', '=', orderId)
    .orderBy('line_id')
    .orderBy('location_id')
    .execute()
  return rows.map((row) => ({
    lineId: row.line_id,
    itemId: row.item_id,
    locationId: row.location_id === '0' ? null : row.location_id,
    ordered: row.ordered,
    removed: row.removed,
    putBack: row.put_back,
    returned: row.returned,
    open: row.open,
    unsettled: row.unsettled,
    assumedRestocked: row.assumed_restocked,
  }))
}

export async function setOrderState(
  db: Kysely<Schema>,
  tenantId: TenantId,
  orderId: string,
  change: { readonly state: OrderState; readonly reason: Record<string, unknown> | null; readonly at: Date },
): Promise<void> {
  await db
    .updateTable('orders')
    .set({ state: change.state, reason: change.reason === null ? null : JSON.stringify(change.reason), state_at: change.at })
    .where('tenant_id', '=', tenantId)
    .where('order_id', '=', orderId)
    .execute()
}

/** A person wants this order invoiced and has answered these questions with yes. */
export async function askForInvoice(
  tx: Kysely<Schema>,
  tenantId: TenantId,
  orderId: string,
  asked: {
    readonly at: Date
    readonly by: string
    readonly answers: readonly string[]
    /** Without discharge, because the service's stock is too low. */
    readonly withoutStock: boolean
    /** Sealed; null leaves what was typed before. */
    readonly typedBuyer: string | null
  },
): Promise<void> {
  await tx
    .updateTable('orders')
    .set({ asked_at: asked.at, asked_by: asked.by, answers: [...asked.answers], without_stock: asked.withoutStock })
    .$if(asked.typedBuyer !== null, (query) => query.set({ typed_buyer: asked.typedBuyer }))
    .where('tenant_id', '=', tenantId)
    .where('order_id', '=', orderId)
    .execute()
}

/** These orders' units were not restocked when they were cancelled: from the next read on they are read as kept. Gives those not known to be so before. */
export async function keepNotRestocked(
  tx: Kysely<Schema>,
  tenantId: TenantId,
  orderIds: readonly string[],
  at: Date,
): Promise<readonly string[]> {
  const rows = await tx
    .updateTable('orders')
    .set({ not_restocked_at: at })
    .where('tenant_id', '=', tenantId)
    .where('order_id', 'in', [...orderIds])
    .where('not_restocked_at', 'is', null)
    .returning('order_id')
    .execute()
  return rows.map((row) => row.order_id).toSorted()
}

export async function findOrderByName(db: Kysely<Schema>, tenantId: TenantId, name: string): Promise<string | undefined> {
  const row = await db.selectFrom('orders').select('order_id').where('tenant_id', '=', tenantId).where('name', '=', name).executeTakeFirst()
  return row?.order_id
}

type Row = {
  order_id: string
  name: string
  created_at: Date
  updated_at: Date
  read_at: Date
  elsewhere: boolean
  state: string
  reason: Record<string, unknown> | null
  asked_at: Date | null
  answers: string[]
  without_stock: boolean
  dispatched_at: Date | null
  not_restocked_at: Date | null
  typed_buyer: string | null
}

const states: readonly OrderState[] = ['waiting', 'issuing', 'issued', 'unknown-outcome', 'reversed', 'never']

function toStored(row: Row): StoredOrder {
  const state = states.find((known) => known === row.state)
  if (state === undefined) throw new RangeError(`order ${row.name} is stored in no known state: ${row.state}`)
  return {
    orderId: row.order_id,
    name: row.name,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    readAt: row.read_at,
    elsewhere: row.elsewhere,
    state,
    reason: row.reason,
    askedAt: row.asked_at,
    answers: row.answers,
    withoutStock: row.without_stock,
    dispatchedAt: row.dispatched_at,
    notRestocked: row.not_restocked_at !== null,
    typedBuyer: row.typed_buyer,
  }
}

/** Its invoice names the buyer from now on. */
export async function forgetTypedBuyer(tx: Kysely<Schema>, tenantId: TenantId, orderId: string): Promise<void> {
  await tx
    .updateTable('orders')
    .set({ typed_buyer: null })
    .where('tenant_id', '=', tenantId)
    .where('order_id', '=', orderId)
    .where('typed_buyer', 'is not', null)
    .execute()
}
