import type { Bani } from '#core/money.ts'
import type { Quantity } from '#core/quantity.ts'
import type { ServiceInvoice } from '#core/invoice.ts'
import type { VatRounding } from '#core/vat.ts'

export type ServiceKind = 'smartbill'

/**
 * One account of a billing service. Every method may throw a ProviderError; none sleeps or retries.
 * Reads throw `unavailable` where a write throws `unknown-outcome`.
 */
export interface BillingProvider {
  readonly kind: ServiceKind
  readonly capabilities: Capabilities
  /** What Test connection reads: nothing is changed. */
  loadConfiguration(): Promise<LoadedConfiguration>
  /** Accounting stock on a day ("2026-11-23", Europe/Bucharest). `codes` narrows the read; absent rows are the caller's to judge. */
  readStock(query: StockQuery): Promise<readonly StockRow[]>
  /** What must be remembered before an invoice is sent, so that a lost answer can be settled later. Stored with the intent. */
  prepare(invoice: ServiceInvoice): Promise<Evidence>
  issue(invoice: ServiceInvoice): Promise<IssuedDocument>
  /** Looks for the document of an attempt whose outcome is unknown. */
  find(invoice: ServiceInvoice, evidence: Evidence): Promise<Found>
  /** The total that the service reports for a document; null when it knows no such document. */
  readTotal(document: DocumentRef): Promise<Bani | null>
  readPdf(document: DocumentRef): Promise<Uint8Array>
}

/** What a service can do, as data: nobody outside its folder asks which service it is. */
export type Capabilities = {
  /** Flow B needs absolute stock per warehouse. */
  readonly readsStock: boolean
  readonly needsWarehouse: boolean
  /** Sends a hint after each movement. */
  readonly pushesStock: boolean
  /** How a Shopify code and a billing code are compared. */
  readonly codeRule: 'exact' | 'ignoring-trailing-spaces'
  readonly linesMax: number
  readonly currencies: readonly string[]
  /** Every way in which it may round VAT; a composed invoice comes to the same total under each. */
  readonly vatRounding: readonly VatRounding[]
  /** How late a stock answer may be against the account's own documents. */
  readonly lagMs: number
  readonly budget: { readonly calls: number; readonly perMs: number; readonly blockMs: number }
  /** Two documents of one series may never be in flight together: its counter is the only evidence. */
  readonly serialSeries: boolean
  /** How long a request whose answer was lost may still take effect. */
  readonly settleMs: number
}

export type LoadedConfiguration = {
  readonly series: readonly { readonly name: string; readonly type: 'invoice' | 'proforma' | 'receipt'; readonly next: number }[]
  readonly vatRates: readonly { readonly name: string; readonly percent: number }[]
  readonly vatPayer: boolean
  readonly warehouses: readonly string[]
  readonly units: readonly string[]
}

export type StockQuery = { readonly day: string; readonly warehouses: readonly string[]; readonly codes?: readonly string[] }

export type StockRow = {
  readonly warehouse: string
  readonly code: string
  readonly name: string
  /** Other names that stand for this code in this warehouse: its rows are summed, and may be those of several products. */
  readonly otherNames: readonly string[]
  readonly unit: string
  readonly quantity: Quantity
}

export type Evidence = Readonly<Record<string, string | number>>

export type DocumentRef = { readonly series: string; readonly number: string }

export type IssuedDocument = DocumentRef & { readonly url: string | null; readonly total: Bani | null }

export type Found =
  | { readonly is: 'issued'; readonly document: IssuedDocument }
  /** Proven not to exist now. It may still arrive until the service's settleMs have passed since the attempt. */
  | { readonly is: 'absent' }
  /** Cannot be told: a person decides with this evidence. */
  | { readonly is: 'undecided'; readonly why: string; readonly candidates: readonly (DocumentRef & { readonly total: Bani | null })[] }
