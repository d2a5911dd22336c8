import { quantity, UNIT, type Quantity } from './quantity.ts'

/** What may be shown of `free` billing units: a buffer hides stock and never makes debt. */
export function promise(free: number, buffer: Quantity): number {
  return free <= 0 ? free : Math.max(0, free - buffer)
}

export type Target = {
  /** Whole Shopify units, rounded down. */
  readonly to: number
  /** The exact figure in Shopify units, when it had to be rounded. */
  readonly roundedFrom: Quantity | null
}

/** Turns free billing units into a figure that Shopify can hold. */
export function targetOf(free: number, buffer: Quantity, packUnits: number): Target {
  const promised = promise(free, buffer)
  const to = Math.floor(promised / (UNIT * packUnits))
  const exact = to * UNIT * packUnits === promised
  return { to: to === 0 ? 0 : to, roundedFrom: exact ? null : quantity(Math.floor(promised / packUnits)) }
}
