import { isDeepStrictEqual } from 'node:util'
import type { Context } from '#app/context.ts'
import { decideInvoice, type InvoiceDecision } from '#core/decide-invoice.ts'
import { shipmentsDischarge } from '#core/flows.ts'
import type { Order } from '#core/order.ts'
import { orderRows, type OrderRow, type OrderRowSettings } from '#core/order-rows.ts'
import type { TenantId } from '#core/tenant.ts'
import { transaction, type Tx } from '#db/client.ts'
import { addOrderEvent } from '#db/order-events.ts'
import { keepOrder, lockOrder, orderRowsOf, setOrderState, type OrderFacts, type OrderState, type StoredOrder } from '#db/orders.ts'
import { addOrderWork } from '#db/order-work.ts'
import { addMarks } from '#db/stock-marks.ts'
import { touchItems } from '#db/stock-rows.ts'
import { idOf } from '#shopify/gid.ts'
import { askAboutOrder, mayAsk } from './ask-about-order.ts'
import { adoptDocuments } from './adopt-documents.ts'
import { countShipments } from './count-shipments.ts'
import { invoiceFactsOf, type ShopFacts } from './shop-facts.ts'
import { wake } from './wake.ts'

/** One fresh read of an order: its ledger rows, what it makes due, and the products to look at. Older than what is known, it is dropped. */
export async function importOrder(
  context: Context,
  facts: ShopFacts,
  { order, askedAt }: { readonly order: Order; readonly askedAt: Date },
): Promise<void> {
  const tenantId = facts.tenant.tenantId
  await transaction(context.db, async (tx) => {
    const known = await lockOrder(tx, tenantId, idOf(order.id))
    const older =
      known !== undefined && (known.updatedAt > order.updatedAt || (known.updatedAt >= order.updatedAt && known.readAt > askedAt))
    if (older) return
    const rows = orderRows(order, rowSettings(facts, known)).map(withPlainIds)
    const before = known === undefined ? [] : await orderRowsOf(tx, tenantId, known.orderId)
    const elsewhere = known?.elsewhere ?? (order.processedAt < facts.cutOver || shipmentsDischarge(facts.settings.preferences))
    await keepOrder(tx, tenantId, orderFacts(order, { elsewhere, askedAt }), rows)
    if (known === undefined) await addOrderEvent(tx, { tenantId, orderId: idOf(order.id) }, { kind: 'imported', detail: {} }, context.io)
    const carries = order.documents.length > 0
    if (elsewhere && !carries) await countShipments(context, tx, { tenantId, order, rows, readBefore: known?.readAt ?? null })
    // A moved fulfilment order may change the rows and leave the order's own time alone; a payment or our own metafield changes the time alone.
    const moved = !isDeepStrictEqual(sorted(before), sorted(rows))
    if (moved || known === undefined || known.updatedAt < order.updatedAt) await touchItems(tx, tenantId, orderedUnits(rows))
    if (moved) await lookAt(context, tx, tenantId, [...before, ...rows])
    await decide(context, tx, facts, { order, known })
    if ([...before, ...rows].some(mayAsk) || known?.dispatchedAt) await askAboutOrder(context, tx, tenantId, idOf(order.id))
    tx.onCommit(() => context.tell(tenantId, { kind: 'order', id: idOf(order.id) }))
  })
}

function sorted(rows: readonly OrderRow[]): readonly OrderRow[] {
  return rows.toSorted((one, other) => placeOf(one).localeCompare(placeOf(other)))
}

function placeOf({ lineId, locationId }: OrderRow): string {
  return `${lineId}/${locationId ?? ''}`
}

function orderedUnits(rows: readonly OrderRow[]): ReadonlyMap<string, number> {
  const units = new Map<string, number>()
  for (const row of rows) units.set(row.itemId, (units.get(row.itemId) ?? 0) + row.ordered)
  return units
}

/** Units have moved: their products are looked at within seconds. */
async function lookAt(context: Context, tx: Tx, tenantId: TenantId, rows: readonly OrderRow[]): Promise<void> {
  const items = [...new Set(rows.map(({ itemId }) => itemId))]
  const marked = await addMarks(tx, tenantId, items, { at: context.io.clock.now(), cause: 'movement' })
  if (marked > 0) await wake(context, tx, { tenantId, kind: 'stock', connection: 'smartbill' })
}

type Imported = { readonly order: Order; readonly known: StoredOrder | undefined }

async function decide(context: Context, tx: Tx, facts: ShopFacts, { order, known }: Imported): Promise<void> {
  const tenantId = facts.tenant.tenantId
  const orderId = idOf(order.id)
  const decision = decideInvoice(await invoiceFactsOf(tx, facts, order, known))
  const now = context.io.clock.now()
  if (decision.do === 'issue') {
    // What was refused is tried again at its own time; reading the same order once more is no reason.
    if (known?.reason?.['why'] === 'refused' && known.updatedAt.getTime() === order.updatedAt.getTime()) return
    await addOrderWork(tx, { tenantId, kind: 'invoice' }, [orderId], now)
    await wake(context, tx, { tenantId, kind: 'invoices', connection: 'smartbill' })
    return
  }
  if (decision.do === 'adopt') return adoptDocuments(context, tx, { tenantId, order, documents: decision.documents })
  const shown = shownState(decision)
  if (shown !== null) await setOrderState(tx, tenantId, orderId, { ...shown, at: now })
}

/** What the page says of an order that is not to be invoiced now; null where its state stands already. */
export function shownState(decision: InvoiceDecision): { readonly state: OrderState; readonly reason: Record<string, unknown> } | null {
  switch (decision.do) {
    case 'nothing':
      return decision.why === 'issued' ? null : { state: 'never', reason: { why: decision.why } }
    case 'wait':
      return decision.why === 'sending' || decision.why === 'unknownOutcome' ? null : { state: 'waiting', reason: { why: decision.why } }
    case 'ask':
      return { state: 'waiting', reason: { why: decision.question } }
    case 'issue':
    case 'adopt':
      return null
  }
}

function rowSettings({ locations }: ShopFacts, known: StoredOrder | undefined): OrderRowSettings {
  const active = locations.filter((location) => location.active)
  return {
    onlyLocation: active.length === 1 ? gidOf(active[0]?.locationId) : null,
    cancelledWithoutRecord: known?.notRestocked === true ? 'kept' : 'restocked',
  }
}

function gidOf(locationId: string | undefined): string | null {
  return locationId === undefined ? null : `gid://shopify/Location/${locationId}`
}

function withPlainIds(row: OrderRow): OrderRow {
  return { ...row, lineId: idOf(row.lineId), itemId: idOf(row.itemId), locationId: row.locationId === null ? null : idOf(row.locationId) }
}

type Reading = { readonly elsewhere: boolean; readonly askedAt: Date }

function orderFacts(order: Order, { elsewhere, askedAt }: Reading): OrderFacts {
  return {
    orderId: idOf(order.id),
    name: order.name,
    createdAt: order.createdAt,
    updatedAt: order.updatedAt,
    readAt: askedAt,
    cancelledAt: order.cancelledAt,
    cancelReason: order.cancelReason,
    confirmed: order.confirmed,
    test: order.test,
    financialStatus: order.financialStatus,
    fulfilmentStatus: order.fulfilmentStatus,
    gateways: order.gateways,
    currency: order.currency,
    total: order.total,
    elsewhere,
    lines: order.lines.map((line) => ({
      lineId: idOf(line.id),
      itemId: line.itemId === null ? null : idOf(line.itemId),
      sku: line.sku,
      title: line.name,
      quantity: line.quantity,
      currentQuantity: line.currentQuantity,
    })),
  }
}
