import { cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { callCounts } from './call-counts.ts'
import { footprint } from './footprint.ts'
import { intake } from './intake.ts'
import { invoiceLatency } from './invoice-latency.ts'
import { textOf, type Line, type Measure } from './line.ts'
import { pushLatency } from './push-latency.ts'

const usage = 'npm run bench -- [--json] [--full] [--check] [NAME ...]'
const measurements: Readonly<Record<string, Measure>> = {
  invoice: invoiceLatency,
  push: pushLatency,
  calls: callCounts,
  intake,
  footprint,
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    check: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const unknown = positionals.filter((name) => !(name in measurements))
if (values.help) console.log(usage)
else if (unknown.length > 0) {
  console.error(`There is no measurement ${unknown.join(', ')}: ${Object.keys(measurements).join(', ')}`)
  process.exitCode = 2
} else await measureAll()

/** A measurement that breaks does not keep the others from being made. */
async function measureAll(): Promise<void> {
  const processors = cpus()
  const machine = `${processors.length} cores (${processors[0]?.model ?? 'unknown'}), Node ${process.versions.node}`
  console.error(`${machine}, ${new Date().toISOString()}, busy with ${loadavg()[0]?.toFixed(1)} others`)
  const wanted = Object.entries(measurements).filter(([name]) => positionals.length === 0 || positionals.includes(name))
  for (const [name, measure] of wanted) {
    try {
      report(await measure({ full: values.full }))
    } catch (error) {
      console.error(`${name} could not be measured:`, error)
      process.exitCode = 1
    }
  }
}

function report(lines: readonly Line[]): void {
  for (const line of lines) console.log(values.json ? JSON.stringify(line) : textOf(line))
  if (values.check && lines.some(({ ok }) => !ok)) process.exitCode = 1
}
