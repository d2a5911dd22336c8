/** A quantity is an integer of 1/10,000 of a unit; no float touches it. */
export type Quantity = number & { readonly __quantity: never }

export const UNIT = 10_000

const quantityShape = /^(-?)(\d{1,11})(?:\.(\d{1,10}))?$/

export function quantity(tenThousandths: number): Quantity {
  if (!Number.isSafeInteger(tenThousandths)) throw new RangeError(`not a quantity: ${tenThousandths}`)
  return (tenThousandths === 0 ? 0 : tenThousandths) as Quantity
}

export function units(whole: number): Quantity {
  return quantity(whole * UNIT)
}

/**
 * Reads "12", "12.5" or "-3" exactly; digits beyond the fourth must be zeros.
 * Throws RangeError for anything else: an absent or broken quantity is never zero stock.
 */
export function parseQuantity(text: string): Quantity {
  const [, sign, whole, fraction = ''] = quantityShape.exec(text.trim()) ?? []
  if (whole === undefined || /[^0]/.test(fraction.slice(4))) throw new RangeError(`not a quantity: ${text}`)
  const amount = Number(whole) * UNIT + Number(fraction.slice(0, 4).padEnd(4, '0'))
  return quantity(sign === '-' ? -amount : amount)
}

/** Whole units, rounded down (towards minus infinity): what Shopify can hold. */
export function wholeUnits(amount: Quantity): number {
  return Math.floor(amount / UNIT)
}
