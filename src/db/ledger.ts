import { sql, type Kysely, type Selectable } from 'kysely'
import type { DispatchRecord, LedgerRow } from '#core/obligations.ts'
import { quantity, type Quantity } from '#core/quantity.ts'
import type { Discharge } from '#core/stock-types.ts'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

/** A document line of ours for one billing product, by the warehouse that the document names. */
export type StoredDischarge = Discharge & { readonly orderId: string; readonly articleKey: string; readonly warehouse: string }

/** Units of an order invoiced elsewhere that were seen shipped. */
export type Shipment = {
  readonly orderId: string
  readonly itemId: string
  readonly locationId: string | null
  readonly units: number
  readonly sent: Date
  readonly known: Date
}

/** `borneOut`: since a restock was read into its cancellation some row of the order has been whole, and a cancellation restocks all or nothing. */
export type StoredRow = LedgerRow & { readonly cancelledAt: Date | null; readonly borneOut: boolean }

export type StoredLedger = {
  readonly rows: readonly StoredRow[]
  readonly dispatches: readonly DispatchRecord[]
  readonly discharges: readonly StoredDischarge[]
  readonly shipments: readonly Shipment[]
}

/** Every transaction with a lower number is known to whatever is read from here on. */
export async function knownBelow(tx: Kysely<Schema>): Promise<string> {
  const { rows } = await sql<{ xid: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`.execute(tx)
  return rows[0]?.xid ?? '0'
}

/** Everything the imported orders and our documents say of some items and of the billing products they draw on. Read in one transaction. */
export async function readLedger(
  tx: Kysely<Schema>,
  tenantId: TenantId,
  of: { readonly connection: string; readonly itemIds: readonly string[]; readonly articleKeys: readonly string[] },
): Promise<StoredLedger> {
  return {
    rows: await ledgerRows(tx, tenantId, of.itemIds),
    dispatches: await dispatchRecords(tx, tenantId, of.itemIds),
    discharges: await discharges(tx, tenantId, of),
    shipments: await shipments(tx, tenantId, of.itemIds),
  }
}

const borneOut = sql<boolean>`assumed_restocked > 0 and exists (
  select from order_rows as other
  join stock_rows as seen on seen.tenant_id = other.tenant_id and seen.item_id = other.item_id and seen.location_id = other.location_id
  where other.tenant_id = order_rows.tenant_id and other.order_id = order_rows.order_id and other.assumed_restocked > 0
    and seen.whole_xid > orders.assumed_xid
)`

async function ledgerRows(tx: Kysely<Schema>, tenantId: TenantId, itemIds: readonly string[]): Promise<StoredRow[]> {
  const rows = await tx
    .selectFrom('order_rows')
    .innerJoin('orders', (join) =>
      join.onRef('orders.tenant_id', '=', 'order_rows.tenant_id').onRef('orders.order_id', '=', 'order_rows.order_id'),
    )
    .select(['order_rows.order_id', 'orders.name', 'line_id', 'location_id', 'item_id', 'ordered', 'removed', 'put_back'])
    .select(['returned', 'open', 'unsettled', 'assumed_restocked', 'cancelled_at'])
    .select(borneOut.as('borne_out'))
    .where('order_rows.tenant_id', '=', tenantId)
    .where(sql<boolean>`item_id = any(${[...itemIds]}::bigint[])`)
    .execute()
  return rows.map((row) => ({
    orderId: row.order_id,
    orderName: row.name,
    lineId: row.line_id,
    itemId: row.item_id,
    locationId: locationOf(row.location_id),
    ordered: row.ordered,
    removed: row.removed,
    putBack: row.put_back,
    returned: row.returned,
    open: row.open,
    unsettled: row.unsettled,
    assumedRestocked: row.assumed_restocked,
    cancelledAt: row.cancelled_at,
    borneOut: row.borne_out,
  }))
}

async function dispatchRecords(tx: Kysely<Schema>, tenantId: TenantId, itemIds: readonly string[]): Promise<DispatchRecord[]> {
  const rows = await tx
    .selectFrom('dispatches')
    .select(['order_id', 'line_id', 'location_id', 'units', 'at', 'written_off', 'of_what', 'taken_back_then', 'shipped_then'])
    .where('tenant_id', '=', tenantId)
    .where('undone_at', 'is', null)
    .where(sql<boolean>`item_id = any(${[...itemIds]}::bigint[])`)
    .execute()
  return rows.map(toDispatchRecord)
}

type DispatchFields =
  | 'order_id'
  | 'line_id'
  | 'location_id'
  | 'units'
  | 'at'
  | 'written_off'
  | 'of_what'
  | 'taken_back_then'
  | 'shipped_then'

export function toDispatchRecord(row: Pick<Selectable<Schema['dispatches']>, DispatchFields>): DispatchRecord {
  return {
    orderId: row.order_id,
    lineId: row.line_id,
    locationId: locationOf(row.location_id),
    units: row.units,
    at: row.at,
    writtenOff: row.written_off,
    of: row.of_what === 'owed' ? 'owed' : 'waiting',
    takenBackThen: row.taken_back_then,
    shippedThen: row.shipped_then,
  }
}

async function discharges(
  tx: Kysely<Schema>,
  tenantId: TenantId,
  of: { readonly connection: string; readonly articleKeys: readonly string[] },
): Promise<StoredDischarge[]> {
  const rows = await tx
    .selectFrom('discharges')
    .select(['discharge_id', 'intent_id', 'order_id', 'article_key', 'warehouse', 'qty', 'sent_at', 'known_at', 'outcome'])
    .where('tenant_id', '=', tenantId)
    .where('connection', '=', of.connection)
    .where(sql<boolean>`article_key = any(${[...of.articleKeys]}::text[])`)
    .execute()
  return rows.map((row) => ({
    orderId: row.order_id,
    articleKey: row.article_key,
    warehouse: row.warehouse,
    quantity: wholeQuantity(row.qty),
    sent: row.sent_at,
    known: row.known_at,
    outcome: outcomeOf(row.outcome),
    document: row.intent_id ?? row.discharge_id,
  }))
}

async function shipments(tx: Kysely<Schema>, tenantId: TenantId, itemIds: readonly string[]): Promise<Shipment[]> {
  const rows = await tx
    .selectFrom('shipments')
    .select(['order_id', 'item_id', 'location_id', 'units', 'sent_at', 'known_at'])
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`item_id = any(${[...itemIds]}::bigint[])`)
    .execute()
  return rows.map((row) => ({
    orderId: row.order_id,
    itemId: row.item_id,
    locationId: locationOf(row.location_id),
    units: row.units,
    sent: row.sent_at,
    known: row.known_at,
  }))
}

/** Location 0 stands for a place that the read did not tell. */
export function locationOf(stored: string): string | null {
  return stored === '0' ? null : stored
}

export function wholeQuantity(stored: string): Quantity {
  return quantity(Number(stored))
}

function outcomeOf(stored: string): Discharge['outcome'] {
  if (stored === 'open' || stored === 'issued' || stored === 'refused' || stored === 'unknown') return stored
  throw new RangeError(`a discharge is stored with no known outcome: ${stored}`)
}
