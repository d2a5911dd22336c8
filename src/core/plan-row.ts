import { openAccount, settle, unexplained, differenceOf, type HandEdit, type Settled, type Written } from './account.ts'
import { setAsideOf } from './level.ts'
import { heldBy, type Owed } from './owed.ts'
import { quantity, UNIT, type Quantity } from './quantity.ts'
import type { Account, Discharge, Look, RowFacts } from './stock-types.ts'
import { targetOf, type Target } from './target.ts'

/** `aligned`: the row shows what it should; `held`: units that nobody explains keep it below that, or from being raised. */
export type Why = 'aligned' | 'held' | 'doubt' | 'raise' | 'lower' | 'lower-sure-part'

export type RowPlan = {
  /** The figure to write over `from`; null when nothing is to be written. */
  readonly to: number | null
  readonly from: number
  readonly why: Why
  /** When another look may tell more; null when only news can. */
  readonly lookAgainAt: Date | null
  /** The account as this look left it: stored with the plan, whether or not anything is written. */
  readonly account: Account
  /** Somebody else's edit that this look found out: `from` -> `to` in Shopify. */
  readonly edited: { readonly from: number; readonly to: number } | null
  readonly problem: 'more-left-than-the-book-had' | null
  /** Cancelled orders whose units turn out not to have been restocked: they are to be read again as kept. */
  readonly notRestocked: readonly string[]
  readonly terms: RowTerms
}

/** The terms of the rule, in billing units where they are quantities and in Shopify units where they are numbers. */
export type RowTerms = {
  readonly stock: Quantity
  readonly held: Owed
  readonly setAside: Quantity
  readonly buffer: Quantity
  readonly difference: number
  readonly unexplained: number
  readonly low: number
  readonly high: number
  readonly sure: number
  /** The exact figure of `sure` when it was rounded down. */
  readonly roundedFrom: Quantity | null
}

/** Plans one row by the exact rule: raises only to what is certain, lowers at once to what is possible, waits while a document is in doubt. */
export function planRow(row: RowFacts): RowPlan {
  const { level } = row
  const { account, finding, notRestocked } = accountAtThisLook(row)
  const terms = termsOf(row, account)
  const doubtEnds = endOfDoubt(terms, row)
  const unsure = account.opening || terms.difference < 0
  const { why, to } = decide(level.available, terms, { doubt: doubtEnds > row.now.getTime(), unsure })
  return {
    to,
    from: level.available,
    why,
    lookAgainAt: nextLook(row, account, terms, doubtEnds),
    account,
    edited: editedIn(level.available, finding, terms, to),
    problem: terms.low < 0 ? 'more-left-than-the-book-had' : null,
    notRestocked,
    terms,
  }
}

/** What a written (or unanswered) plan means for the account: see accountAfterWrite and accountAfterSilence. */
export function writtenOf(row: Pick<RowFacts, 'level' | 'imported'>, plan: RowPlan & { readonly to: number }): Written {
  return { from: plan.from, to: plan.to, level: row.level, imported: row.imported, unexplained: plan.terms.unexplained }
}

function accountAtThisLook(row: RowFacts): Settled {
  const { now, level, imported, sweptTo, assumed = [] } = row
  if (row.account !== null) return settle(row.account, { now, level, imported, sweptTo, assumed })
  return { account: openAccount(now, level, imported, row.touched ?? 0), finding: null, notRestocked: [] }
}

/** The figures of a row for an account that has taken its look. */
export function termsOf(row: RowFacts, account: Account): RowTerms {
  const { reading, level, settings } = row
  const { buffer, packUnits } = settings
  const held = heldBy(row.orders, reading, settings)
  const setAside = setAsideOf(level, settings.unavailable) * packUnits * UNIT
  const missing = unexplained(account, level, row.imported)
  const free = reading.stock - held.most - setAside
  const sure: Target = targetOf(free - row.unexplainedElsewhere - missing * packUnits * UNIT, buffer, packUnits)
  return {
    stock: reading.stock,
    held,
    setAside: quantity(setAside),
    buffer,
    difference: differenceOf(account, level, row.imported),
    unexplained: missing,
    low: targetOf(free, buffer, packUnits).to,
    high: targetOf(reading.stock - held.least - setAside, buffer, packUnits).to,
    sure: sure.to,
    roundedFrom: sure.roundedFrom,
  }
}

/** `unsure`: committed units of nobody we know, or units too many, which may hide as many of orders that are not read yet. */
function decide(
  available: number,
  terms: RowTerms,
  { doubt, unsure }: { readonly doubt: boolean; readonly unsure: boolean },
): { readonly why: Why; readonly to: number | null } {
  const { low, high, sure } = terms
  if (available > high && doubt) return { why: 'lower-sure-part', to: high }
  if (available > low && doubt) return { why: 'doubt', to: null }
  if (available > low) return { why: 'lower', to: sure }
  if (available === sure && sure === low) return { why: 'aligned', to: null }
  if (available >= sure || unsure) return { why: 'held', to: null }
  return { why: 'raise', to: sure }
}

/** When the oldest doubtful document stops keeping units shown; 0 when nothing is in doubt. */
function endOfDoubt(terms: RowTerms, row: RowFacts): number {
  if (terms.low >= terms.high) return 0
  const oldest = Math.min(...terms.held.doubtful.map((entry) => doubtfulSince(entry).getTime()))
  return oldest + row.settings.patienceMs
}

/** A shipment that stands for a discharge is doubted from when it was seen: until then the order held its units. */
function doubtfulSince({ document, known, sent }: Discharge): Date {
  return document === null && known !== null ? known : sent
}

function nextLook(row: RowFacts, account: Account, terms: RowTerms, doubtEnds: number): Date | null {
  const now = row.now.getTime()
  const times: number[] = []
  if (terms.low < terms.high) times.push(...settledBy(terms.held.doubtful, row), doubtEnds)
  if (account.look !== null && (account.opening || maySettle(account.look))) {
    const due = account.look.at.getTime() + row.settings.listLagMs
    times.push(due > now ? due : now + row.settings.listLagMs)
  }
  const ahead = times.filter((time) => time >= now)
  return ahead.length === 0 ? null : new Date(Math.min(...ahead))
}

/** When a new billing reading will surely contain every doubtful document whose outcome is known: now, when only this reading was too old. */
function settledBy(doubtful: readonly Discharge[], { settings, now }: RowFacts): readonly number[] {
  const known = doubtful.flatMap((entry) => (entry.outcome === 'issued' && entry.known !== null ? [entry.known.getTime()] : []))
  return known.length === 0 ? [] : [Math.max(now.getTime(), Math.max(...known) + settings.lagMs)]
}

/** Committed units that nobody lists to us stay held until they ship: looking again tells nothing. */
function maySettle(look: Look): boolean {
  return look.difference < 0 || look.difference > look.unseen
}

/** An edit found by settling, or one upwards that this plan puts back at once. */
function editedIn(available: number, finding: HandEdit | null, terms: RowTerms, to: number | null): RowPlan['edited'] {
  const upwards = to !== null && to < available && terms.difference < 0 ? -terms.difference : 0
  const units = (finding?.units ?? 0) + upwards
  return units === 0 ? null : { from: available - units, to: available }
}
