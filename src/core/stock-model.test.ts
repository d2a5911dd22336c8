import assert from 'node:assert/strict'
import { test } from 'node:test'
import { playHistory, type HistoryOptions } from '#test/model/history.ts'
import { brokenVariants, type Variant } from '#test/model/planner.ts'

/** Many more: node test/model/run.ts --histories 20000. */
const historiesPerKind = { busy: 600, edited: 250, opening: 250, quiet: 100 } as const

/** A broken rule must fail within so many histories. */
const historiesUntilBroken = 3_000

const kinds = [
  { kind: 'busy', name: 'whatever is lost, late or doubled, no write sells what is not there, and at rest one pass finds every target' },
  { kind: 'edited', name: 'when people edit figures in Shopify too, two passes find every target' },
  { kind: 'opening', name: 'when a row is first looked at in the middle of it all, nothing is raised too far' },
  { kind: 'quiet', name: 'orders, invoices and shipments alone cause no write' },
] as const

for (const { kind, name } of kinds) {
  test(`${name} (${historiesPerKind[kind]} histories)`, () => {
    for (let seed = 1; seed <= historiesPerKind[kind]; seed++) {
      assert.deepEqual({ seed, failures: playHistory({ seed, variant: 'the rule', kind }).failures }, { seed, failures: [] })
    }
  })
}

test('the same seed plays the same history', () => {
  const options: HistoryOptions = { seed: 7, variant: 'the rule', kind: 'edited' }

  assert.deepEqual(playHistory(options), playHistory(options))
})

for (const variant of brokenVariants) {
  test(`the model finds a history that oversells with: ${variant}`, () => {
    assert.notEqual(firstOversold(variant), null)
  })
}

test('without the doubt band the figure flaps, and nothing is oversold', () => {
  const plain = sumOf('the rule', 'quiet', 20)
  const flapping = sumOf('without the doubt band', 'quiet', 20)

  assert.deepEqual([plain.writes, plain.oversold, flapping.oversold], [0, 0, 0])
  assert.ok(flapping.writes > 0)
})

function firstOversold(variant: Variant): number | null {
  for (let seed = 1; seed <= historiesUntilBroken; seed++) {
    if (playHistory({ seed, variant, kind: 'busy' }).oversold > 0) return seed
  }
  return null
}

function sumOf(variant: Variant, kind: HistoryOptions['kind'], histories: number): { readonly writes: number; readonly oversold: number } {
  let writes = 0
  let oversold = 0
  for (let seed = 1; seed <= histories; seed++) {
    const outcome = playHistory({ seed, variant, kind })
    writes += outcome.writes
    oversold += outcome.oversold
  }
  return { writes, oversold }
}
