import { z } from 'zod'
import { ControlProblem } from '#sandbox/problem.ts'
import type { World } from '#sandbox/world.ts'
import { pushMoved } from './push.ts'
import type { Article, SmartBillCompany } from './state.ts'
import { dayOf, findArticle, freeFrom, move, stockOn, toTenThousandths, UNIT, wasStocked } from './stock.ts'

const Text = z.string().min(1).max(255)
const Units = z.number().min(-1e9).max(1e9)
const positive = Units.refine((units) => units > 0, 'must be more than zero')

const place = { warehouse: Text, code: z.string().max(255), name: Text.optional(), unit: Text.optional(), date: z.iso.date().optional() }

/** A reception note (NIR): goods come in; an article that is new gets its name and unit here. */
export const Nir = z.strictObject({ ...place, quantity: positive })
/** An inventory adjustment: a signed difference. */
export const Adjustment = z.strictObject({ ...place, quantity: Units })
/** A consumption voucher: goods leave without an invoice. */
export const Consumption = z.strictObject({ ...place, quantity: positive })
export const Transfer = z.strictObject({
  from: Text,
  to: Text,
  code: z.string().max(255),
  quantity: positive,
  date: z.iso.date().optional(),
})

type Booking = z.infer<typeof Adjustment>
export type StockRow = { readonly warehouse: string; readonly code: string; readonly name: string; readonly quantity: number }

/** Books one movement of a person and tells the push address. Throws ControlProblem. */
export function book(world: World, company: SmartBillCompany, cause: 'nir' | 'adjust' | 'consume', booking: Booking): StockRow {
  const quantity = tenThousandths(booking.quantity) * (cause === 'consume' ? -1 : 1)
  const day = booking.date ?? dayOf(world.clock.now())
  requireWarehouse(company, booking.warehouse)
  const article = knownArticle(company, booking) ?? newArticle(company, booking, cause)
  const where = { warehouse: booking.warehouse, articleId: article.id }
  requireGoods(company, where, -quantity, day)
  move(company, world.clock.now(), { ...where, quantity, day, cause, documentId: null })
  pushMoved(world, company, [where])
  return rowOf(world, company, booking.warehouse, article)
}

/** Moves goods between two warehouses. Throws ControlProblem. */
export function transfer(
  world: World,
  company: SmartBillCompany,
  { from, to, code, quantity: units, date }: z.infer<typeof Transfer>,
): StockRow[] {
  const quantity = tenThousandths(units)
  const day = date ?? dayOf(world.clock.now())
  for (const warehouse of [from, to]) requireWarehouse(company, warehouse)
  const article = findArticle(company, code, from)
  if (article === undefined) throw new ControlProblem(422, `there is no article ${code}`, [{ pointer: '/code', detail: 'is not known' }])
  requireGoods(company, { warehouse: from, articleId: article.id }, quantity, day)
  for (const [warehouse, signed] of [
    [from, -quantity],
    [to, quantity],
  ] as const) {
    move(company, world.clock.now(), { warehouse, articleId: article.id, quantity: signed, day, cause: 'transfer', documentId: null })
  }
  const places = [from, to].map((warehouse) => ({ warehouse, articleId: article.id }))
  pushMoved(world, company, places)
  return [from, to].map((warehouse) => rowOf(world, company, warehouse, article))
}

/** Today's stock of every article, or of one code, in each warehouse that ever held it. */
export function stockRows(world: World, company: SmartBillCompany, code: string | undefined): StockRow[] {
  const articles = company.articles.filter((article) => code === undefined || article.code === code)
  return company.warehouses.flatMap(({ name: warehouse }) =>
    articles
      .filter((article) => wasStocked(company, { warehouse, articleId: article.id }))
      .map((article) => rowOf(world, company, warehouse, article)),
  )
}

function rowOf(world: World, company: SmartBillCompany, warehouse: string, article: Article): StockRow {
  const quantity = stockOn(company, { warehouse, articleId: article.id }, dayOf(world.clock.now())) / UNIT
  return { warehouse, code: article.code, name: article.name, quantity }
}

function knownArticle(company: SmartBillCompany, { code, name, warehouse }: Booking): Article | undefined {
  if (code === '') return company.articles.find((article) => article.name === name)
  const byCode = company.articles.filter((article) => article.code === code)
  return byCode.find((article) => wasStocked(company, { warehouse, articleId: article.id })) ?? byCode[0]
}

function newArticle(company: SmartBillCompany, { code, name, unit = 'buc' }: Booking, cause: string): Article {
  if (cause === 'consume') throw new ControlProblem(422, `there is no article ${code}`, [{ pointer: '/code', detail: 'is not known' }])
  const article = { id: company.articles.length + 1, code, name: name ?? code, unit, isService: false }
  company.articles.push(article)
  return article
}

function requireWarehouse(company: SmartBillCompany, name: string): void {
  if (company.warehouses.some((warehouse) => warehouse.name === name)) return
  throw new ControlProblem(422, `there is no warehouse ${name}`, [{ pointer: '/warehouse', detail: 'is not known' }])
}

function requireGoods(company: SmartBillCompany, where: { warehouse: string; articleId: number }, leaving: number, day: string): void {
  if (leaving <= 0 || company.switches.negativeStock || leaving <= freeFrom(company, where, day)) return
  throw new ControlProblem(422, 'not enough stock', [{ pointer: '/quantity', detail: 'is more than there is' }])
}

function tenThousandths(units: number): number {
  const quantity = toTenThousandths(units)
  if (quantity === undefined) throw new ControlProblem(422, 'too exact', [{ pointer: '/quantity', detail: 'has more than four decimals' }])
  return quantity
}
