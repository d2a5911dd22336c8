import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runCommand } from './run-command.ts'

const table = [
  ['exact', 'T0', 1000, 100, 900, 1000, 0],
  ['exact', 'T0+1', 1200, 100, 1100, 1200, 200],
  ['exact', 'T0+2-unshipped', 1100, 100, 1100, 1200, 0],
  ['exact', 'T0+2', 1100, 0, 1100, 1100, 0],
  ['documented', 'T0', 1000, 100, 900, 1000, 0],
  ['documented', 'T0+1', 1200, 100, 1100, 1200, 200],
  ['documented', 'T0+2', 1100, 0, 1100, 1100, 0],
]

test('the demo reproduces the example of the reference in both rules', async () => {
  const { code, out, err } = await runCommand(['demo', '--json'], {})

  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.deepEqual(
    lines.map(({ rule, step, billing, committed, available, sum, change }) => [rule, step, billing, committed, available, sum, change]),
    table,
    err,
  )
  assert.ok(lines.every(({ calls }) => calls > 0))
  assert.equal(code, 0)
})
