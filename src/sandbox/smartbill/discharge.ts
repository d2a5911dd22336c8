import { Refusal } from './envelopes.ts'
import type { Article, DocumentLine, SmartBillCompany } from './state.ts'
import { findArticle, freeFrom, wasStocked } from './stock.ts'

export type Leaving = {
  readonly position: number
  readonly name: string
  readonly code: string
  readonly unit: string
  readonly warehouseName: string
  readonly quantity: number
}

/**
 * The article that a line takes out of its warehouse. Throws Refusal with SmartBill's own text.
 * `taken` sums what earlier lines of the document have asked for; nothing has moved yet.
 */
export function checkDischarge(
  company: SmartBillCompany,
  line: Leaving,
  document: { readonly name: string; readonly day: string },
  taken: Map<string, number>,
): Article {
  const article = stockedArticle(company, line, document.day)
  const key = `${article.id} ${line.warehouseName}`
  const asked = (taken.get(key) ?? 0) + line.quantity
  taken.set(key, asked)
  if (
    line.quantity > 0 &&
    asked > freeFrom(company, { warehouse: line.warehouseName, articleId: article.id }, document.day) &&
    !company.switches.negativeStock
  ) {
    const date = document.day.split('-').toReversed().join('/')
    throw new Refusal(
      `Cantitate stoc insuficienta la <b>Factura ${document.name}</b> din data <b>${date}</b> pentru produsul <b>${line.name}</b> de la pozitia ${line.position}`,
    )
  }
  return article
}

function stockedArticle(company: SmartBillCompany, line: Leaving, day: string): Article {
  if (!company.stockModule) throw new Refusal('Modulul stoc nu este activ!')
  if (line.warehouseName === '') throw new Refusal(`Gestiunea predatoare nu este setata pentru produsul ${line.name}.`)
  const warehouse = company.warehouses.find(({ name }) => name === line.warehouseName)
  if (warehouse === undefined) throw new Refusal(`Gestiunea predatoare ${line.warehouseName} a produsului ${line.name} nu a fost gasita.`)
  if (day < warehouse.initialImport) {
    throw new Refusal(
      `Nu poti adauga documente cu tranzactii pe stoc la data anterioara datei importului de stoc initial. Pe gestiunea ${warehouse.name} importul de stoc initial s-a facut la data ${warehouse.initialImport.split('-').toReversed().join('/')}.`,
    )
  }
  const article = findArticle(company, company.usesProductCodes ? line.code : line.name, warehouse.name)
  if (article === undefined || !wasStocked(company, { warehouse: warehouse.name, articleId: article.id })) throw neverStocked(company, line)
  if (article.unit !== line.unit) {
    throw new Refusal(
      `Unitatea de masura ${line.unit} a produsului ${line.name} nu are factor de conversie setat.<div id="moreErrorDetails" style="display:none;">Unitatea de masura a produsului pe stoc este ${article.unit}.</div>`,
    )
  }
  return article
}

function neverStocked(company: SmartBillCompany, line: Leaving): Refusal {
  const otherCase = company.articles.find(({ code }) => code !== line.code && code.toLowerCase() === line.code.toLowerCase())
  if (company.usesProductCodes && otherCase !== undefined) {
    return new Refusal(`Exista deja pe stoc un produs cu numele ${otherCase.name} si codul ${otherCase.code}.`)
  }
  return new Refusal(
    `Nu ai facut nicio achizitie pentru produsul ${line.name}. <br/>Verifica daca numele si codul produsului sunt scrise identic cu cele de pe stoc.`,
  )
}

export type Discharge = { readonly warehouse: string; readonly articleId: number; readonly quantity: number }

/** What left the warehouses by a document. */
export function dischargesOf(lines: readonly DocumentLine[]): Discharge[] {
  return lines.flatMap(({ warehouse, discharge }) => (warehouse === null || discharge === null ? [] : [{ warehouse, ...discharge }]))
}
