import { unavailableOf } from '#core/level.ts'
import { planRow, type RowPlan } from '#core/plan-row.ts'
import { wholeUnits } from '#core/quantity.ts'
import type { Obligation, RowFacts } from '#core/stock-types.ts'

/** The ways of breaking the rule that each must oversell. */
export const brokenVariants = [
  'stock written raw',
  'ledger without comparison',
  'stale answered with the old target',
  'ledger without unexplained',
  'on hand from committed',
  'on hand from the ledger',
  'unexplained from committed',
  'discharges as of now',
  'plans without an end',
  'release for an older reading',
] as const

/** Without the doubt band the rule is still safe, but the figure flaps. */
export const variants = ['the rule', 'without the doubt band', ...brokenVariants] as const
export type Variant = (typeof variants)[number]

/** A figure to write, and what Shopify compares before it does. */
export type Intent = { readonly plan: RowPlan; readonly write: Write | null }

export type Write =
  | { readonly name: 'available'; readonly to: number; readonly from: number | null }
  | { readonly name: 'on_hand'; readonly to: number; readonly from: number }

/** Plans a row by the rule, or by a broken one. */
export function planBy(variant: Variant, row: RowFacts): Intent {
  const plan = planRow(broken(variant, row))
  const { available, committed, reserved, onHand } = row.level
  switch (variant) {
    case 'stock written raw':
      return { plan, write: writeAvailable(wholeUnits(row.reading.stock), available) }
    case 'ledger without comparison':
      return { plan, write: plan.terms.low === available ? null : { name: 'available', to: plan.terms.low, from: null } }
    case 'unexplained from committed':
      return { plan, write: writeAvailable(plan.terms.low - Math.max(0, committed - row.imported.open), available) }
    case 'on hand from committed':
      return { plan, write: writeOnHand(plan.terms.low + committed + reserved, onHand) }
    case 'on hand from the ledger':
      return { plan, write: writeOnHand(plan.terms.low + row.imported.open + reserved, onHand) }
    case 'the rule':
    case 'without the doubt band':
    case 'stale answered with the old target':
    case 'ledger without unexplained':
    case 'discharges as of now':
    case 'plans without an end':
    case 'release for an older reading':
      return { plan, write: plan.to === null ? null : { name: 'available', to: plan.to, from: available } }
  }
}

function broken(variant: Variant, row: RowFacts): RowFacts {
  if (variant === 'discharges as of now')
    return { ...row, reading: { ...row.reading, asked: new Date(row.now.getTime() + row.settings.lagMs) } }
  if (variant === 'without the doubt band') return { ...row, settings: { ...row.settings, patienceMs: 0 } }
  if (variant === 'release for an older reading') return { ...row, orders: row.orders.map(releasedAlready) }
  if (variant === 'ledger without unexplained')
    return { ...row, account: { units: shownUnits(row), touched: 0, look: null, opening: false } }
  return row
}

/** With such an account nothing is ever unexplained. */
function shownUnits({ level, imported }: RowFacts): number {
  return level.available + unavailableOf(level) + imported.taken
}

function releasedAlready(order: Obligation): Obligation {
  return { ...order, releases: order.releases.map((release) => ({ ...release, at: new Date(0), writtenOff: false })) }
}

function writeAvailable(to: number, from: number): Write | null {
  return to === from ? null : { name: 'available', to, from }
}

function writeOnHand(to: number, from: number): Write | null {
  return to === from ? null : { name: 'on_hand', to, from }
}
