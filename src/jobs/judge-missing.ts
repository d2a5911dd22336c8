import type { Context } from '#app/context.ts'
import type { BillingProvider } from '#billing/provider.ts'
import { judgeAbsence, type Absence, type AbsenceFacts } from '#core/absent.ts'
import { bucharestDay } from '#core/romania.ts'
import { quantity } from '#core/quantity.ts'
import type { TenantId } from '#core/tenant.ts'
import { keepArticles, type ReadingTimes, type StoredArticle } from '#db/articles.ts'
import type { StoredDischarge } from '#db/ledger.ts'
import type { BillingReading } from './read-billing.ts'

/** So many products are asked for by themselves in one run; the others wait for the next. */
const askedMax = 20

export type Judged = { readonly article: StoredArticle; readonly absence: Absence }

export type Judging = {
  readonly tenantId: TenantId
  readonly provider: BillingProvider
  readonly reading: BillingReading
  /** Articles that bound rows need and the reading did not show. */
  readonly missing: readonly StoredArticle[]
  readonly discharges: readonly StoredDischarge[]
  /** The whole list was read, so the missing ones were not asked for by themselves yet. */
  readonly whole: boolean
}

/** What becomes of bound products that a reading did not show; a proven zero is kept as their figure. */
export async function judgeMissing(context: Context, judging: Judging): Promise<readonly Judged[]> {
  const { tenantId, provider, reading } = judging
  const judged: Judged[] = []
  for (const [index, article] of judging.missing.entries()) {
    const facts = absenceFacts(judging, article)
    const first = judgeAbsence(facts)
    const asked = first.do === 'ask-alone' && index < askedMax ? await askAlone(context, provider, article) : null
    const absence = asked === null ? first : judgeAbsence({ ...facts, askedAlone: asked.answer })
    judged.push({ article, absence })
    const figure = figureOf(absence)
    if (figure !== null) {
      await keepArticles(context.db, { tenantId, connection: provider.kind }, [{ ...article, quantity: figure }], asked ?? reading)
    }
  }
  return judged
}

function figureOf(absence: Absence): StoredArticle['quantity'] | null {
  if (absence.do === 'use-figure') return absence.quantity
  return absence.do === 'count-as-zero' ? quantity(0) : null
}

function absenceFacts({ reading, whole, discharges }: Judging, article: StoredArticle): AbsenceFacts {
  return {
    asked: reading.askedAt,
    list: reading.list,
    askedAlone: whole ? null : { is: 'absent' },
    catalogue: lacksIt(reading, article) ? 'lacks-it' : 'not-known',
    ownDocumentsExplain: article.quantity - takenSince(discharges, article) <= 0,
    lackedSince: article.missingSince,
  }
}

/** A list that shows sold-out products lacks only what is gone; and what came under another code or name is not sold out. */
function lacksIt({ articles }: BillingReading, article: StoredArticle): boolean {
  const inWarehouse = articles.filter(({ warehouse }) => warehouse === article.warehouse)
  const showsZeros = inWarehouse.some((shown) => shown.quantity === 0)
  const renamed = inWarehouse.some(
    (shown) =>
      shown.articleKey !== article.articleKey &&
      shown.quantity === article.quantity &&
      shown.quantity !== 0 &&
      (shown.name === article.name || (shown.code !== '' && shown.code === article.code)),
  )
  return showsZeros || renamed
}

function takenSince(discharges: readonly StoredDischarge[], article: StoredArticle): number {
  return discharges
    .filter(
      ({ warehouse, articleKey, outcome }) => warehouse === article.warehouse && articleKey === article.articleKey && outcome !== 'refused',
    )
    .filter(({ sent }) => sent >= article.askedAt)
    .reduce((sum, entry) => sum + entry.quantity, 0)
}

type AskedAlone = ReadingTimes & { readonly answer: NonNullable<AbsenceFacts['askedAlone']> }

/** The answer is younger than the list: it has its own times, or an invoice sent in between would count as not in it. */
async function askAlone(context: Context, provider: BillingProvider, article: StoredArticle): Promise<AskedAlone> {
  const askedAt = context.io.clock.now()
  const day = bucharestDay(askedAt)
  const rows = await provider.readStock({ day, warehouses: [article.warehouse], codes: [article.articleKey] })
  const found = rows.find((row) => row.warehouse === article.warehouse && (row.code === '' ? row.name : row.code) === article.articleKey)
  const answer = found === undefined ? ({ is: 'absent' } as const) : ({ is: 'present', quantity: found.quantity } as const)
  return { askedAt, answeredAt: context.io.clock.now(), answer }
}
