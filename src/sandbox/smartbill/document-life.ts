import Big from 'big.js'
import type { World } from '#sandbox/world.ts'
import { dischargesOf } from './discharge.ts'
import { Refusal } from './envelopes.ts'
import { pushMoved } from './push.ts'
import { findDocument, isLastOfSeries, nextNumber, takeNumber } from './series.ts'
import type { Cause, Document, DocumentLine, SmartBillCompany } from './state.ts'
import { dayOf, freeFrom, move, type Place } from './stock.ts'

/** How a call names a document. */
export type Named = { readonly series: string; readonly number: string }

/** Voids an invoice; it keeps its number and its goods come back. Answers SmartBill's sentence. Throws Refusal. */
export function cancelInvoice(world: World, company: SmartBillCompany, named: Named): string {
  const document = existing(company, named)
  if (document.status === 'cancelled') return `Factura ${name(document)} este deja anulata.`
  requireNoStorno(company, document)
  moveBack(world, company, document, 'cancel')
  document.statusBefore = document.status
  document.status = 'cancelled'
  setReversed(company, document, 'issued')
  return `Factura cu seria si numarul ${name(document)} a fost anulata cu succes.`
}

/** Takes a cancellation back; the goods leave again. Throws Refusal when there are not enough. */
export function restoreInvoice(world: World, company: SmartBillCompany, named: Named): string {
  const document = existing(company, named)
  if (document.status !== 'cancelled') return `Factura ${name(document)} nu necesita restaurare.`
  moveOut(world, company, document)
  document.status = document.statusBefore
  setReversed(company, document, 'reversed')
  return `Factura cu seria si numarul ${name(document)} a fost restaurata cu succes.`
}

/** Only the last document of its series can be deleted. Throws Refusal. */
export function deleteInvoice(world: World, company: SmartBillCompany, named: Named): string {
  const document = existing(company, named)
  if (!isLastOfSeries(company, document)) {
    throw new Refusal(
      `Nu poti sterge documentul cu seria si numarul ${document.series} ${document.number}, deoarece nu este ultimul din serie!`,
      403,
    )
  }
  if (document.status !== 'cancelled') moveBack(world, company, document, 'delete')
  document.status = 'deleted'
  setReversed(company, document, 'issued')
  const series = company.series.find((one) => one.name === document.series && one.type === 'f')
  if (series !== undefined && company.switches.counterAfterDelete === 'rewind') series.next = Number(document.number)
  return `Factura cu seria si numarul ${name(document)} a fost stearsa cu succes.`
}

/** The whole invoice taken back by a storno in the same series; its goods come back to where they left. Throws Refusal. */
export function reverseInvoice(world: World, company: SmartBillCompany, named: Named, dayAsked: string | undefined): Document {
  if (named.number === '') throw new Refusal("Numarul facturii trebuie specificat in parametrul 'number'!")
  if (named.series === '') throw new Refusal("Seria facturii trebuie specificata in parametrul 'seriesname'!")
  const original = existing(company, named)
  if (original.kind === 'storno') throw new Refusal(`Factura ${name(original)} este de tip storno. Nu se poate storna.`)
  if (original.status === 'cancelled') throw new Refusal(`Factura ${name(original)} este anulata.`)
  if (original.status === 'reversed') throw new Refusal('Factura este deja stornata.')
  const day = dayAsked ?? dayOf(world.clock.now())
  if (day < original.day) {
    throw new Refusal('Data emiterii facturii storno nu poate fi anterioara datei emiterii facturii stornate.')
  }
  nextNumber(company, original.series)

  company.lastId += 1
  const { net, vat, total } = original.totals
  const storno: Document = {
    ...original,
    id: company.lastId,
    kind: 'storno',
    number: takeNumber(company, original.series, 'f'),
    day,
    status: 'issued',
    statusBefore: 'issued',
    lines: original.lines.map(negative),
    totals: { net: net.neg(), vat: vat.neg(), total: total.neg() },
    paid: new Big(0),
    reverses: original.id,
    byHand: false,
  }
  company.documents.push(storno)
  original.status = 'reversed'
  for (const { quantity, ...where } of dischargesOf(storno.lines)) {
    move(company, world.clock.now(), { ...where, quantity: -quantity, day, cause: 'storno', documentId: storno.id })
  }
  pushMoved(world, company, dischargesOf(storno.lines))
  return storno
}

function existing(company: SmartBillCompany, { series, number }: Named): Document {
  const document = findDocument(company, series, number)
  if (document === undefined) throw new Refusal(`Factura cu seria si numarul ${series}${number} nu a fost gasita!`)
  return document
}

function name({ series, number }: Named): string {
  return `${series}${number}`
}

function requireNoStorno(company: SmartBillCompany, document: Document): void {
  const storno = company.documents.find(({ reverses, status }) => reverses === document.id && status === 'issued')
  if (storno === undefined || dischargesOf(storno.lines).length === 0) return
  throw new Refusal(
    `Pentru factura ${name(document)} exista deja stornari care incarca stocul. Trebuie sa anulati intai facturile storno (${name(storno)}).`,
  )
}

function setReversed(company: SmartBillCompany, storno: Document, status: 'issued' | 'reversed'): void {
  const original = company.documents.find(({ id }) => id === storno.reverses)
  if (original?.status === 'issued' || original?.status === 'reversed') original.status = status
}

/** What a document did to the stock is undone, on its own day. Throws Refusal when that takes out more than there is. */
function moveBack(world: World, company: SmartBillCompany, document: Document, cause: Cause): void {
  const discharges = dischargesOf(document.lines)
  for (const { quantity, ...where } of discharges) if (quantity < 0) requireStock(company, where, -quantity, document.day)
  for (const { quantity, ...where } of discharges) {
    move(company, world.clock.now(), { ...where, quantity, day: document.day, cause, documentId: document.id })
  }
  pushMoved(world, company, discharges)
}

function moveOut(world: World, company: SmartBillCompany, document: Document): void {
  const discharges = dischargesOf(document.lines)
  for (const { quantity, ...where } of discharges) if (quantity > 0) requireStock(company, where, quantity, document.day)
  for (const { quantity, ...where } of discharges) {
    move(company, world.clock.now(), { ...where, quantity: -quantity, day: document.day, cause: 'restore', documentId: document.id })
  }
  pushMoved(world, company, discharges)
}

function requireStock(company: SmartBillCompany, where: Place, quantity: number, day: string): void {
  const free = freeFrom(company, where, day)
  if (quantity <= free || company.switches.negativeStock) return
  const article = company.articles.find(({ id }) => id === where.articleId)
  throw new Refusal(`Cantitate stoc insuficienta pentru produsul ${article?.name ?? ''}.`)
}

function negative(line: DocumentLine): DocumentLine {
  const { discharge } = line
  return {
    ...line,
    quantity: line.quantity.neg(),
    net: line.net.neg(),
    vat: line.vat.neg(),
    discharge: discharge === null ? null : { ...discharge, quantity: -discharge.quantity },
  }
}
