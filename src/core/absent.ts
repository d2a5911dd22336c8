import type { Quantity } from './quantity.ts'

/** How much a list may shrink at once, in per cent of its last complete reading, before it is doubted. */
export const listShrinkPercentMax = 20

/** So few rows may always leave a list that still has others: one product that sells out must not stop a small shop. */
export const rowsGoneAlwaysAllowed = 1

/** Two complete readings that both lack a product prove its absence when they are this far apart. */
export const absenceProofMs = 60_000

/** How a stock list compares with the last complete reading of the same list. */
export type ListFacts = {
  readonly complete: boolean
  readonly rows: number
  /** Rows of the last complete reading; null when there was none. */
  readonly rowsBefore: number | null
  /** Rows of the last complete reading that this one lacks although our own documents do not explain it. */
  readonly gone: number
}

export type ListTrust = 'trusted' | 'incomplete' | 'empty' | 'shrunken'

export type AbsenceFacts = {
  readonly asked: Date
  readonly list: ListTrust
  /** What asking for the product by itself answered; null when it was not asked yet. */
  readonly askedAlone: { readonly is: 'absent' } | { readonly is: 'present'; readonly quantity: Quantity } | null
  readonly catalogue: 'has-it' | 'lacks-it' | 'not-known'
  /** The last figure less what our own documents took out of it since then is zero or less. */
  readonly ownDocumentsExplain: boolean
  /** When an earlier complete, trusted reading already lacked it; null when none did. */
  readonly lackedSince: Date | null
}

export type Absence =
  | { readonly do: 'use-figure'; readonly quantity: Quantity }
  | { readonly do: 'count-as-zero'; readonly because: 'own-documents' | 'catalogue-has-it' | 'lacked-twice' }
  | { readonly do: 'ask-alone' }
  /** Nothing is written; a complete reading asked at `until` or later proves it. */
  | { readonly do: 'wait'; readonly until: Date }
  /** Nothing is written and a problem is raised. */
  | { readonly do: 'raise-problem'; readonly because: 'gone-from-catalogue' | 'list-incomplete' | 'list-empty' | 'list-shrunken' }

/** Whether the absence of a row from a list says anything. */
export function trustInList({ complete, rows, rowsBefore, gone }: ListFacts): ListTrust {
  if (!complete) return 'incomplete'
  if (gone === 0 || rowsBefore === null) return rows === 0 && rowsBefore === null ? 'empty' : 'trusted'
  if (rows === 0) return 'empty'
  const allowed = Math.max(rowsGoneAlwaysAllowed, (rowsBefore * listShrinkPercentMax) / 100)
  return gone > allowed ? 'shrunken' : 'trusted'
}

/** What becomes of a bound product that a reading did not show. It is never zero merely because one read did not show it. */
export function judgeAbsence(facts: AbsenceFacts): Absence {
  const { list, askedAlone, lackedSince } = facts
  if (askedAlone?.is === 'present') return { do: 'use-figure', quantity: askedAlone.quantity }
  if (list === 'incomplete') return { do: 'raise-problem', because: 'list-incomplete' }
  if (askedAlone === null) return { do: 'ask-alone' }
  if (facts.catalogue === 'lacks-it') return { do: 'raise-problem', because: 'gone-from-catalogue' }
  if (list === 'empty') return { do: 'raise-problem', because: 'list-empty' }
  if (list === 'shrunken') return { do: 'raise-problem', because: 'list-shrunken' }
  if (facts.ownDocumentsExplain) return { do: 'count-as-zero', because: 'own-documents' }
  if (facts.catalogue === 'has-it') return { do: 'count-as-zero', because: 'catalogue-has-it' }
  const provenAt = lackedSince === null ? null : new Date(lackedSince.getTime() + absenceProofMs)
  if (provenAt !== null && facts.asked >= provenAt) return { do: 'count-as-zero', because: 'lacked-twice' }
  return { do: 'wait', until: provenAt ?? new Date(facts.asked.getTime() + absenceProofMs) }
}
