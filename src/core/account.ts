import { notRestocked, type AssumedRestock } from './cancelled-unrecorded.ts'
import { unavailableOf } from './level.ts'
import type { Account, Imported, Level, Look } from './stock-types.ts'

/** Units that somebody other than us and the orders added (> 0) or took away (< 0) in Shopify. */
export type HandEdit = { readonly units: number }

export type Settled = {
  readonly account: Account
  readonly finding: HandEdit | null
  /** Orders whose cancellation was read as restocked and was not: their units are what is missing, no hand edit. */
  readonly notRestocked: readonly string[]
}

export type SettleFacts = {
  readonly now: Date
  readonly level: Level
  readonly imported: Imported
  readonly sweptTo: Date | null
  /** Restocks that were read into cancellations without a record and that no look has borne out yet. */
  readonly assumed?: readonly AssumedRestock[]
}

export type Written = {
  readonly from: number
  readonly to: number
  readonly level: Level
  readonly imported: Imported
  /** The unexplained units that the plan counted. */
  readonly unexplained: number
}

/** account - (available + unavailable + taken): > 0 are units gone that no imported order explains, < 0 units too many. */
export function differenceOf(account: Account, level: Level, imported: Imported): number {
  return account.units - sumOf(level, imported)
}

/** Whole Shopify units of orders not imported yet, placed, shipped or reserved; never below 0. */
export function unexplained(account: Account, level: Level, imported: Imported): number {
  return Math.max(0, differenceOf(account, level, imported))
}

/** Committed units that no imported order explains. */
export function unseenOf(level: Level, imported: Imported): number {
  return Math.max(0, level.committed - imported.open)
}

/** Opens a row's account after a complete import. `touched` is what the imports have counted for the row so far. */
export function openAccount(now: Date, level: Level, imported: Imported, touched: number): Account {
  const unseen = unseenOf(level, imported)
  const look = { at: now, difference: unseen, unseen, touched }
  return { units: sumOf(level, imported) + unseen, touched, look: unseen > 0 ? look : null, opening: unseen > 0 }
}

/**
 * Takes a look: what was amiss at the stored look and still is, although every order changed until then is known now, was a hand edit, and the
 * account takes it. Committed units and whatever the orders read since then may explain are left.
 */
export function settle(account: Account, facts: SettleFacts): Settled {
  const { look } = account
  const swept = look !== null && facts.sweptTo !== null && facts.sweptTo >= look.at
  if (!swept) return { account: withLook(account, facts), finding: null, notRestocked: [] }
  if (account.opening) {
    const opened = { ...account, units: account.units + account.touched - look.touched, opening: false, look: null }
    return { account: withLook(opened, facts), finding: null, notRestocked: [] }
  }
  const found = editedUnits(account, look, differenceOf(account, facts.level, facts.imported))
  const { assumed = [] } = facts
  const orders = found < 0 ? notRestocked(-found, assumed) : []
  // Orders read since the look hide a part of what is missing: whether a cancellation fits is told by the next look.
  const unclear = found < 0 && assumed.length > 0 && account.touched > look.touched
  const units = orders.length > 0 || unclear ? 0 : found
  const settled = withLook({ ...account, units: account.units + units, look: null }, facts)
  return { account: settled, finding: units === 0 ? null : { units }, notRestocked: orders }
}

/** The account once Shopify has taken our figure: computed from the look that the plan was made from. */
export function accountAfterWrite(account: Account, written: Written): Account {
  const { level, imported, to, from } = written
  const units = sumOf(level, imported) - from + to + written.unexplained
  const pending = account.opening || differenceOf(account, level, imported) > 0
  return { ...account, units, look: pending ? account.look : null }
}

/** The account after a write that was never answered: as if a raise had happened and a lowering had not, so that neither opens room for more. */
export function accountAfterSilence(account: Account, written: Written): Account {
  if (written.to < written.from) return account
  const after = accountAfterWrite(account, written)
  return after.units > account.units ? after : account
}

function sumOf(level: Level, imported: Imported): number {
  return level.available + unavailableOf(level) + imported.taken
}

/** Keeps the stored look while the same kind of difference lasts; otherwise this look takes its place. */
function withLook(account: Account, facts: SettleFacts): Account {
  const difference = differenceOf(account, facts.level, facts.imported)
  const sameKind = account.look !== null && Math.sign(account.look.difference) === Math.sign(difference)
  if (account.opening || sameKind) return account
  const unseen = unseenOf(facts.level, facts.imported)
  const look: Look = { at: facts.now, difference, unseen, touched: account.touched }
  return { ...account, look: difference === 0 ? null : look }
}

/** An order read since the look may have been unread then (once) and may have moved units both ways (twice when units are short). */
function editedUnits(account: Account, look: Look, difference: number): number {
  const touchedSince = account.touched - look.touched
  const short = Math.max(0, Math.min(difference, look.difference - look.unseen - 2 * touchedSince))
  const over = Math.max(0, Math.min(-difference, -look.difference - touchedSince))
  return over - short
}
