import type { World } from '#sandbox/world.ts'
import { json, plainEnvelope, Refusal } from './envelopes.ts'
import { isDay } from './issue-invoice.ts'
import type { Query } from './read-calls.ts'
import type { Article, SmartBillCompany, Warehouse } from './state.ts'
import { dayOf, stockOn, UNIT, wasStocked } from './stock.ts'

type Row = { readonly article: Article; readonly quantity: number }
type Moment = { readonly day: string; readonly knownAtMs: number }
type Entry = { readonly warehouse: Warehouse; readonly rows: readonly Row[] }

/** `GET /stocks`: what each warehouse holds at the end of a day. Empty filters are none. */
export function readStocks(world: World, company: SmartBillCompany, query: Query): Response {
  const { date = '', warehouseName = '', productName = '', productCode = '' } = query
  if (date === '') throw new Refusal('Data la care vreti sa aflati valoarea stocului trebuie specificata!')
  if (!isDay(date)) throw new Refusal('Data trebuie sa fie de forma yyyy-MM-dd.')
  const moment = { day: date, knownAtMs: knownAt(world) }
  const wanted = filtered(company, { name: productName, code: productCode })
  const entries = warehousesNamed(company, warehouseName)
    .map((warehouse) => ({ warehouse, rows: rowsOf(company, warehouse, wanted, moment) }))
    .filter(({ rows }) => rows.length > 0 || company.switches.emptyWarehouseEntry === 'emptyProducts')
  return json({ ...plainEnvelope, list: underFault(world, entries).map((entry) => shownEntry(company, entry)) })
}

/** `GET /stocks/ecom/`: today's stock of one warehouse as a flat list. */
export function readEcomStocks(world: World, company: SmartBillCompany, { warehouseName = '' }: Query): Response {
  const moment = { day: dayOf(world.clock.now()), knownAtMs: knownAt(world) }
  const entries = warehousesNamed(company, warehouseName).map((warehouse) => ({
    warehouse,
    rows: rowsOf(company, warehouse, company.articles, moment),
  }))
  const products = underFault(world, entries).flatMap(({ rows }) =>
    rows.map(({ article, quantity }) => ({
      productName: article.name,
      productCode: article.code,
      measuringUnit: article.unit,
      quantity: quantity / UNIT,
    })),
  )
  return json({ errorText: '', products })
}

function warehousesNamed(company: SmartBillCompany, name: string): readonly Warehouse[] {
  const found = company.warehouses.filter((warehouse) => name === '' || warehouse.name === name)
  if (name !== '' && found.length === 0) throw new Refusal(`Gestiunea ${name} nu a fost gasita pe server.`)
  return found
}

function filtered(company: SmartBillCompany, { name, code }: { name: string; code: string }): readonly Article[] {
  const exact = company.switches.stockFilter === 'exact'
  function fits(text: string, filter: string): boolean {
    if (filter === '') return true
    return exact ? text === filter : text.toLowerCase().includes(filter.toLowerCase())
  }
  return company.articles.filter((article) => fits(article.name, name) && fits(article.code, code))
}

/** How old the answer's knowledge is, when a fault asks for it. */
function knownAt(world: World): number {
  const stale = world.faults.take('smartbill', 'staleRead', { method: 'GET', path: '/stocks' })
  return stale === undefined ? Infinity : world.clock.now() - stale.ms
}

/** Products in stock; those without any are left out, unless the switch says that SmartBill lists them. */
function rowsOf(company: SmartBillCompany, warehouse: Warehouse, articles: readonly Article[], moment: Moment): Row[] {
  return articles
    .filter(({ id }) => wasStocked(company, { warehouse: warehouse.name, articleId: id }))
    .map((article) => ({
      article,
      quantity: stockOn(company, { warehouse: warehouse.name, articleId: article.id }, moment.day, moment.knownAtMs),
    }))
    .filter(({ quantity }) => quantity !== 0 || company.switches.listZeroStockRows)
}

/** A list that came back empty, or without some of its rows. */
function underFault(world: World, entries: readonly Entry[]): readonly Entry[] {
  const fault = world.faults.take('smartbill', ['emptyList', 'shortList'], { method: 'GET', path: '/stocks' })
  if (fault?.kind === 'emptyList') return []
  if (fault?.kind !== 'shortList') return entries
  return entries.map((entry) => ({ ...entry, rows: entry.rows.slice(0, Math.floor((entry.rows.length * fault.percent) / 100)) }))
}

function shownEntry(company: SmartBillCompany, { warehouse, rows }: Entry): object {
  return {
    warehouse: { warehouseName: warehouse.name, warehouseType: warehouse.type },
    products: rows.flatMap((row) => shownRows(company, row)),
  }
}

function shownRows({ switches }: SmartBillCompany, { article, quantity }: Row): object[] {
  const code = article.code === '' && switches.missingCode === 'absent' ? {} : { productCode: article.code }
  const half = Math.floor(quantity / UNIT / 2) * UNIT
  const parts = switches.duplicateCodeRows && half > 0 ? [half, quantity - half] : [quantity]
  return parts.map((part) => ({
    productName: article.name,
    ...code,
    measuringUnit: article.unit,
    quantity: switches.quantityAsString ? String(part / UNIT) : part / UNIT,
  }))
}
