import type { Article, Cause, Movement, SmartBillCompany } from './state.ts'

export const UNIT = 10_000

const bucharestDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Bucharest', year: 'numeric', month: '2-digit', day: '2-digit' })

/** "2026-11-23": the day in Romania at a moment. */
export function dayOf(atMs: number): string {
  return bucharestDay.format(atMs)
}

/** One article in one warehouse. */
export type Place = { readonly warehouse: string; readonly articleId: number }

function ledgerKey({ warehouse, articleId }: Place): string {
  return `${articleId} ${warehouse}`
}

/** Units to integers of 1/10,000; undefined when there are more than four decimals. */
export function toTenThousandths(units: number): number | undefined {
  const whole = Math.round(units * UNIT)
  if (Math.abs(whole / UNIT - units) > 1e-6 * Math.max(1, Math.abs(units) / 1e6)) return undefined
  return whole === 0 ? 0 : whole
}

export type NewMovement = Place & {
  readonly quantity: number
  readonly day: string
  readonly cause: Cause
  readonly documentId: number | null
}

export function move(company: SmartBillCompany, atMs: number, { warehouse, articleId, ...rest }: NewMovement): void {
  const key = ledgerKey({ warehouse, articleId })
  const ledger = company.ledgers.get(key)
  const movement: Movement = { ...rest, at: atMs }
  if (ledger === undefined) company.ledgers.set(key, [movement])
  else ledger.push(movement)
}

/** Stock at the end of a day: what is dated later is not seen, nor what was written after `knownAtMs`. */
export function stockOn(company: SmartBillCompany, place: Place, day: string, knownAtMs = Infinity): number {
  const ledger = company.ledgers.get(ledgerKey(place)) ?? []
  return sumUntil(knownAtMs === Infinity ? ledger : ledger.filter(({ at }) => at <= knownAtMs), day)
}

/** How much may still leave on a day without any later day going below zero. */
export function freeFrom(company: SmartBillCompany, place: Place, day: string): number {
  const ledger = company.ledgers.get(ledgerKey(place)) ?? []
  const laterDays = new Set(ledger.filter((movement) => movement.day > day).map((movement) => movement.day))
  return Math.min(...[day, ...laterDays].map((until) => sumUntil(ledger, until)))
}

export function wasStocked(company: SmartBillCompany, place: Place): boolean {
  return company.ledgers.has(ledgerKey(place))
}

/** By code, or by name where the company does not use codes. Of several with one code the one that the warehouse knows wins. */
export function findArticle(company: SmartBillCompany, key: string, warehouse: string | null): Article | undefined {
  const found = company.articles.filter((article) =>
    company.usesProductCodes ? article.code === key : article.name.toLowerCase() === key.toLowerCase(),
  )
  return found.find((article) => warehouse !== null && wasStocked(company, { warehouse, articleId: article.id })) ?? found[0]
}

function sumUntil(ledger: readonly Movement[], day: string): number {
  return ledger.reduce((sum, movement) => (movement.day <= day ? sum + movement.quantity : sum), 0)
}
