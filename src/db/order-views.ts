import { sql, type Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { OrderState } from './orders.ts'
import type { Schema } from './schema.ts'

/** An order as its page shows it. */
export type ShownOrder = {
  readonly orderId: string
  readonly name: string
  readonly createdAt: Date
  readonly cancelledAt: Date | null
  readonly financialStatus: string
  readonly fulfilmentStatus: string
  readonly gateways: readonly string[]
  readonly currency: string
  readonly total: number
  readonly elsewhere: boolean
  readonly state: OrderState
  readonly reason: Record<string, unknown> | null
  readonly dispatchedAt: Date | null
  /** Its documents take out more than it keeps, and nobody has said that this was reversed. */
  readonly reversalDue: boolean
}

/** Whole units; discharged as far as our documents tell. */
export type ShownLine = {
  readonly sku: string | null
  readonly name: string
  readonly location: string | null
  readonly sold: number
  readonly released: number
  readonly discharged: number
  readonly fulfilled: number
}

const orderColumns = sql`order_id as "orderId", name, created_at as "createdAt", cancelled_at as "cancelledAt", financial_status as "financialStatus",
  fulfilment_status as "fulfilmentStatus", gateways, currency, total::float8 as total, elsewhere, state, reason, dispatched_at as "dispatchedAt",
  exists (select from problems where problems.tenant_id = orders.tenant_id and problems.kind = 'reversalDue'
    and problems.subject = orders.order_id::text and problems.ended_at is null) as "reversalDue"`

export async function readShownOrder(
  db: Kysely<Schema>,
  tenantId: TenantId,
  orderId: string,
): Promise<{ readonly order: ShownOrder; readonly lines: readonly ShownLine[] } | undefined> {
  const { rows } =
    await sql<ShownOrder>`select ${orderColumns} from orders where tenant_id = ${tenantId} and order_id = ${orderId}`.execute(db)
  const [order] = rows
  return order && { order, lines: await readLines(db, tenantId, orderId) }
}

export async function listOrders(
  db: Kysely<Schema>,
  tenantId: TenantId,
  page: {
    readonly most: number
    readonly before: { readonly at: Date; readonly id: string } | null
    readonly name: string | null
    /** A part of the name is enough. */
    readonly part: boolean
    readonly state: string | null
  },
): Promise<readonly ShownOrder[]> {
  const { rows } = await sql<ShownOrder>`
    select ${orderColumns} from orders where tenant_id = ${tenantId}
      and (${page.state}::text is null or state = ${page.state})
      and (${page.name}::text is null or name = ${page.name} or name = '#' || ${page.name}
        or (${page.part}::boolean and strpos(lower(name), lower(${page.name})) > 0))
      and (${page.before?.at ?? null}::timestamptz is null or (created_at, order_id) < (${page.before?.at ?? null}::timestamptz, ${page.before?.id ?? null}::bigint))
    order by created_at desc, order_id desc limit ${page.most}`.execute(db)
  return rows
}

/** A discharge names a billing product, so it is shared among the order's lines of that product, in their order. */
async function readLines(db: Kysely<Schema>, tenantId: TenantId, orderId: string): Promise<readonly ShownLine[]> {
  const { rows } = await sql<ShownLine & { key: string | null; known: number }>`
    select order_lines.sku, order_lines.title as name, locations.name as location, bindings.article_key as key,
      coalesce(order_rows.ordered, order_lines.quantity) as sold,
      coalesce(order_rows.removed + order_rows.put_back, 0)::integer + coalesce(released.units, 0)::integer as released,
      coalesce(discharged.units, 0)::integer as known,
      0 as discharged,
      coalesce(order_rows.ordered - order_rows.removed - order_rows.put_back - order_rows.open, 0)::integer as fulfilled
    from order_lines
    left join order_rows using (tenant_id, order_id, line_id)
    left join locations on locations.tenant_id = order_lines.tenant_id and locations.location_id = order_rows.location_id
    left join bindings on bindings.tenant_id = order_lines.tenant_id and bindings.item_id = order_lines.item_id
    left join lateral (
      select sum(units) as units from dispatches
      where dispatches.tenant_id = order_lines.tenant_id and dispatches.order_id = order_lines.order_id and dispatches.line_id = order_lines.line_id
        and dispatches.location_id = order_rows.location_id and undone_at is null
    ) as released on true
    left join lateral (
      select sum(qty) / 10000 as units from discharges
      where discharges.tenant_id = order_lines.tenant_id and discharges.order_id = order_lines.order_id
        and discharges.article_key = bindings.article_key and outcome in ('issued', 'unknown')
    ) as discharged on true
    where order_lines.tenant_id = ${tenantId} and order_lines.order_id = ${orderId}
    order by order_lines.line_id, order_rows.location_id`.execute(db)
  const left = new Map<string, number>()
  return rows.map(({ key, known, ...line }) => {
    const available = key === null ? 0 : (left.get(key) ?? known)
    const discharged = Math.min(available, Math.max(0, line.sold - line.released))
    if (key !== null) left.set(key, available - discharged)
    return { ...line, discharged }
  })
}

/** The sealed body of the newest invoice that was meant for each of some orders: it names the buyer. */
export async function invoiceBodies(
  db: Kysely<Schema>,
  tenantId: TenantId,
  orderIds: readonly string[],
): Promise<readonly { readonly orderId: string; readonly body: unknown }[]> {
  if (orderIds.length === 0) return []
  const { rows } = await sql<{ orderId: string; body: unknown }>`
    select distinct on (subject) subject as "orderId", body from intents
    where tenant_id = ${tenantId} and kind = 'invoice' and subject = any(${[...orderIds]}::text[])
    order by subject, sent_at desc`.execute(db)
  return rows
}

/** When an order's invoice is tried again, or looked for again; null when neither is planned. */
export async function nextTryAt(db: Kysely<Schema>, tenantId: TenantId, orderId: string, state: OrderState): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select least(
      (select due_at from order_work where tenant_id = ${tenantId} and kind = 'invoice' and order_id = ${orderId}::bigint),
      case when ${state} = 'unknown-outcome' then (select min(due_at) from due where tenant_id = ${tenantId} and kind = 'invoices') end
    ) as at`.execute(db)
  return rows[0]?.at ?? null
}
