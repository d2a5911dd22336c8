import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Fault } from './fault.ts'
import { nextStep, type NextStep } from './next-step.ts'

const cases: readonly { name: string; fault: Fault; attempts: number; step: NextStep }[] = [
  {
    name: 'lost credentials pause the connection',
    fault: { kind: 'unauthorized', reason: '' },
    attempts: 1,
    step: { do: 'pause-connection' },
  },
  { name: 'a refusal waits for a person', fault: { kind: 'rejected', reason: '' }, attempts: 1, step: { do: 'ask-a-person' } },
  {
    name: 'a refusal for lack of stock goes by itself when stock allows',
    fault: { kind: 'rejected', reason: '', cause: 'stock' },
    attempts: 1,
    step: { do: 'wait-for-stock' },
  },
  {
    name: 'a block is waited out in full',
    fault: { kind: 'throttled', retryAfterMs: 600_000 },
    attempts: 3,
    step: { do: 'retry', afterMs: 600_000 },
  },
  {
    name: 'the first outage is retried soon',
    fault: { kind: 'unavailable', reason: '' },
    attempts: 1,
    step: { do: 'retry', afterMs: 5_000 },
  },
  {
    name: 'a longer outage is retried more rarely',
    fault: { kind: 'unavailable', reason: '' },
    attempts: 4,
    step: { do: 'retry', afterMs: 40_000 },
  },
  {
    name: 'an outage of any length is retried',
    fault: { kind: 'unavailable', reason: '' },
    attempts: 10_000,
    step: { do: 'retry', afterMs: 900_000 },
  },
  {
    name: 'an unknown outcome is looked up, never sent again',
    fault: { kind: 'unknown-outcome', reason: '' },
    attempts: 1,
    step: { do: 'look', afterMs: 5_000 },
  },
]

for (const { name, fault, attempts, step } of cases) {
  test(name, () => assert.deepEqual(nextStep(fault, attempts), step))
}
