import { Big } from 'big.js'
import type { Document, DocumentLine, SmartBillCompany, Totals } from './state.ts'

/** A record whose decimals are text. */
type AsText<Record> = { [Key in keyof Record]: Record[Key] extends Big ? string : Record[Key] }
type KeptDocument = Omit<AsText<Document>, 'lines' | 'totals'> & {
  readonly lines: readonly AsText<DocumentLine>[]
  readonly totals: AsText<Totals>
}
export type KeptCompany = Omit<SmartBillCompany, 'documents'> & { readonly documents: readonly KeptDocument[] }

export function keptCompany(company: SmartBillCompany): KeptCompany {
  return { ...company, documents: company.documents.map(keptDocument) }
}

export function openKeptCompany(kept: KeptCompany): SmartBillCompany {
  return { ...kept, documents: kept.documents.map(openDocument) }
}

function keptDocument({ lines, totals, paid, ...document }: Document): KeptDocument {
  return {
    ...document,
    paid: paid.toFixed(),
    totals: { net: totals.net.toFixed(), vat: totals.vat.toFixed(), total: totals.total.toFixed() },
    lines: lines.map(({ quantity, price, net, vat, ...line }) => ({
      ...line,
      quantity: quantity.toFixed(),
      price: price.toFixed(),
      net: net.toFixed(),
      vat: vat.toFixed(),
    })),
  }
}

function openDocument({ lines, totals, paid, ...document }: KeptDocument): Document {
  return {
    ...document,
    paid: new Big(paid),
    totals: { net: new Big(totals.net), vat: new Big(totals.vat), total: new Big(totals.total) },
    lines: lines.map(({ quantity, price, net, vat, ...line }) => ({
      ...line,
      quantity: new Big(quantity),
      price: new Big(price),
      net: new Big(net),
      vat: new Big(vat),
    })),
  }
}
