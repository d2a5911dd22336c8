import type { World } from '#sandbox/world.ts'
import { createHash } from 'node:crypto'
import { cancelInvoice, deleteInvoice, restoreInvoice, reverseInvoice, type Named } from './document-life.ts'
import { json, plainEnvelope, Refusal } from './envelopes.ts'
import type { InvoiceRequest, ReverseRequest } from './invoice-shape.ts'
import { issueInvoice } from './issue-invoice.ts'
import type { Query } from './read-calls.ts'
import type { Document, SmartBillCompany } from './state.ts'

/** `POST /invoice/v2`. */
export function createInvoice(world: World, company: SmartBillCompany, request: InvoiceRequest): Response {
  return created(company, issueInvoice(world, company, request))
}

/** `POST /invoice`, the older form: the same without the document's addresses. */
export function createInvoiceBefore(world: World, company: SmartBillCompany, request: InvoiceRequest): Response {
  const { series, number } = issueInvoice(world, company, request)
  return json({ ...plainEnvelope, number, series })
}

/** `POST /invoice/reverse`. */
export function reverse(world: World, company: SmartBillCompany, request: ReverseRequest): Response {
  const named = { series: request.seriesName ?? '', number: request.number ?? '' }
  return created(company, reverseInvoice(world, company, named, request.issueDate ?? undefined))
}

/** `PUT /invoice/cancel`. */
export function cancel(world: World, company: SmartBillCompany, query: Query): Response {
  return json({ ...plainEnvelope, message: cancelInvoice(world, company, namedIn(query)) })
}

/** `PUT /invoice/restore`. */
export function restore(world: World, company: SmartBillCompany, query: Query): Response {
  return json({ ...plainEnvelope, message: restoreInvoice(world, company, namedIn(query)) })
}

/** `DELETE /invoice`. */
export function remove(world: World, company: SmartBillCompany, query: Query): Response {
  return json({ ...plainEnvelope, message: deleteInvoice(world, company, namedIn(query)) })
}

function namedIn({ seriesname = '', number = '' }: Query): Named {
  if (number === '') throw new Refusal("Numarul facturii trebuie specificat in url in parametrul 'number'!")
  if (seriesname === '') throw new Refusal("Seria facturii trebuie specificata in url in parametrul 'seriesname'!")
  return { series: seriesname, number }
}

function created({ cif }: SmartBillCompany, { id, series, number }: Document): Response {
  const view = createHash('sha256').update(`${cif} ${id}`).digest('hex').slice(0, 8)
  return json({
    ...plainEnvelope,
    number,
    series,
    documentUrl: `https://cloud.smartbill.ro/documente/editare/factura/${id}/`,
    documentId: id,
    documentViewUrl: `https://cloud.smartbill.ro/documente/extern/pf/factura/${view}?srvid=2`,
  })
}
