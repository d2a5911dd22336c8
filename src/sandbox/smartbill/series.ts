import { Refusal } from './envelopes.ts'
import type { Document, Series, SmartBillCompany } from './state.ts'

const numberDigits = 4

/** The invoice series of a name with the number that its next document gets. Throws Refusal. */
export function nextNumber(company: SmartBillCompany, name: string): { readonly name: string; readonly number: string } {
  const series = seriesOf(company, name, 'f')
  if (!series.mayIssue) throw new Refusal('Nu aveti dreptul de a adauga facturi pe seria selectata', 403)
  return { name, number: padded(series.next) }
}

/** Uses up the next number of a series. Throws Refusal when there is no such series. */
export function takeNumber(company: SmartBillCompany, name: string, type: Series['type']): string {
  const series = seriesOf(company, name, type)
  const number = padded(series.next)
  series.next += 1
  return number
}

/** Numbers go out with leading zeros and are found only with them. */
export function findDocument(company: SmartBillCompany, series: string, number: string): Document | undefined {
  return company.documents.find(
    (document) => document.series === series && document.number === number && number !== '' && document.status !== 'deleted',
  )
}

export function isLastOfSeries(company: SmartBillCompany, document: Document): boolean {
  const ofSeries = company.documents.filter(
    ({ series, number, status }) => series === document.series && number !== '' && status !== 'deleted',
  )
  return ofSeries.every((other) => Number(other.number) <= Number(document.number))
}

function seriesOf(company: SmartBillCompany, name: string, type: Series['type']): Series {
  const series = company.series.find((one) => one.name === name && one.type === type)
  if (series === undefined) throw new Refusal('Seria nu a fost gasita! Folositi o serie creata in contul de cloud.')
  return series
}

function padded(number: number): string {
  return String(number).padStart(numberDigits, '0')
}
