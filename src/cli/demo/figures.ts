import type { StockRule } from './demo-world.ts'

export type Step = 'T0' | 'T0+1' | 'T0+2' | 'T0+2-unshipped'

/** What stands where once a step has come to rest; `change` is what became of available, `calls` what the product asked for it outside. */
export type Figures = {
  readonly billing: number
  readonly committed: number
  readonly available: number
  readonly sum: number
  readonly change: number
}

export type Line = Figures & { readonly rule: StockRule; readonly step: Step; readonly calls: number }

/** The example of the reference, and the step in which the two rules would part. */
export const expected: Readonly<Record<Step, Figures>> = {
  T0: { billing: 1000, committed: 100, available: 900, sum: 1000, change: 0 },
  'T0+1': { billing: 1200, committed: 100, available: 1100, sum: 1200, change: 200 },
  'T0+2': { billing: 1100, committed: 0, available: 1100, sum: 1100, change: 0 },
  'T0+2-unshipped': { billing: 1100, committed: 100, available: 1100, sum: 1200, change: 0 },
}

/** `exact T0+1 billing=1200 committed=100 available=1100 sum=1200 change=+200 calls=3` */
export function lineText({ rule, step, billing, committed, available, sum, change, calls }: Line): string {
  const signed = change > 0 ? `+${change}` : String(change)
  return `${rule} ${step} billing=${billing} committed=${committed} available=${available} sum=${sum} change=${signed} calls=${calls}`
}

/** One sentence for each figure that is not as the table has it. */
export function differences(line: Line): readonly string[] {
  return Object.entries(expected[line.step]).flatMap(([figure, value]) => {
    const found = Object.entries(line).find(([name]) => name === figure)?.[1]
    return found === value ? [] : [`${line.rule} ${line.step}: ${figure} is ${found} and should be ${value}`]
  })
}
