import type { Bani } from '#core/money.ts'
import type { ServiceInvoice } from '#core/invoice.ts'
import { ProviderError } from '#billing/provider-error.ts'
import type { DocumentRef, Evidence, Found } from '#billing/provider.ts'
import { textOfPdf } from './pdf-text.ts'

/** More new documents than this are not looked through: a person decides. */
const candidatesMax = 40
const pdfsMax = 6
const roundingBani = 10
/** Numbers are padded with zeros, as far as anybody has seen to this width. */
const paddedWidth = 4

export type Looking = {
  readonly nextNumber: (series: string) => Promise<number | null>
  readonly readTotal: (document: DocumentRef) => Promise<Bani | null>
  readonly readPdf: (document: DocumentRef) => Promise<Uint8Array>
}

type Candidate = DocumentRef & { readonly total: Bani }

/**
 * SmartBill has no list and no search. What there is: the counter of the series before the attempt and now, the total of each number
 * between, and the text of its PDF, where our mark is proof.
 */
export async function findInvoice(looking: Looking, invoice: ServiceInvoice, evidence: Evidence): Promise<Found> {
  const before = evidence['nextNumber']
  if (typeof before !== 'number') return undecided('the counter of the series before the attempt is not known')
  if (invoice.draft) return undecided('a draft has no number by which it could be found')
  const now = await looking.nextNumber(invoice.series)
  if (now === null) return undecided(`series ${invoice.series} is no longer in SmartBill`)
  if (now - before > candidatesMax) return undecided(`${now - before} documents were issued in series ${invoice.series} meanwhile`)

  // The counter goes back when the last document is deleted, so that ours may have taken the number just before.
  const seen: Candidate[] = []
  const missing: number[] = []
  for (let number = Math.max(1, Math.min(before, now) - 1); number < now; number += 1) {
    const candidate = await existing(looking, invoice.series, number)
    if (candidate !== null) seen.push(candidate)
    else if (number >= before) missing.push(number)
  }
  return judge(looking, invoice, { seen, missing })
}

async function judge(
  looking: Looking,
  invoice: ServiceInvoice,
  found: { seen: readonly Candidate[]; missing: readonly number[] },
): Promise<Found> {
  const nearest = found.seen.toSorted((one, other) => offBy(one, invoice) - offBy(other, invoice))
  const unread = nearest.slice(pdfsMax).filter((candidate) => isNear(candidate, invoice))
  if (unread.length > 0) return undecided(`more than ${pdfsMax} documents have about this total`, unread)

  const unreadable: Candidate[] = []
  for (const candidate of nearest.slice(0, pdfsMax)) {
    const text = await textOfPdf(await looking.readPdf(candidate))
    if (text !== null && carries(text, invoice.mark)) return { is: 'issued', document: { ...candidate, url: null } }
    if (text === null && isNear(candidate, invoice)) unreadable.push(candidate)
  }
  if (unreadable.length > 0) return undecided('the text of a document with this total could not be read', unreadable)
  if (found.missing.length > 0) return undecided(`number ${found.missing.join(', ')} of series ${invoice.series} cannot be read`, nearest)
  return { is: 'absent' }
}

function offBy(candidate: Candidate, invoice: ServiceInvoice): number {
  return Math.abs(candidate.total - invoice.total)
}

// The service may round the VAT of each line otherwise than predicted; a document further off than that is another one.
function isNear(candidate: Candidate, invoice: ServiceInvoice): boolean {
  return offBy(candidate, invoice) <= roundingBani + invoice.lines.length
}

function undecided(why: string, candidates: readonly Candidate[] = []): Found {
  return { is: 'undecided', why, candidates }
}

async function existing(looking: Looking, series: string, number: number): Promise<Candidate | null> {
  const written = new Set([String(number).padStart(paddedWidth, '0'), String(number)])
  for (const text of written) {
    const total = await looking.readTotal({ series, number: text })
    if (total !== null) return { series, number: text, total }
  }
  return null
}

// A line break of the page may fall inside the mark.
function carries(text: string, mark: string): boolean {
  return text.replace(/\s+/g, '').includes(mark.replace(/\s+/g, ''))
}

export function isNotFound(error: unknown): boolean {
  return error instanceof ProviderError && error.fault.kind === 'rejected' && error.fault.cause === 'not-found'
}
