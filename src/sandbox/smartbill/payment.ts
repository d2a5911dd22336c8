import Big from 'big.js'
import { Refusal } from './envelopes.ts'
import type { InvoiceRequest } from './invoice-shape.ts'
import type { SmartBillCompany } from './state.ts'

const types = [
  'Chitanta',
  'Bon',
  'Card',
  'Card online',
  'CEC',
  'Bilet ordin',
  'Ordin plata',
  'Mandat postal',
  'Extras de cont',
  'Ramburs',
  'Alta incasare',
].map((type) => type.toLowerCase())

export type Payment = { readonly value: Big; readonly receiptSeries: string | null }

/** What an invoice collects as it is issued. The type is read whatever its case, but not with other spaces. Throws Refusal. */
export function paymentOf(company: SmartBillCompany, payment: InvoiceRequest['payment']): Payment {
  if (payment === undefined || payment === null) return { value: new Big(0), receiptSeries: null }
  if ((payment.type ?? '') === '') throw new Refusal('type trebuie specificat pentru incasare')
  if (typeof payment.value !== 'number') throw new Refusal('value trebuie specificat pentru incasare')
  if (typeof payment.isCash !== 'boolean') throw new Refusal('isCash trebuie specificat pentru incasare')
  const type = (payment.type ?? '').toLowerCase()
  if (!types.includes(type)) throw new Refusal('Tipul documentului nu a fost gasit pe server!', 404)
  const receiptSeries = type === 'chitanta' ? (payment.paymentSeries ?? '') : null
  if (receiptSeries !== null && !company.series.some(({ name, type: kind }) => name === receiptSeries && kind === 'c')) {
    throw new Refusal('Seria nu a fost gasita! Folositi o serie creata in contul de cloud.')
  }
  return { value: new Big(payment.value), receiptSeries }
}
