import Big from 'big.js'
import type { World } from '#sandbox/world.ts'
import { checkDischarge, dischargesOf } from './discharge.ts'
import { Refusal } from './envelopes.ts'
import { composeLines } from './invoice-lines.ts'
import type { InvoiceRequest, LineRequest } from './invoice-shape.ts'
import { totalsOf } from './line-money.ts'
import { paymentOf } from './payment.ts'
import { pushMoved } from './push.ts'
import { nextNumber, takeNumber } from './series.ts'
import type { Client, Document, DocumentLine, SmartBillCompany } from './state.ts'
import { dayOf, findArticle, move, UNIT } from './stock.ts'

const linesMax = 400
const currencies = new Set(
  'RON EUR USD GBP CAD AUD CHF TRY CZK DKK HUF MDL SEK NOK JPY EGP PLN RUB AED BRL CNY HRK INR KRW MXN NZD RSD THB UAH XDR ZAR'.split(' '),
)

/** Makes an invoice, all of it or nothing. Throws Refusal with SmartBill's own text. `byHand`: a person does it in the service's pages. */
export function issueInvoice(world: World, company: SmartBillCompany, request: InvoiceRequest, byHand = false): Document {
  checkRights(company)
  const series = nextNumber(company, request.seriesName ?? '')
  const day = dayAsked(request.issueDate ?? undefined, dayOf(world.clock.now()))
  if (company.closedUntil !== null && day <= company.closedUntil) throw new Refusal('Nu puteti adauga documentul intr-o perioada inchisa')
  if (request.useEstimateDetails === true) {
    throw new Refusal(`Factura proforma ${request.estimate?.seriesName ?? ''} ${request.estimate?.number ?? ''} nu a fost gasita!`)
  }
  const currency = request.currency ?? 'RON'
  if (!currencies.has(currency)) throw new Refusal('Moneda nu a fost gasita pe server!')
  const client = clientOf(request.client ?? undefined)
  checkEmail(company, request)
  const products = productsOf(request)
  const precision = Math.min(Math.max(request.precision ?? 2, 2), 4)
  const priced = composeLines(company, products, { currency, precision })
  const isDraft = request.isDraft === true
  const useStock = request.useStock === true && !isDraft
  const lines = useStock ? withDischarge(company, priced, { name: `${series.name}${series.number}`, day }) : priced
  const totals = totalsOf(lines, company.switches.vatRounding, precision)
  const payment = paymentOf(company, request.payment ?? undefined)

  company.lastId += 1
  const document: Document = {
    id: company.lastId,
    kind: 'invoice',
    series: series.name,
    number: isDraft ? '' : takeNumber(company, series.name, 'f'),
    day,
    currency,
    precision,
    status: isDraft ? 'draft' : 'issued',
    statusBefore: isDraft ? 'draft' : 'issued',
    useStock,
    client,
    mentions: request.mentions ?? '',
    observations: request.observations ?? '',
    lines,
    totals,
    paid: isDraft ? new Big(0) : payment.value,
    reverses: null,
    byHand,
  }
  company.documents.push(document)
  if (payment.receiptSeries !== null && !isDraft) takeNumber(company, payment.receiptSeries, 'c')
  if (company.quota !== null) company.quota -= 1
  saveCatalogue(company, useStock, products)
  if (request.client?.saveToDb ?? company.switches.clientSaveDefault)
    company.clients.set(client.vatCode === '' ? client.name : client.vatCode, client)
  commitDischarge(world, company, document)
  return document
}

function commitDischarge(world: World, company: SmartBillCompany, document: Document): void {
  const discharges = dischargesOf(document.lines)
  for (const { quantity, ...where } of discharges) {
    move(company, world.clock.now(), { ...where, quantity: -quantity, day: document.day, cause: 'invoice', documentId: document.id })
  }
  pushMoved(world, company, discharges)
}

/** A line that moves stock, or asks for it, writes its name over the catalogue's, unless it asks for the catalogue's. */
function saveCatalogue(company: SmartBillCompany, useStock: boolean, lines: readonly LineRequest[]): void {
  for (const line of lines) {
    const name = line.name ?? ''
    const code = line.code ?? ''
    const saved = line.saveToDb === true
    if (line.isDiscount === true || !(useStock || saved)) continue
    const article = findArticle(company, company.usesProductCodes ? code : name, line.warehouseName ?? null)
    const keepsName = line.useSBProductName === true && company.usesProductCodes
    if (article !== undefined && !keepsName) article.name = name
    if (article === undefined && saved) {
      const unit = line.measuringUnitName ?? ''
      company.articles.push({ id: company.articles.length + 1, code, name, unit, isService: line.isService === true })
    }
  }
}

function checkRights(company: SmartBillCompany): void {
  if (!company.mayIssueInvoices) throw new Refusal('Nu aveti dreptul de a adauga facturi', 403)
  if (company.quota !== null && company.quota <= 0) {
    throw new Refusal('Pentru acest pachet s-a emis numarul maxim de documente permis')
  }
}

/** Throws Refusal when it is no day. */
function dayAsked(asked: string | undefined, today: string): string {
  if (asked === undefined || asked === '') return today
  if (!isDay(asked)) throw new Refusal('Data documentului trebuie sa fie de forma yyyy-MM-dd.')
  return asked
}

export function isDay(text: string): boolean {
  const at = Date.parse(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text)
}

function clientOf(client: InvoiceRequest['client']): Client {
  if (client === undefined || client === null || (client.name ?? '') === '') throw new Refusal('Client invalid!')
  if ((client.country ?? '') === '') throw new Refusal('tara trebuie specificata')
  return {
    name: client.name ?? '',
    vatCode: client.vatCode ?? '',
    regCom: client.regCom ?? '',
    address: client.address ?? '',
    city: client.city ?? '',
    county: client.county ?? '',
    country: client.country ?? '',
    email: client.email ?? '',
  }
}

function checkEmail(company: SmartBillCompany, request: InvoiceRequest): void {
  if (request.sendEmail !== true) return
  const to = request.email?.to ?? request.client?.email ?? ''
  if (to === '') throw new Refusal('Trebuie specificata adresa de email a clientului.')
  if (!company.emailServer) throw new Refusal('Server-ul de email nu a fost configurat.')
}

function productsOf({ products }: InvoiceRequest): readonly LineRequest[] {
  if (products === undefined || products === null || products.length === 0) {
    throw new Refusal('invoiceProducts trebuie specificat si trebuie sa contina cel putin un element')
  }
  if (products.length > linesMax) throw new Refusal('Numarul maxim acceptat de 400 intrari pe document a fost depasit.', 410)
  return products
}

function withDischarge(company: SmartBillCompany, lines: readonly DocumentLine[], document: { name: string; day: string }): DocumentLine[] {
  const taken = new Map<string, number>()
  return lines.map((line, index) => {
    if (line.isDiscount || line.isService) return line
    const quantity = line.quantity.times(UNIT).round(0, Big.roundHalfUp).toNumber()
    const leaving = { ...line, position: index + 1, quantity, warehouseName: line.warehouse ?? '' }
    const article = checkDischarge(company, leaving, document, taken)
    if (quantity < 0 && !company.switches.negativeLineLoads) return line
    return { ...line, discharge: { articleId: article.id, quantity } }
  })
}
