import type { Order, OrderLine, ShippingLine, TaxLine } from './state.ts'

export type Discounted = { readonly before: number; readonly discount: number; readonly after: number; readonly tax: number }

/** A line as ordered. Prices contain the tax or not, as the order says. */
export function lineMoney(order: Order, line: OrderLine): Discounted {
  const before = line.unitPrice * line.quantity
  const discount = line.lineDiscount + line.orderDiscount
  const after = before - discount
  return { before, discount, after, tax: line.taxable ? taxOn(after, line.vat, order.taxesIncluded) : 0 }
}

/** What `units` of the ordered quantity are worth: parts are cut from the whole, so that they sum to it. */
export function partMoney(order: Order, line: OrderLine, units: number): Discounted {
  const whole = lineMoney(order, line)
  return {
    before: line.unitPrice * units,
    discount: cut(whole.discount, line, units),
    after: cut(whole.after, line, units),
    tax: cut(whole.tax, line, units),
  }
}

function cut(amount: number, { quantity }: OrderLine, units: number): number {
  return quantity === 0 ? 0 : Math.round((amount * units) / quantity)
}

/** What the last `units` of those still there are worth: what refunds and removals take away. */
export function removedMoney(order: Order, line: OrderLine, units: number): { readonly after: number; readonly tax: number } {
  const now = partMoney(order, line, line.currentQuantity)
  const then = partMoney(order, line, line.currentQuantity - units)
  return { after: now.after - then.after, tax: now.tax - then.tax }
}

export function shippingTax(order: Order, shipping: ShippingLine): number {
  return taxOn(shipping.price, shipping.vat, order.taxesIncluded)
}

export type Totals = {
  readonly items: number
  readonly discounts: number
  readonly subtotal: number
  readonly shipping: number
  readonly tax: number
  readonly total: number
}

/** As ordered: edits that add are in, returns and removals are not taken off. */
export function orderedTotals(order: Order): Totals {
  return totals(
    order,
    order.lines.map((line) => lineMoney(order, line)),
    order.shippingLines,
  )
}

/** After edits, refunds and cancellation. */
export function currentTotals(order: Order): Totals {
  return totals(
    order,
    order.lines.map((line) => partMoney(order, line, line.currentQuantity)),
    order.cancelledAt === null ? order.shippingLines : [],
  )
}

function totals(order: Order, lines: readonly Discounted[], shippingLines: readonly ShippingLine[]): Totals {
  const items = sum(lines.map((line) => line.before))
  const discounts = sum(lines.map((line) => line.discount))
  const subtotal = sum(lines.map((line) => line.after))
  const shipping = sum(shippingLines.map((line) => line.price))
  const tax = sum(lines.map((line) => line.tax)) + sum(shippingLines.map((line) => shippingTax(order, line)))
  return { items, discounts, subtotal, shipping, tax, total: subtotal + shipping + (order.taxesIncluded ? 0 : tax) }
}

export function received(order: Order): number {
  return sum(order.transactions.filter((one) => one.kind === 'SALE').map((one) => one.amount))
}

export function refunded(order: Order): number {
  return sum(order.transactions.filter((one) => one.kind === 'REFUND').map((one) => one.amount))
}

/** One row a rate over all lines and the shipping. */
export function orderTaxLines(order: Order, at: 'ordered' | 'current'): TaxLine[] {
  const byRate = new Map<number, number>()
  for (const line of order.lines.filter((each) => each.taxable)) {
    const { tax } = at === 'ordered' ? lineMoney(order, line) : partMoney(order, line, line.currentQuantity)
    byRate.set(line.vat, (byRate.get(line.vat) ?? 0) + tax)
  }
  const shippingLines = at === 'ordered' || order.cancelledAt === null ? order.shippingLines : []
  for (const line of shippingLines) byRate.set(line.vat, (byRate.get(line.vat) ?? 0) + shippingTax(order, line))
  return [...byRate].map(([ratePercent, amount]) => ({ title: 'TVA', ratePercent, amount }))
}

export function lineTaxLines(order: Order, line: OrderLine): TaxLine[] {
  return line.taxable ? [{ title: 'TVA', ratePercent: line.vat, amount: lineMoney(order, line).tax }] : []
}

/** Spreads an amount over weights to the last ban, the largest remainders first. */
export function allocate(amount: number, weights: readonly number[]): number[] {
  const whole = sum(weights)
  if (whole === 0) return weights.map(() => 0)
  const shares = weights.map((weight) => Math.floor((amount * weight) / whole))
  let rest = amount - sum(shares)
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (amount * weight) % whole }))
    .toSorted((a, b) => b.remainder - a.remainder)
  for (const { index } of byRemainder) {
    if (rest === 0) break
    shares[index] = (shares[index] ?? 0) + 1
    rest -= 1
  }
  return shares
}

/** "60.50" -> 6050. */
export function bani(text: string): number {
  const [whole = '0', part = ''] = text.split('.')
  return Number(whole) * 100 + Number(part.padEnd(2, '0'))
}

/** 6050 -> "60.50", as REST bodies and files write it. */
export function twoDecimals(amount: number): string {
  const digits = String(Math.abs(amount)).padStart(3, '0')
  return `${amount < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** 6050 -> "60.5", 2000 -> "20.0", as GraphQL answers write it. */
export function shortDecimals(amount: number): string {
  return twoDecimals(amount).replace(/0$/, '')
}

/** Rates may have two decimals; the product of a price and a rate stays a safe integer. */
function taxOn(amount: number, ratePercent: number, included: boolean): number {
  const rate = Math.round(ratePercent * 100)
  return Math.round((amount * rate) / (10_000 + (included ? rate : 0)))
}

export function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}
