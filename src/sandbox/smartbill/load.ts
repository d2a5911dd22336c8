import { ControlProblem } from '#sandbox/problem.ts'
import type { World } from '#sandbox/world.ts'
import type { CompanyFile } from './company-file.ts'
import type { Article, SmartBillCompany, Warehouse } from './state.ts'
import { dayOf, move, stockOn, toTenThousandths, UNIT, wasStocked } from './stock.ts'

/** Document ids begin after this. */
const firstDocumentId = 990_000

/** Opens a company in the world; ids are given in the order of the file. Throws ControlProblem on a quantity or warehouse that cannot be. */
export function loadCompany(world: World, file: CompanyFile): void {
  if (world.smartbill.has(file.cif))
    throw new ControlProblem(422, 'two companies of one code', [{ pointer: '/cif', detail: `${file.cif} stands in the file twice` }])
  const { stock, warehouses, series, ...settings } = file
  const today = dayOf(world.clock.now())
  const company: SmartBillCompany = {
    ...settings,
    series: series.map((one) => ({ ...one })),
    warehouses: warehousesOf(warehouses, today),
    articles: [],
    ledgers: new Map(),
    documents: [],
    clients: new Map(),
    heldPushes: [],
    lastId: firstDocumentId,
  }
  const known = new Map<string, Article[]>()
  for (const [index, row] of stock.entries()) {
    const warehouse = company.warehouses.find(({ name }) => name === row.warehouse)
    if (warehouse === undefined) throw wrongRow(index, 'warehouse', `the company has no warehouse ${row.warehouse}`)
    const article = articleOf(company, known, row)
    const quantity = toTenThousandths(row.quantity)
    if (quantity === undefined) throw wrongRow(index, 'quantity', 'has more than four decimals')
    move(company, world.clock.now(), {
      warehouse: warehouse.name,
      articleId: article.id,
      quantity,
      day: warehouse.initialImport,
      cause: 'initial',
      documentId: null,
    })
  }
  world.smartbill.set(file.cif, company)
}

/** The company in the shape of the world file, with ids and with today's stock. */
export function dumpCompany(world: World, company: SmartBillCompany): CompanyFile {
  const { articles, ledgers: _ledgers, documents: _documents, clients: _clients, heldPushes: _held, lastId: _lastId, ...settings } = company
  const today = dayOf(world.clock.now())
  const stock = company.warehouses.flatMap(({ name: warehouse }) =>
    articles
      .filter(({ id }) => wasStocked(company, { warehouse, articleId: id }))
      .map(({ id, code, name, unit }) => ({
        id,
        warehouse,
        code,
        name,
        unit,
        quantity: stockOn(company, { warehouse, articleId: id }, today) / UNIT,
      })),
  )
  return { ...settings, taxes: [...company.taxes], units: [...company.units], stock }
}

/** Warehouses as a file says them; ids follow its order. Without a day of first import it is the first of this year. */
export function warehousesOf(files: CompanyFile['warehouses'], today: string): Warehouse[] {
  return files.map((file, index) => ({
    id: file.id ?? index + 1,
    name: file.name,
    type: file.type,
    initialImport: file.initialImport ?? `${today.slice(0, 4)}-01-01`,
  }))
}

/** Rows of one code are one article, unless one warehouse has them under two names. */
function articleOf(company: SmartBillCompany, known: Map<string, Article[]>, row: CompanyFile['stock'][number]): Article {
  const key = row.code === '' ? `name ${row.name}` : `code ${row.code}`
  const alike = known.get(key) ?? []
  const same = alike.find(
    (article) => article.name === row.name || !wasStocked(company, { warehouse: row.warehouse, articleId: article.id }),
  )
  if (same !== undefined) return same
  const article = { id: company.articles.length + 1, code: row.code, name: row.name, unit: row.unit, isService: false }
  company.articles.push(article)
  known.set(key, [...alike, article])
  return article
}

function wrongRow(index: number, field: string, detail: string): ControlProblem {
  return new ControlProblem(422, 'a row of stock cannot be', [{ pointer: `/stock/${index}/${field}`, detail }])
}
