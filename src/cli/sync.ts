import { z } from 'zod'
import { CommandEnd, exitCode, type Answer } from './answer.ts'
import type { RunningPunte } from './running.ts'

const lookEveryMs = 150
/** A large shop on a slow service may take so long; the run goes on without us after that. */
const followMsMax = 30 * 60_000

/** Reasons of a failed run that say nothing about the shop: the service could not be asked. */
const notReachable: ReadonlySet<string> = new Set(['run.unavailable', 'run.throttled'])

const Started = z.object({ id: z.string() })
const Run = z.object({
  id: z.string(),
  state: z.enum(['planned', 'writing', 'waiting', 'done', 'failed']),
  dryRun: z.boolean(),
  changed: z.number(),
  reason: z.object({ text: z.string(), quote: z.string().nullish(), say: z.object({ id: z.string() }).nullish() }).nullable(),
  changes: z.array(z.object({ code: z.string(), location: z.string(), from: z.number(), to: z.number(), outcome: z.string() })),
})
type Run = z.infer<typeof Run>

/** Starts a run and follows it to its end. */
export async function sync(punte: RunningPunte, shop: string, { dryRun }: { readonly dryRun: boolean }): Promise<Answer> {
  const { id } = await punte.send('POST', `/shops/${shop}/runs`, { body: { dryRun } }, Started)
  for (const deadline = performance.now() + followMsMax; performance.now() < deadline;) {
    const run = await punte.get(`/shops/${shop}/runs/${id}`, Run)
    if (hasEnded(run)) return answerOf(run)
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs))
  }
  throw new CommandEnd(exitCode.no, `Run ${id} has not ended after ${followMsMax / 60_000} minutes; it goes on.`)
}

/** A dry run stays planned; until its plan stands it has no changes to show. */
function hasEnded({ state, dryRun, changes }: Run): boolean {
  return state === 'done' || state === 'failed' || state === 'waiting' || (dryRun && state === 'planned' && changes.length > 0)
}

function answerOf(run: Run): Answer {
  const rows = run.changes.map(({ code, location, from, to, outcome }) => `${code} ${location}: ${from} -> ${to} (${outcome})`)
  const why = run.reason === null ? '' : `: ${run.reason.text}${run.reason.quote ? ` (${run.reason.quote})` : ''}`
  if (run.state === 'failed')
    return {
      code: notReachable.has(run.reason?.say?.id ?? '') ? exitCode.notReachable : exitCode.no,
      lines: [...rows, `failed${why}`],
      json: run,
    }
  if (run.state === 'waiting') return { code: exitCode.waitsForPerson, lines: [...rows, `waits for a person${why}`], json: run }
  const count = run.dryRun ? `would change ${run.changes.length}` : `changed ${run.changed}`
  return { code: exitCode.done, lines: [...rows, count], json: run }
}
