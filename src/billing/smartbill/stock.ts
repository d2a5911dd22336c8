import { quantity } from '#core/quantity.ts'
import type { StockQuery, StockRow } from '#billing/provider.ts'
import type { SmartBillCalls } from './call.ts'
import { StocksAnswer } from './wire.ts'

/** A row as SmartBill lists it. */
type ShownRow = Omit<StockRow, 'otherNames'>

/** Above so many codes one call for the whole list costs less than a call for each. */
const codesOneByOneMax = 5

/** The stock of a day in the named warehouses: one row for each warehouse and code, or each name where there is no code. */
export async function readStock(calls: SmartBillCalls, cif: string, { day, warehouses, codes }: StockQuery): Promise<readonly StockRow[]> {
  const [only, ...others] = warehouses
  if (only === undefined) return []
  const where = { cif, date: day, ...(others.length === 0 ? { warehouseName: only } : {}) }

  const found: ShownRow[] = []
  const asked = codes === undefined || codes.length > codesOneByOneMax ? [{}] : codes.map((code) => ({ productCode: code }))
  for (const filter of asked) {
    found.push(...(await calls.json({ kind: 'read', path: '/stocks', query: { ...where, ...filter } }, StocksAnswer)))
  }
  return summed(found.filter((row) => warehouses.includes(row.warehouse) && (codes === undefined || codes.includes(row.code))))
}

// One code may stand in several rows of a warehouse, for instance at two purchase prices; and the filter may match parts of a code.
function summed(rows: readonly ShownRow[]): StockRow[] {
  const byProduct = new Map<string, StockRow>()
  for (const row of rows) {
    const key = JSON.stringify(row.code === '' ? [row.warehouse, 'name', row.name] : [row.warehouse, 'code', row.code])
    const known = byProduct.get(key)
    byProduct.set(key, known === undefined ? { ...row, otherNames: [] } : sumOf(known, row))
  }
  return [...byProduct.values()]
}

function sumOf(known: StockRow, row: ShownRow): StockRow {
  const otherNames = new Set([...known.otherNames, row.name])
  otherNames.delete(known.name)
  return { ...known, otherNames: [...otherNames], quantity: quantity(known.quantity + row.quantity) }
}
