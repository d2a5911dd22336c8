import { Hono } from 'hono'
import { z } from 'zod'
import type { Context } from '#app/context.ts'
import { transaction } from '#db/client.ts'
import { askForRun } from '#db/run-requests.ts'
import { listRuns } from '#db/run-views.ts'
import { confirmRun } from '#jobs/confirm-run.ts'
import { undoRun } from '#jobs/undo-run.ts'
import { wake } from '#jobs/wake.ts'
import type { Env } from './auth.ts'
import { StartRun, type Run } from './contract.ts'
import { cursorText, pageMost, readCursor } from './cursor.ts'
import { parseBody } from './parse-body.ts'
import { notFound, Problem } from './problem.ts'
import { queryWord } from './query.ts'
import { isRunId, readRun, runSummary } from './run-view.ts'
import type { ShopOf } from './shop-routes.ts'

const State = z.enum(['planned', 'writing', 'waiting', 'done', 'failed'])
const idShape = /^[0-9a-f-]{36}$/

const refusal = { status: 409, kind: 'not-possible', title: 'Not possible' } as const
const confirmRefusals = { busy: 'action.busy', 'not-waiting': 'action.runNotWaiting', 'stock-off': 'action.stockOff' } as const

/** Runs: asked for, listed, one with its plan; a stopped one is confirmed, the last one undone. */
export function runRoutes(context: Context, shopOf: ShopOf): Hono<Env> {
  const routes = new Hono<Env>()

  routes.post('/', async (asked) => {
    const { tenantId } = await shopOf(asked.req.param('shop') ?? '')
    const { dryRun, codes } = await parseBody(asked.req.raw, StartRun)
    const runId = context.io.random.uuid()
    await transaction(context.db, async (tx) => {
      await askForRun(tx, tenantId, { runId, cause: 'syncNow', dryRun, codes: codes ?? null, askedAt: context.io.clock.now() })
      await wake(context, tx, { tenantId, kind: 'stock', connection: 'smartbill' })
    })
    return asked.json({ id: runId }, 202)
  })

  routes.get('/', async (asked) => {
    const { tenantId } = await shopOf(asked.req.param('shop') ?? '')
    const before = readCursor(asked.req.query('cursor'), idShape)
    const found = await listRuns(context.db, tenantId, { most: pageMost + 1, before, state: queryWord(asked, 'state', State) })
    const shown = found.slice(0, pageMost)
    const last = shown.at(-1)
    const next = last === undefined || found.length <= pageMost ? null : cursorText({ at: new Date(last.startedAt), id: last.id })
    return asked.json({ items: shown.map(runSummary), next })
  })

  routes.get('/:id', async (asked) => {
    const { tenantId } = await shopOf(asked.req.param('shop') ?? '')
    return asked.json(await runOf(tenantId, asked.req.param('id')))
  })
  routes.post('/:id/confirm', async (asked) => {
    const { tenantId } = await shopOf(asked.req.param('shop') ?? '')
    const { id } = await runOf(tenantId, asked.req.param('id'))
    const confirmed = await confirmRun(context, tenantId, id)
    if (confirmed !== 'done') throw new Problem({ ...refusal, says: confirmRefusals[confirmed] })
    return asked.json(await runOf(tenantId, id))
  })

  routes.post('/:id/undo', async (asked) => {
    const { tenantId } = await shopOf(asked.req.param('shop') ?? '')
    const { id } = await runOf(tenantId, asked.req.param('id'))
    const undone = await undoRun(context, tenantId, id)
    if (undone.is !== 'done') throw new Problem({ ...refusal, says: undone.is === 'busy' ? 'action.busy' : 'action.notLastRun' })
    return asked.json(await runOf(tenantId, undone.runId))
  })
  return routes

  async function runOf(tenantId: Parameters<typeof readRun>[1], id: string): Promise<Run> {
    const run = isRunId(id) ? await readRun(context, tenantId, id) : undefined
    if (run === undefined) throw notFound('missing.run', { name: id.slice(0, 60) })
    return run
  }
}
