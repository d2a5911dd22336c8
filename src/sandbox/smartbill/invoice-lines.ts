import Big from 'big.js'
import { Refusal } from './envelopes.ts'
import type { LineRequest } from './invoice-shape.ts'
import { priceLine, pricePercentOff } from './line-money.ts'
import type { DocumentLine, SmartBillCompany, Tax } from './state.ts'
import { findArticle } from './stock.ts'

const valueDiscount = 1
const percentDiscount = 2

type Frame = { readonly currency: string; readonly precision: number }

/** Lines as they will stand on the invoice, priced. Discounts that SmartBill ignores are left out. Throws Refusal. */
export function composeLines(company: SmartBillCompany, lines: readonly LineRequest[], frame: Frame): DocumentLine[] {
  for (const line of lines) requireBasics(company, line, frame)
  if (lines.every((line) => line.isDiscount === true)) {
    throw new Refusal('Nu poti sa emiti un document care contine doar un discount. Trebuie sa ai si produse / servicii adaugate.')
  }
  const composed: DocumentLine[] = []
  for (const line of lines) {
    if (line.isDiscount !== true) composed.push(itemLine(company, line, frame))
    // Without numberOfItems the discount is silently ignored.
    else if (typeof line.numberOfItems === 'number') composed.push(discountLine(company, line, composed.slice(-line.numberOfItems), frame))
  }
  return composed
}

function requireBasics(company: SmartBillCompany, line: LineRequest, { currency }: Frame): void {
  const name = line.name ?? ''
  if (name === '') throw new Refusal('name trebuie specificat pentru fiecare produs')
  if ((line.measuringUnitName ?? '') === '') throw new Refusal('measuringUnitName trebuie specificat pentru fiecare produs')
  if ((line.currency ?? currency) !== currency) throw new Refusal('Aveti produse care au pretul in alta moneda decat cea a facturii.')
  if (line.isDiscount === true) return
  if (typeof line.quantity !== 'number') throw new Refusal('quantity trebuie specificat pentru fiecare produs')
  if (typeof line.price !== 'number') throw new Refusal('price trebuie specificat pentru fiecare produs')
  if (company.usesProductCodes && (line.code ?? '') === '') throw new Refusal(`Produsul ${name} nu are codul specificat.`)
}

function itemLine(company: SmartBillCompany, line: LineRequest, { precision }: Frame): DocumentLine {
  const tax = taxOf(company, line)
  const quantity = new Big(line.quantity ?? 0)
  const price = new Big(line.price ?? 0)
  const amounts = { quantity, price, vatPercent: tax.percentage, taxIncluded: line.isTaxIncluded === true, precision }
  const warehouse = line.warehouseName ?? ''
  return {
    ...priceLine(amounts),
    ...shown(line, tax),
    name: printedName(company, line),
    quantity,
    price,
    warehouse: warehouse === '' || line.isService === true ? null : warehouse,
    isDiscount: false,
    isService: line.isService === true,
    discharge: null,
  }
}

function discountLine(company: SmartBillCompany, line: LineRequest, covered: readonly DocumentLine[], { precision }: Frame): DocumentLine {
  const rates = new Set(covered.map(({ vatPercent }) => vatPercent))
  const ownRate = typeof line.taxPercentage === 'number'
  const type = line.discountType ?? percentDiscount
  if (rates.size > 1 && (type === percentDiscount || !ownRate)) {
    throw new Refusal('La aplicarea unui discount pentru produse cu cote tva diferite, trebuie sa specifici si cota tva a discountului.')
  }
  const above = covered.find(({ isDiscount }) => !isDiscount) ?? covered[0]
  const inherited = { name: above?.vatName ?? '', percentage: above?.vatPercent ?? 0 }
  const known = ownRate ? taxOf(company, line) : inherited
  // A type that is neither a value nor a percent goes through with a wrong VAT.
  const tax = type === valueDiscount || type === percentDiscount ? known : { name: '', percentage: 0 }
  const terms = { vatPercent: tax.percentage, taxIncluded: line.isTaxIncluded === true, precision }
  const base = { ...shown(line, tax), name: line.name ?? '', warehouse: null, isDiscount: true, isService: false, discharge: null }

  if (type === percentDiscount) {
    const percent = line.discountPercentage
    if (typeof percent !== 'number' || percent <= 0 || percent > 100) throw new Refusal('Trebuie sa introduceti valoarea procentului!')
    const priced = pricePercentOff(covered, percent, terms)
    return { ...base, ...priced, quantity: new Big(1), price: terms.taxIncluded ? priced.net.plus(priced.vat) : priced.net }
  }
  if (typeof line.discountValue !== 'number') throw new Refusal('discountValue trebuie specificat pentru fiecare produs de tip discount')
  const price = new Big(line.discountValue)
  return { ...base, ...priceLine({ ...terms, quantity: new Big(1), price }), quantity: new Big(1), price }
}

function shown(line: LineRequest, tax: Tax): Pick<DocumentLine, 'code' | 'unit' | 'vatName' | 'vatPercent'> {
  return { code: line.code ?? '', unit: line.measuringUnitName ?? '', vatName: tax.name, vatPercent: tax.percentage }
}

/** The account's rate that a line names. A company that pays no VAT has none. */
function taxOf(company: SmartBillCompany, line: LineRequest): Tax {
  const name = line.taxName ?? ''
  const percentage = line.taxPercentage ?? undefined
  if (!company.vatPayer) {
    if (percentage !== undefined || name !== '') throw new Refusal('Firma este neplatitoare de tva.')
    return { name: '', percentage: 0 }
  }
  if (percentage === undefined) throw new Refusal(`Trebuie sa setezi o cota tva pentru produsul ${line.name ?? ''}`)
  const assumed = percentage === 0 && name === '' ? company.switches.zeroRateName : name
  const found = company.taxes.filter((tax) => tax.percentage === percentage && (assumed === '' || tax.name === assumed))
  const [only] = found
  if (only === undefined || found.length > 1) throw new Refusal(`Cota tva a produsului ${line.name ?? ''} nu a fost gasita pe server!`)
  return only
}

/** The line's own name, or the catalogue's where the line asks for it and codes are in use. */
function printedName(company: SmartBillCompany, line: LineRequest): string {
  const name = line.name ?? ''
  if (line.useSBProductName !== true || !company.usesProductCodes) return name
  return findArticle(company, line.code ?? '', line.warehouseName ?? null)?.name ?? name
}
