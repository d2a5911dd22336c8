import { bani, type Bani } from './money.ts'
import type { InvoiceLine, Vat } from './invoice.ts'

/** How a service rounds VAT: on each printed line, or once on the sum of each rate. */
export type VatRounding = 'perLine' | 'perRate'

export type Totals = { readonly net: Bani; readonly vat: Bani; readonly total: Bani }

/** What a service that rounds in this way will make of the lines. Halves are rounded away from zero. */
export function predictTotals(lines: readonly InvoiceLine[], rounding: VatRounding): Totals {
  const groups = rounding === 'perLine' ? lines.map((line) => [line]) : [...byRate(lines).values()]
  const vat = bani(groups.reduce((sum, group) => sum + groupVat(group), 0))
  const included = lines.reduce((sum, line) => sum + (line.taxIncluded ? lineAmount(line) : 0), 0)
  const excluded = lines.reduce((sum, line) => sum + (line.taxIncluded ? 0 : lineAmount(line)), 0)
  const includedVat = groups.reduce((sum, group) => sum + (group[0]?.taxIncluded === true ? groupVat(group) : 0), 0)
  return { net: bani(included - includedVat + excluded), vat, total: bani(included + excluded + vat - includedVat) }
}

/** What a line adds to the document before any VAT on top: less than zero for a discount. */
export function lineAmount(line: InvoiceLine): Bani {
  return line.kind === 'discount' ? bani(0 - line.amount) : bani(line.unitPrice * line.quantity)
}

function byRate(lines: readonly InvoiceLine[]): Map<string, InvoiceLine[]> {
  const groups = new Map<string, InvoiceLine[]>()
  for (const line of lines) {
    const key = JSON.stringify([line.vat?.name, line.vat?.percent, line.taxIncluded])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [line])
    else group.push(line)
  }
  return groups
}

function groupVat(group: readonly InvoiceLine[]): Bani {
  const amount = bani(group.reduce((sum, line) => sum + lineAmount(line), 0))
  const first = group[0]
  return first === undefined || first.vat === null ? bani(0) : vatOf(amount, first.vat.percent, first.taxIncluded)
}

/** The VAT inside an amount, or to be added on top of it. */
export function vatOf(amount: Bani, percent: number, included: boolean): Bani {
  const hundredths = Math.round(percent * 100)
  return portion(amount, hundredths, included ? 10_000 + hundredths : 10_000)
}

/** amount x numerator / denominator in whole bani, halves away from zero. The denominator is above zero, the numerator not below it. */
export function portion(amount: Bani, numerator: number, denominator: number): Bani {
  const doubled = BigInt(Math.abs(amount)) * BigInt(numerator) * 2n + BigInt(denominator)
  const rounded = Number(doubled / (BigInt(denominator) * 2n))
  return bani(amount < 0 && rounded !== 0 ? -rounded : rounded)
}

export type VatChoice =
  | { readonly is: 'vat'; readonly vat: Vat }
  | { readonly is: 'unknown'; readonly percent: number }
  | { readonly is: 'unnamed'; readonly percent: number; readonly names: readonly string[] }
  | { readonly is: 'gone'; readonly percent: number; readonly name: string }

/** The service's VAT rate that stands for a percentage. None is guessed: 0 % and a percentage with several names need the merchant's choice. */
export function chooseVat(
  percent: number,
  rates: readonly { readonly name: string; readonly percent: number }[],
  chosen: readonly { readonly name: string; readonly percent: number }[],
): VatChoice {
  const names = rates.filter((rate) => rate.percent === percent).map(({ name }) => name)
  const choice = chosen.find((rate) => rate.percent === percent)?.name
  if (choice !== undefined)
    return names.includes(choice) ? { is: 'vat', vat: { name: choice, percent } } : { is: 'gone', percent, name: choice }

  const [only, ...others] = names
  if (only === undefined) return { is: 'unknown', percent }
  if (others.length > 0 || percent === 0) return { is: 'unnamed', percent, names }
  return { is: 'vat', vat: { name: only, percent } }
}
