import type { Context } from '#app/context.ts'
import { handEditsPerDayMax } from '#core/stock-settings.ts'
import { transaction, type Tx } from '#db/client.ts'
import { keepHandEdit, handEditsSince } from '#db/hand-edits.ts'
import { endProblems, raiseProblem, replaceProblems } from '#db/problems.ts'
import { addMarks } from '#db/stock-marks.ts'
import type { Judged } from './judge-missing.ts'
import type { LocationPlan, PlannedRow } from './plan-location.ts'
import type { BillingReading } from './read-billing.ts'
import type { ShopFacts } from './shop-facts.ts'

const dayMs = 24 * 3_600_000
/** A look that would tell more at once would tell more a moment later, too. */
const lookAgainMsMin = 1_000

type Found = {
  readonly planned: readonly LocationPlan[]
  readonly judged: readonly Judged[]
  readonly reading: BillingReading
  readonly whole: boolean
}

/** What a look found besides changes: when to look again, edits by other hands, figures that only a person can explain. */
export async function noteFindings(context: Context, { tenant: { tenantId } }: ShopFacts, found: Found): Promise<void> {
  const soonest = new Date(context.io.clock.now().getTime() + lookAgainMsMin)
  await transaction(context.db, async (tx) => {
    for (const { rows } of found.planned) {
      for (const row of rows) {
        if (row.lookAgainAt !== null)
          await addMarks(tx, tenantId, [row.itemId], { at: notBefore(soonest, row.lookAgainAt), cause: 'secondLook' })
        if (row.edited !== null) await noteEdit(context, tx, tenantId, { ...row, edited: row.edited })
      }
      await noteShortages(context, tx, tenantId, rows)
    }
    await noteAbsences(context, tx, tenantId, found)
  })
}

function notBefore(soonest: Date, at: Date): Date {
  return at < soonest ? soonest : at
}

type TenantId = ShopFacts['tenant']['tenantId']

async function noteEdit(
  context: Context,
  tx: Tx,
  tenantId: TenantId,
  row: PlannedRow & { edited: { from: number; to: number } },
): Promise<void> {
  const { itemId, locationId, code, edited } = row
  const now = context.io.clock.now()
  await keepHandEdit(tx, tenantId, { itemId, locationId, at: now, ...edited })
  const today = await handEditsSince(tx, tenantId, { itemId, locationId }, new Date(now.getTime() - dayMs))
  if (today < handEditsPerDayMax) return
  await raiseProblem(tx, tenantId, { kind: 'handEdits', subject: code, detail: { code, times: today, ...edited } }, context.io)
}

async function noteShortages(context: Context, tx: Tx, tenantId: TenantId, rows: readonly PlannedRow[]): Promise<void> {
  const short = rows.filter(({ problem }) => problem !== null)
  const well = rows.filter(({ problem }) => problem === null).map(({ code }) => code)
  await endProblems(tx, tenantId, { kinds: ['moreLeftThanBookHad'], subjects: well }, context.io.clock.now())
  for (const { code, terms } of short)
    await raiseProblem(tx, tenantId, { kind: 'moreLeftThanBookHad', subject: code, detail: { code, terms } }, context.io)
}

async function noteAbsences(context: Context, tx: Tx, tenantId: TenantId, { judged, reading, whole }: Found): Promise<void> {
  for (const { article, absence } of judged) {
    const { warehouse, articleKey: code, name } = article
    if (absence.do === 'raise-problem' && reading.list === 'trusted') {
      await raiseProblem(
        tx,
        tenantId,
        { kind: 'productGone', subject: code, detail: { code, name, warehouse, because: absence.because } },
        context.io,
      )
    }
  }
  if (!whole) return
  const doubted =
    reading.list === 'trusted'
      ? []
      : [{ subject: 'list', detail: { list: reading.list, shown: reading.articles.length, missing: reading.missing.length } }]
  await replaceProblems(tx, tenantId, { kind: 'listDoubted', problems: doubted }, context.io)
  const shown = new Set(reading.articles.map(({ articleKey }) => articleKey))
  await endProblems(tx, tenantId, { kinds: ['productGone'], subjects: [...shown] }, context.io.clock.now())
}

/** When a complete reading would prove what this one could not; null when nothing waits for it. */
export function proofDueAt(judged: readonly Judged[]): Date | null {
  const times = judged.flatMap(({ absence }) => (absence.do === 'wait' ? [absence.until.getTime()] : []))
  return times.length === 0 ? null : new Date(Math.min(...times))
}
