/** What `npm run bench` says of one thing: `ratio` is the figure over its bound, and null where the bound is nought. */
export type Line = {
  readonly name: string
  readonly figure: number
  readonly unit: string
  readonly bound: number
  readonly ratio: number | null
  readonly ok: boolean
}

/** `full` takes more samples. */
export type Measure = (options: { readonly full: boolean }) => Promise<readonly Line[]>

type Measured = { readonly name: string; readonly figure: number; readonly unit: string }

/** The figure must not be above the bound. */
export function atMost(bound: number, measured: Measured): Line {
  return lineOf(bound, measured, measured.figure <= bound)
}

/** The figure must not be below the bound. */
export function atLeast(bound: number, measured: Measured): Line {
  return lineOf(bound, measured, measured.figure >= bound)
}

function lineOf(bound: number, { name, figure, unit }: Measured, ok: boolean): Line {
  return { name, figure: rounded(figure), unit, bound, ratio: bound === 0 ? null : rounded(figure / bound), ok }
}

function rounded(figure: number): number {
  return Number(figure.toPrecision(4))
}

export function textOf({ name, figure, unit, bound, ratio, ok }: Line): string {
  return `${name.padEnd(62)} ${`${figure} ${unit}`.padStart(16)}  bound ${String(bound).padEnd(5)} ratio ${String(ratio ?? '-').padEnd(8)} ${ok ? 'ok' : 'MISSED'}`
}

/** The smallest figure that so many per cent of all do not exceed. */
export function percentile(figures: readonly number[], percent: number): number {
  const figure = figures.toSorted((a, b) => a - b)[Math.ceil((figures.length * percent) / 100) - 1]
  if (figure === undefined) throw new Error('nothing was measured')
  return figure
}
