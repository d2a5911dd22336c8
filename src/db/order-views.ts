import { sql, type Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import { readShownLines, type ShownLine } from './order-line-views.ts'
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
  return order && { order, lines: await readShownLines(db, tenantId, orderId) }
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
