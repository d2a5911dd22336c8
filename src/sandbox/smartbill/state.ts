import type { Big } from 'big.js'
import type { Switches } from './company-file.ts'

/** A simulated SmartBill company. Quantities are integers of 1/10,000; days are "2026-11-23" in Europe/Bucharest; times are milliseconds since 1970. */
export type SmartBillCompany = {
  readonly cif: string
  readonly email: string
  token: string
  v3Token: string | null
  vatPayer: boolean
  usesProductCodes: boolean
  stockModule: boolean
  mayIssueInvoices: boolean
  quota: number | null
  closedUntil: string | null
  emailServer: boolean
  taxes: readonly Tax[]
  series: Series[]
  units: readonly string[]
  warehouses: Warehouse[]
  push: { readonly url: string | null; readonly token: string | null }
  switches: Switches
  readonly articles: Article[]
  /** Every movement of one article in one warehouse, by `ledgerKey`. */
  readonly ledgers: Map<string, Movement[]>
  readonly documents: Document[]
  /** Clients saved by `saveToDb`, by fiscal code or name. */
  readonly clients: Map<string, Client>
  /** A push that a later one shall overtake. */
  readonly heldPushes: PushRow[][]
  lastId: number
}

export type Tax = { readonly name: string; readonly percentage: number }
export type Series = { readonly name: string; readonly type: 'f' | 'p' | 'c'; next: number; readonly mayIssue: boolean }
export type Warehouse = {
  readonly id: number
  readonly name: string
  readonly type: 'en gros' | 'en detail'
  readonly initialImport: string
}

export type Article = { readonly id: number; code: string; name: string; readonly unit: string; readonly isService: boolean }

export type Cause = 'initial' | 'nir' | 'adjust' | 'consume' | 'transfer' | 'invoice' | 'storno' | 'cancel' | 'restore' | 'delete'
export type Movement = {
  readonly day: string
  readonly at: number
  readonly quantity: number
  readonly cause: Cause
  readonly documentId: number | null
}

export type DocumentStatus = 'issued' | 'draft' | 'cancelled' | 'reversed' | 'deleted'

export type Document = {
  readonly id: number
  readonly kind: 'invoice' | 'storno'
  readonly series: string
  /** With leading zeros, as it must be sent back; "" for a draft. */
  readonly number: string
  readonly day: string
  readonly currency: string
  /** Decimals of its amounts. */
  readonly precision: number
  status: DocumentStatus
  /** What the document was before it was cancelled. */
  statusBefore: DocumentStatus
  readonly useStock: boolean
  readonly client: Client
  readonly mentions: string
  readonly observations: string
  readonly lines: readonly DocumentLine[]
  readonly totals: Totals
  readonly paid: Big
  /** The invoice that a storno takes back. */
  readonly reverses: number | null
  /** Issued by a person in the service's own pages. */
  readonly byHand: boolean
}

export type Client = {
  readonly name: string
  readonly vatCode: string
  readonly regCom: string
  readonly address: string
  readonly city: string
  readonly county: string
  readonly country: string
  readonly email: string
}

export type DocumentLine = {
  readonly code: string
  readonly name: string
  readonly unit: string
  readonly quantity: Big
  readonly price: Big
  readonly vatName: string
  readonly vatPercent: number
  readonly warehouse: string | null
  readonly isDiscount: boolean
  readonly isService: boolean
  readonly net: Big
  readonly vat: Big
  /** What left the warehouse. */
  readonly discharge: { readonly articleId: number; readonly quantity: number } | null
}

export type Totals = { readonly net: Big; readonly vat: Big; readonly total: Big }

export type PushRow = { readonly productCode: string; readonly productName: string; readonly warehouse: string; readonly quantity: number }
