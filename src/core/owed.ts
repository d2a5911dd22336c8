import { discharged } from './discharged.ts'
import { quantity, type Quantity } from './quantity.ts'
import type { Discharge, Obligation, Reading, RowSettings } from './stock-types.ts'

/** What one order holds of a billing figure: `most` when doubtful documents are not in it yet, `least` when they are. */
export type Owed = { readonly most: Quantity; readonly least: Quantity; readonly doubtful: readonly Discharge[] }

/** What an order holds of a billing figure, in billing units. Below zero only for returned units that are sold at once. */
export function owedOf(order: Obligation, reading: Reading, settings: RowSettings): Owed {
  const entries = settings.reversedUnits === 'release' ? order.discharges.filter(isNoReversal) : order.discharges
  const { low, high, doubtful } = discharged(entries, reading, settings.lagMs)
  const kept = order.sold - order.released - dispatchedFor(order, reading, settings.lagMs)
  const floor = settings.returnedUnits === 'atOnce' ? 0 - order.returned : 0
  return { most: quantity(Math.max(floor, kept - low)), least: quantity(Math.max(floor, kept - high)), doubtful }
}

/** Sums of what the orders of a row hold; the orders themselves are the caller's. */
export function heldBy(orders: readonly Obligation[], reading: Reading, settings: RowSettings): Owed {
  let most = 0
  let least = 0
  const doubtful: Discharge[] = []
  for (const order of orders) {
    const owed = owedOf(order, reading, settings)
    most += owed.most
    least += owed.least
    if (owed.doubtful.length > 0 && owed.least < owed.most) doubtful.push(...owed.doubtful)
  }
  return { most: quantity(most), least: quantity(least), doubtful }
}

/** Units of Dispatched that count for a reading: those released before it was asked, written-off ones only once the book must show it. */
export function dispatchedFor(order: Obligation, reading: Reading, lagMs: number): Quantity {
  let released = 0
  for (const { quantity: amount, at, writtenOff } of order.releases) {
    const seenFrom = at.getTime() + (writtenOff ? lagMs : 0)
    if (seenFrom <= reading.asked.getTime()) released += amount
  }
  return quantity(released)
}

function isNoReversal(entry: Discharge): boolean {
  return entry.document === null || entry.quantity > 0
}
