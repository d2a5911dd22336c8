import type { Bani } from '#core/money.ts'
import type { ServiceInvoice } from '#core/invoice.ts'
import { ProviderError } from '#billing/provider-error.ts'
import type { BillingProvider, DocumentRef, Evidence, IssuedDocument } from '#billing/provider.ts'
import { smartbillCalls, type SmartBillCredentials, type SmartBillIo } from './call.ts'
import { capabilities } from './capabilities.ts'
import { loadConfiguration } from './configuration.ts'
import { findInvoice, isNotFound } from './find.ts'
import { readStock } from './stock.ts'
import { invoiceBody, IssuedAnswer, PaymentStatusAnswer, SeriesAnswer } from './wire.ts'

/** One SmartBill Cloud company through its V1 API. */
export function smartbill(credentials: SmartBillCredentials, io: SmartBillIo): BillingProvider {
  const { cif } = credentials
  const calls = smartbillCalls(credentials, io)
  return {
    kind: 'smartbill',
    capabilities,
    loadConfiguration: () => loadConfiguration(calls, cif, io),
    readStock: (query) => readStock(calls, cif, query),
    prepare,
    issue,
    find: (invoice, evidence) => findInvoice({ nextNumber, readTotal, readPdf }, invoice, evidence),
    readTotal,
    readPdf,
  }

  async function prepare({ series }: ServiceInvoice): Promise<Evidence> {
    const next = await nextNumber(series)
    if (next === null)
      throw new ProviderError('smartbill', { kind: 'rejected', reason: `Series ${series} is not in SmartBill`, cause: 'series' })
    return { nextNumber: next }
  }

  async function nextNumber(series: string): Promise<number | null> {
    const list = await calls.json({ kind: 'read', path: '/series', query: { cif, type: 'f' } }, SeriesAnswer)
    return list.find(({ name, type }) => name === series && type === 'invoice')?.next ?? null
  }

  async function issue(invoice: ServiceInvoice): Promise<IssuedDocument> {
    const made = await calls.json({ kind: 'write', path: '/invoice/v2', body: invoiceBody(invoice, cif) }, IssuedAnswer)
    if (made.number !== '' || invoice.draft) return { ...made, total: null }
    throw new ProviderError('smartbill', { kind: 'unknown-outcome', reason: 'SmartBill reported success without a number' })
  }

  async function readTotal(document: DocumentRef): Promise<Bani | null> {
    try {
      return await calls.json({ kind: 'read', path: '/invoice/paymentstatus', query: refQuery(document) }, PaymentStatusAnswer)
    } catch (error) {
      if (isNotFound(error)) return null
      throw error
    }
  }

  function readPdf(document: DocumentRef): Promise<Uint8Array> {
    return calls.pdf(refQuery(document))
  }

  function refQuery({ series, number }: DocumentRef): Readonly<Record<string, string>> {
    return { cif, seriesname: series, number }
  }
}
