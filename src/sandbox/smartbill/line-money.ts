import Big from 'big.js'
import type { Switches } from './company-file.ts'
import type { Totals } from './state.ts'

export type Priced = { readonly net: Big; readonly vat: Big }

/** What is multiplied: a discount of a value is one piece of a negative price. */
export type Amounts = {
  readonly quantity: Big
  readonly price: Big
  readonly vatPercent: number
  readonly taxIncluded: boolean
  readonly precision: number
}

/** Net and VAT of one line, each rounded half up to the document's precision. */
export function priceLine({ quantity, price, vatPercent, taxIncluded, precision }: Amounts): Priced {
  const amount = quantity.times(price).round(precision, Big.roundHalfUp)
  if (!taxIncluded) return { net: amount, vat: amount.times(vatPercent).div(100).round(precision, Big.roundHalfUp) }
  const vat = amount
    .times(vatPercent)
    .div(100 + vatPercent)
    .round(precision, Big.roundHalfUp)
  return { net: amount.minus(vat), vat }
}

/** A percent off the lines it stands under, in the same kind of prices as itself. */
export function pricePercentOff(covered: readonly Priced[], percent: number, amounts: Omit<Amounts, 'quantity' | 'price'>): Priced {
  const base = covered.reduce((sum, { net, vat }) => sum.plus(net).plus(amounts.taxIncluded ? vat : 0), new Big(0))
  return priceLine({ ...amounts, quantity: new Big(-1), price: base.times(percent).div(100) })
}

/** The document's totals. How SmartBill rounds the VAT of several lines is not documented, so it is a switch. */
export function totalsOf(
  lines: readonly (Priced & { readonly vatPercent: number })[],
  rounding: Switches['vatRounding'],
  precision: number,
): Totals {
  const net = sum(lines.map((line) => line.net))
  if (rounding === 'perLine') {
    const vat = sum(lines.map((line) => line.vat))
    return { net, vat, total: net.plus(vat) }
  }
  const rates = [...new Set(lines.map(({ vatPercent }) => vatPercent))]
  const vat = sum(
    rates.map((rate) =>
      sum(lines.filter(({ vatPercent }) => vatPercent === rate).map((line) => line.net))
        .times(rate)
        .div(100)
        .round(precision, Big.roundHalfUp),
    ),
  )
  return { net, vat, total: net.plus(vat) }
}

function sum(amounts: readonly Big[]): Big {
  return amounts.reduce((total, amount) => total.plus(amount), new Big(0))
}
