import type { World } from '#sandbox/world.ts'
import { json, nginxPage, plainEnvelope, Refusal } from './envelopes.ts'
import { invoicePdf } from './invoice-pdf.ts'
import { findDocument } from './series.ts'
import type { SmartBillCompany } from './state.ts'

export type Query = Readonly<Record<string, string>>

/** `GET /tax`: the company's rates; one that pays no VAT has none to list. */
export function readTaxes(company: SmartBillCompany): Response {
  if (!company.vatPayer) throw new Refusal('Firma este neplatitoare de tva.')
  return json({ ...plainEnvelope, taxes: company.taxes })
}

/** `GET /series`, of one type or of all. */
export function readSeries(company: SmartBillCompany, { type = '' }: Query): Response {
  if (!['', 'f', 'p', 'c'].includes(type)) {
    throw new Refusal(
      `Tipul documentului nu poate fi ${type}! Parametrul type poate lua valorile: 'f' pentru factura, 'p' pentru proforma si 'c' pentru chitanta.`,
    )
  }
  const list = company.series
    .filter((series) => type === '' || series.type === type)
    .map((series) => ({
      name: series.name,
      nextNumber: company.switches.nextNumberAsString ? String(series.next).padStart(4, '0') : series.next,
      type: series.type,
    }))
  return json({ ...plainEnvelope, list })
}

/** `GET /company/warehouses`: names alone; one shows up only after a product has been in it. */
export function readWarehouses(company: SmartBillCompany): Response {
  const used = company.warehouses.filter(({ name }) => [...company.ledgers.keys()].some((key) => key.endsWith(` ${name}`)))
  return json({ errorText: '', warehouses: used.map(({ name }) => name) })
}

/** `GET /company/mu`. */
export function readUnits(company: SmartBillCompany): Response {
  return json({ errorText: '', mu: company.units })
}

/** `GET /invoice/paymentstatus`. */
export function readPaymentStatus(company: SmartBillCompany, { seriesname = '', number = '' }: Query): Response {
  if (number === '') throw new Refusal('Numarul facturii trebuie specificat')
  const document = findDocument(company, seriesname, number)
  if (document === undefined) throw new Refusal('Factura nu a fost gasita')
  const unpaid = document.totals.total.minus(document.paid)
  return json({
    ...plainEnvelope,
    invoiceTotalAmount: document.totals.total.toNumber(),
    paidAmount: document.paid.toNumber(),
    unpaidAmount: unpaid.toNumber(),
    paid: unpaid.lte(0),
  })
}

/** `GET /invoice/pdf`. What is missing is a gateway's error page; the answer's type mirrors what was asked for. */
export async function readPdf(
  world: World,
  company: SmartBillCompany,
  { seriesname = '', number = '' }: Query,
  accept: string,
): Promise<Response> {
  const document = findDocument(company, seriesname, number)
  if (document === undefined) return nginxPage(502, 'Bad Gateway')
  const asked = accept.split(',')[0]?.split(';')[0]?.trim() ?? ''
  const type = asked === '' || asked.includes('*') ? 'application/octet-stream' : asked
  return new Response(await invoicePdf(company, document, world.clock.now()), {
    headers: { 'content-type': type, 'content-disposition': `attachment; filename=factura${document.series}${document.number}.pdf` },
  })
}
