import { parseArgs } from 'node:util'
import { playHistory, type HistoryOptions, type Outcome } from './history.ts'
import { variants, type Variant } from './planner.ts'

/** Plays many histories: node test/model/run.ts --histories 20000 [--from 1] [--variant 'the rule'] [--kind busy|quiet|edited]. Exit 1 when one fails. */
const { values } = parseArgs({
  options: {
    histories: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    variant: { type: 'string', default: 'the rule' },
    kind: { type: 'string', default: '' },
  },
})

const kinds = ['busy', 'quiet', 'edited', 'opening'] as const
const shownMax = 5

process.exitCode = playMany() > 0 ? 1 : 0

function playMany(): number {
  const variant = variants.find((name) => name === values.variant)
  if (variant === undefined) throw new Error(`no such variant: ${values.variant}; one of ${variants.join(', ')}`)
  const chosen = kinds.filter((kind) => values.kind === '' || kind === values.kind)
  let failed = 0
  for (const kind of chosen) failed += playKind(kind, variant)
  return failed
}

function playKind(kind: HistoryOptions['kind'], variant: Variant): number {
  const sum = { histories: 0, failed: 0, orders: 0, writes: 0, raises: 0, oversold: 0 }
  const first = Number(values.from)
  for (let seed = first; seed < first + Number(values.histories); seed++) {
    const outcome = playHistory({ seed, variant, kind })
    sum.histories += 1
    sum.failed += outcome.failures.length > 0 ? 1 : 0
    for (const key of ['orders', 'writes', 'raises', 'oversold'] as const) sum[key] += outcome[key]
    if (outcome.failures.length > 0 && sum.failed <= shownMax) showFailure(seed, kind, outcome)
  }
  console.log(`${variant}, ${kind}: ${JSON.stringify(sum)}`)
  return sum.failed
}

function showFailure(seed: number, kind: string, outcome: Outcome): void {
  console.log(`seed ${seed}, ${kind}:`)
  for (const failure of outcome.failures.slice(0, shownMax)) console.log(`  ${failure}`)
}
