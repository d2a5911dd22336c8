import type { Article, Cause, Movement, SmartBillCompany } from './state.ts'

export const UNIT = 10_000

const bucharestDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Bucharest', year: 'numeric', month: '2-digit', day: '2-digit' })

/** "2026-11-23": the day in Romania at a moment. */
export function dayOf(atMs: number): string {
  return bucharestDay.format(atMs)
}

export function ledgerKey(warehouse: string, articleId: number): string {
  return `${articleId} ${warehouse}`
}

/** Units to integers of 1/10,000. Throws RangeError when there are more than four decimals. */
export function toTenThousandths(units: number): number {
  const whole = Math.round(units * UNIT)
  if (Math.abs(whole / UNIT - units) > 1e-9) throw new RangeError(`more than four decimals: ${units}`)
  return whole === 0 ? 0 : whole
}

export type NewMovement = {
  readonly warehouse: string
  readonly articleId: number
  readonly quantity: number
  readonly day: string
  readonly cause: Cause
  readonly documentId: number | null
}

export function move(company: SmartBillCompany, atMs: number, { warehouse, articleId, ...rest }: NewMovement): void {
  const key = ledgerKey(warehouse, articleId)
  const ledger = company.ledgers.get(key)
  const movement: Movement = { ...rest, at: atMs }
  if (ledger === undefined) company.ledgers.set(key, [movement])
  else ledger.push(movement)
}

/** Stock at the end of a day: what is dated later is not seen. */
export function stockOn(company: SmartBillCompany, warehouse: string, articleId: number, day: string): number {
  return sumUntil(company.ledgers.get(ledgerKey(warehouse, articleId)) ?? [], day)
}

/** How much may still leave on a day without any later day going below zero. */
export function freeFrom(company: SmartBillCompany, warehouse: string, articleId: number, day: string): number {
  const ledger = company.ledgers.get(ledgerKey(warehouse, articleId)) ?? []
  const laterDays = new Set(ledger.filter((movement) => movement.day > day).map((movement) => movement.day))
  return Math.min(...[day, ...laterDays].map((until) => sumUntil(ledger, until)))
}

export function wasStocked(company: SmartBillCompany, warehouse: string, articleId: number): boolean {
  return company.ledgers.has(ledgerKey(warehouse, articleId))
}

/** By code, or by name where the company does not use codes. Of several with one code the one that the warehouse knows wins. */
export function findArticle(company: SmartBillCompany, key: string, warehouse: string | null): Article | undefined {
  const found = company.articles.filter((article) =>
    company.usesProductCodes ? article.code === key : article.name.toLowerCase() === key.toLowerCase(),
  )
  return found.find((article) => warehouse !== null && wasStocked(company, warehouse, article.id)) ?? found[0]
}

function sumUntil(ledger: readonly Movement[], day: string): number {
  return ledger.reduce((sum, movement) => (movement.day <= day ? sum + movement.quantity : sum), 0)
}
