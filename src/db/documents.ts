import type { Kysely } from 'kysely'
import type { TenantId } from '#core/tenant.ts'
import type { Schema } from './schema.ts'

export type NewDocument = {
  readonly documentId: string
  readonly orderId: string
  readonly intentId: string | null
  readonly service: string
  readonly series: string
  readonly number: string
  readonly kind: string
  readonly total: number | null
  readonly currency: string
  readonly url: string | null
  readonly issuedAt: Date
}

export type StoredDocument = NewDocument & {
  readonly reportedTotal: number | null
  readonly state: string
  readonly writtenAt: Date | null
}

/** A document of an order. One that is known already is not doubled. */
export async function keepDocument(tx: Kysely<Schema>, tenantId: TenantId, document: NewDocument): Promise<void> {
  await tx
    .insertInto('documents')
    .values({
      tenant_id: tenantId,
      document_id: document.documentId,
      order_id: document.orderId,
      intent_id: document.intentId,
      service: document.service,
      series: document.series,
      number: document.number,
      kind: document.kind,
      total: document.total,
      reported_total: null,
      currency: document.currency,
      url: document.url,
      state: 'live',
      issued_at: document.issuedAt,
      written_at: null,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'service', 'series', 'number']).doNothing())
    .execute()
}

export async function documentsOf(db: Kysely<Schema>, tenantId: TenantId, orderIds: readonly string[]): Promise<readonly StoredDocument[]> {
  if (orderIds.length === 0) return []
  const rows = await db
    .selectFrom('documents')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('order_id', 'in', [...orderIds])
    .orderBy('issued_at')
    .orderBy('number')
    .execute()
  return rows.map((row) => ({
    documentId: row.document_id,
    orderId: row.order_id,
    intentId: row.intent_id,
    service: row.service,
    series: row.series,
    number: row.number,
    kind: row.kind,
    total: row.total === null ? null : Number(row.total),
    reportedTotal: row.reported_total === null ? null : Number(row.reported_total),
    currency: row.currency,
    url: row.url,
    state: row.state,
    issuedAt: row.issued_at,
    writtenAt: row.written_at,
  }))
}

/** What the service says the document comes to. */
export async function keepReportedTotal(db: Kysely<Schema>, tenantId: TenantId, documentId: string, total: number): Promise<void> {
  await db
    .updateTable('documents')
    .set({ reported_total: total })
    .where('tenant_id', '=', tenantId)
    .where('document_id', '=', documentId)
    .execute()
}

/** The Shopify order names its documents. */
export async function keepWrittenToShopify(db: Kysely<Schema>, tenantId: TenantId, orderId: string, now: Date): Promise<void> {
  await db
    .updateTable('documents')
    .set({ written_at: now })
    .where('tenant_id', '=', tenantId)
    .where('order_id', '=', orderId)
    .where('written_at', 'is', null)
    .execute()
}
