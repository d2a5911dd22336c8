import type { Context } from '#app/context.ts'
import { capabilitiesOf } from '#billing/registry.ts'
import { flows, notCovered, type NotCovered } from '#core/flows.ts'
import { bucharestDay, bucharestInstant } from '#core/romania.ts'
import { oldestDueAt } from '#db/due.ts'
import { blockedUntil, countInStep, countOrders, nextStockRun, type StepCounts } from '#db/overview-views.ts'
import { countProblems } from '#db/problem-views.ts'
import { unfinishedRequest } from '#db/run-requests.ts'
import { listRuns, writingRun, type RunCause } from '#db/run-views.ts'
import type { Tenant } from '#db/tenants.ts'
import { usesDocumented } from '#jobs/plan-location.ts'
import { budgetAccountOf } from '#jobs/provider-of.ts'
import { readShopFacts, type ShopFacts } from '#jobs/shop-facts.ts'
import { pairingsOf } from '#jobs/stock-facts.ts'
import type { FlowStatus, Overview, RunSummary, Sentence } from './contract.ts'
import { severityOf } from './problem-kinds.ts'
import { requestSummary, runSummary } from './run-view.ts'
import { sentence } from './sentence.ts'

/** Work is begun within seconds of its time; after this nobody does it. */
const lateMsMax = 5 * 60_000
/** A request that nobody has begun for so long is no run under way. */
const requestMsMax = 10 * 60_000

/** How a shop stands, on one page. */
export async function readOverview(context: Context, tenant: Tenant): Promise<Overview> {
  const { db } = context
  const { tenantId } = tenant
  const facts = await readShopFacts(context, tenantId)
  const now = context.io.clock.now()
  const blocked = await blockOf(context, facts, now)
  const dueSince = await oldestDueAt(db, now, tenantId)
  const lateMs = dueSince === null ? 0 : now.getTime() - dueSince.getTime()
  const missing = facts.service === null ? [] : notCovered(tenant.subscription, facts.service.warehouse)
  const steps = await countInStep(db, tenantId, now)
  const [last] = await listRuns(db, tenantId, { most: 1, before: null, state: 'done' })
  const next = facts.running.b && facts.service !== null ? await nextStockRun(db, tenantId) : null
  const problems = await countProblems(db, tenantId)
  return {
    shop: tenant.domain,
    name: tenant.name,
    currency: tenant.currency,
    sandbox: tenant.sandbox,
    now: now.toISOString(),
    subscription: tenant.subscription,
    notCovered: [...missing],
    flows: flowStates(facts, missing, { blocked, lateMs }),
    stockRule: usesDocumented(facts) ? 'documented' : 'exact',
    inStep: inStep(steps),
    lastRun: last === undefined ? null : runSummary(last),
    lastLookAt: latest(steps)?.toISOString() ?? null,
    nextRun: next === null ? null : { at: next.at.toISOString(), cause: causeOf(next.cause) },
    running: await runningNow(context, tenant, now),
    orders: await countOrders(db, tenantId, bucharestInstant(bucharestDay(now), '00:00')),
    problems: {
      open: sum([...problems.values()]),
      stopping: sum([...problems].filter(([kind]) => severityOf(kind) === 'stops').map(([, count]) => count)),
    },
    service:
      facts.service === null
        ? null
        : {
            kind: facts.service.kind,
            connected: hasToken(facts) && facts.connection?.loaded !== null,
            blockedUntil: blocked?.toISOString() ?? null,
          },
  }
}

/** Until when the shop's service answers nothing, as the account's allowance has it. */
export async function blockOf(context: Context, facts: ShopFacts, now: Date): Promise<Date | null> {
  const account = budgetAccountOf(context, facts)
  return account === null ? null : blockedUntil(context.db, account, now)
}

function inStep({ bound, differing, polledAt }: StepCounts): Overview['inStep'] {
  const known = differing === 0 ? 'yes' : 'no'
  return { state: polledAt === null ? 'unknown' : known, bound, differing, at: polledAt?.toISOString() ?? null }
}

function latest({ lookedAt, polledAt }: StepCounts): Date | null {
  if (lookedAt === null || polledAt === null) return lookedAt ?? polledAt
  return lookedAt > polledAt ? lookedAt : polledAt
}

async function runningNow({ db }: Context, { tenantId }: Tenant, now: Date): Promise<RunSummary | null> {
  const writing = await writingRun(db, tenantId)
  if (writing !== undefined) return runSummary(writing)
  const request = await unfinishedRequest(db, tenantId)
  const young = request !== undefined && now.getTime() - request.askedAt.getTime() < requestMsMax
  return young ? requestSummary(request) : null
}

type Outside = { readonly blocked: Date | null; readonly lateMs: number }

function flowStates(facts: ShopFacts, missing: readonly NotCovered[], outside: Outside): FlowStatus[] {
  const { tenant, settings, service } = facts
  const meant = service === null ? null : flows(settings.preferences, service.warehouse, capabilitiesOf[service.kind])
  const on = meant?.do === 'run' ? meant : { a: false, b: false }
  const barcode = missing.includes('barcode')
  return [
    flowState('A', { on: on.a, pausedAt: tenant.pausedA, notCovered: barcode, obstacle: obstacleTo(facts, outside) }),
    flowState('B', {
      on: on.b,
      pausedAt: tenant.pausedB,
      notCovered: barcode || missing.includes('flowB'),
      obstacle: obstacleTo(facts, outside) ?? (pairingsOf(facts).length === 0 ? sentence('flow.noPairing') : null),
    }),
  ]
}

type FlowFacts = {
  readonly on: boolean
  readonly pausedAt: Date | null
  readonly notCovered: boolean
  readonly obstacle: Sentence | null
}

function flowState(flow: 'A' | 'B', { on, pausedAt, notCovered: uncovered, obstacle }: FlowFacts): FlowStatus {
  const at = pausedAt?.toISOString() ?? null
  if (!on) return { flow, state: 'off', pausedAt: at, why: obstacle?.say?.id === 'flow.noService' ? obstacle : null }
  if (pausedAt !== null) return { flow, state: 'paused', pausedAt: at, why: null }
  if (uncovered) return { flow, state: 'notCovered', pausedAt: null, why: sentence('flow.notCovered') }
  if (obstacle !== null) return { flow, state: 'blocked', pausedAt: null, why: obstacle }
  return { flow, state: 'on', pausedAt: null, why: null }
}

function obstacleTo(facts: ShopFacts, { blocked, lateMs }: Outside): Sentence | null {
  if (facts.service === null) return sentence('flow.noService')
  if (!facts.service.enabled) return sentence('flow.serviceOff')
  if (!hasToken(facts)) return sentence('flow.noToken')
  if (lateMs > lateMsMax) return sentence('flow.noWorker', { minutes: Math.floor(lateMs / 60_000) })
  if (facts.connection?.failure?.kind === 'unauthorized') return sentence('flow.refusedCredentials')
  return blocked === null ? null : sentence('flow.blocked')
}

function hasToken({ connection }: ShopFacts): boolean {
  return connection !== undefined && connection.credentials !== null
}

const causes: readonly RunCause[] = [
  'schedule',
  'push',
  'movement',
  'syncNow',
  'testConnection',
  'newProducts',
  'catchUp',
  'secondLook',
  'undo',
]

function causeOf(stored: string): RunCause {
  return causes.find((cause) => cause === stored) ?? 'movement'
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0)
}
