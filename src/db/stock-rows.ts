import { sql, type Kysely } from 'kysely'
import type { Account, Level, Look } from '#core/stock-types.ts'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

/** One item at one location: its account, and what was last read and written. */
export type StockRow = {
  readonly itemId: string
  readonly locationId: string
  /** Null before the row's first look. */
  readonly account: Account | null
  /** Grows with every import of an order that carries the item, from the first on. */
  readonly touched: number
  readonly written: number | null
  readonly restUntil: Date | null
  readonly readingAskedAt: Date | null
  readonly differsSince: Date | null
}

export async function readStockRows(
  tx: Kysely<Schema>,
  tenantId: TenantId,
  locationId: string,
  itemIds: readonly string[],
): Promise<readonly StockRow[]> {
  const rows = await tx
    .selectFrom('stock_rows')
    .select(['item_id', 'account_units', 'touched', 'look', 'opening', 'written', 'rest_until', 'reading_asked_at', 'differs_since'])
    .where('tenant_id', '=', tenantId)
    .where('location_id', '=', locationId)
    .where(sql<boolean>`item_id = any(${[...itemIds]}::bigint[])`)
    .execute()
  return rows.map((row) => ({
    itemId: row.item_id,
    locationId,
    account:
      row.account_units === null ? null : { units: row.account_units, touched: row.touched, look: toLook(row.look), opening: row.opening },
    touched: row.touched,
    written: row.written,
    restUntil: row.rest_until,
    readingAskedAt: row.reading_asked_at,
    differsSince: row.differs_since,
  }))
}

function toLook(stored: unknown): Look | null {
  if (stored === null) return null
  // Written by keepLooks alone.
  const look = stored as Omit<Look, 'at'> & { readonly at: string }
  return { ...look, at: new Date(look.at) }
}

export type SeenRow = {
  readonly itemId: string
  readonly account: Account
  readonly level: Level
  readonly target: number
  readonly unexplained: number
  /** Whether no unit was missing. */
  readonly whole: boolean
  readonly terms: unknown
  readonly readingAskedAt: Date
}

/** What a look found to which every transaction below `knownBelow` was known. `touched` is left alone: it grows with the imports, which may have gone on meanwhile. */
export async function keepLooks(
  tx: Kysely<Schema>,
  { tenantId, locationId }: { readonly tenantId: TenantId; readonly locationId: string },
  seen: readonly SeenRow[],
  { at, knownBelow }: { readonly at: Date; readonly knownBelow: string },
): Promise<void> {
  if (seen.length === 0) return
  const rows = seen.map(({ itemId, account, level, ...row }) => ({
    item_id: itemId,
    account_units: account.units,
    touched: account.touched,
    look: account.look,
    opening: account.opening,
    available: level.available,
    committed: level.committed,
    level,
    target: row.target,
    unexplained: row.unexplained,
    whole: row.whole,
    terms: row.terms,
    reading_asked_at: row.readingAskedAt,
  }))
  await sql`
    insert into stock_rows (
      tenant_id, item_id, location_id, account_units, touched, look, opening, available, committed, level, target, unexplained, terms,
      reading_asked_at, seen_at, differs_since, whole_xid
    )
    select ${tenantId}, item_id, ${locationId}, account_units, touched, look, opening, available, committed, level, target, unexplained, terms,
      reading_asked_at, ${at}::timestamptz, case when available = target then null else ${at}::timestamptz end,
      case when whole then ${knownBelow}::bigint end
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as seen (
      item_id bigint, account_units integer, touched integer, look jsonb, opening boolean, available integer, committed integer, level jsonb,
      target integer, unexplained integer, whole boolean, terms jsonb, reading_asked_at timestamptz
    )
    on conflict (tenant_id, item_id, location_id) do update set
      account_units = excluded.account_units, look = excluded.look, opening = excluded.opening, available = excluded.available,
      committed = excluded.committed, level = excluded.level, target = excluded.target, unexplained = excluded.unexplained,
      terms = excluded.terms, reading_asked_at = excluded.reading_asked_at, seen_at = excluded.seen_at,
      whole_xid = coalesce(excluded.whole_xid, stock_rows.whole_xid),
      differs_since = case when excluded.available = excluded.target then null else coalesce(stock_rows.differs_since, excluded.differs_since) end`.execute(
    tx,
  )
}

/** Shopify has taken our figure: the account as it stands after it. */
export async function keepWritten(
  tx: Kysely<Schema>,
  { tenantId, locationId }: { readonly tenantId: TenantId; readonly locationId: string },
  written: readonly { readonly itemId: string; readonly to: number; readonly account: Account }[],
  at: Date,
): Promise<void> {
  if (written.length === 0) return
  const rows = written.map(({ itemId, to, account }) => ({
    item_id: itemId,
    written: to,
    account_units: account.units,
    look: account.look,
  }))
  await sql`
    update stock_rows set
      written = done.written, written_at = ${at}, available = done.written, account_units = done.account_units, look = done.look,
      differs_since = case when done.written = stock_rows.target then null else stock_rows.differs_since end, rest_until = null
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as done (item_id bigint, written integer, account_units integer, look jsonb)
    where stock_rows.tenant_id = ${tenantId} and stock_rows.location_id = ${locationId} and stock_rows.item_id = done.item_id`.execute(tx)
}

/** A write was never answered: the row is neither looked at nor written until then, and its account takes the worse of both. */
export async function restRows(
  tx: Kysely<Schema>,
  { tenantId, locationId }: { readonly tenantId: TenantId; readonly locationId: string },
  rows: readonly { readonly itemId: string; readonly account: Account }[],
  until: Date,
): Promise<void> {
  for (const { itemId, account } of rows) {
    await tx
      .updateTable('stock_rows')
      .set({ rest_until: until, account_units: account.units })
      .where('tenant_id', '=', tenantId)
      .where('location_id', '=', locationId)
      .where('item_id', '=', itemId)
      .execute()
  }
}

type SilentRows = { readonly locationId: string; readonly rows: readonly { readonly itemId: string; readonly account: Account }[] }

/** The same for the rows of a stored intent that nobody can answer any more. Gives their items. */
export async function restUntil(tx: Kysely<Schema>, tenantId: TenantId, intentBody: unknown, until: Date): Promise<readonly string[]> {
  // Written with the intent by writeLevels alone.
  const { locationId, rows } = intentBody as SilentRows
  await restRows(tx, { tenantId, locationId }, rows, until)
  return rows.map(({ itemId }) => itemId)
}

/** An order was read that is new or changed: its ordered units count at every location of its items. */
export async function touchItems(tx: Kysely<Schema>, tenantId: TenantId, units: ReadonlyMap<string, number>): Promise<void> {
  for (const [itemId, ordered] of [...units].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    await sql`
      insert into stock_rows (tenant_id, item_id, location_id, touched, opening)
      select ${tenantId}, ${itemId}, location_id, ${ordered}, false from locations where tenant_id = ${tenantId} order by location_id
      on conflict (tenant_id, item_id, location_id) do update set touched = stock_rows.touched + excluded.touched`.execute(tx)
  }
}

/** What is about to be written: its echo may come before the answer does. */
export async function keepIntended(
  tx: Kysely<Schema>,
  { tenantId, locationId }: { readonly tenantId: TenantId; readonly locationId: string },
  rows: readonly { readonly itemId: string; readonly to: number }[],
): Promise<void> {
  await sql`
    update stock_rows set written = meant.written
    from unnest(${rows.map(({ itemId }) => itemId)}::bigint[], ${rows.map(({ to }) => to)}::integer[]) as meant (item_id, written)
    where stock_rows.tenant_id = ${tenantId} and stock_rows.location_id = ${locationId} and stock_rows.item_id = meant.item_id`.execute(tx)
}

/** Whether a delivery tells us only what we know: our own write, or the figure of our last look. */
export async function isOwnEcho(
  db: Kysely<Schema>,
  tenantId: TenantId,
  hint: { readonly itemId: string; readonly locationId: string; readonly available: number | null },
): Promise<boolean> {
  if (hint.available === null) return false
  const row = await db
    .selectFrom('stock_rows')
    .select(['available', 'written'])
    .where('tenant_id', '=', tenantId)
    .where('item_id', '=', hint.itemId)
    .where('location_id', '=', hint.locationId)
    .executeTakeFirst()
  return row !== undefined && (row.available === hint.available || row.written === hint.available)
}
