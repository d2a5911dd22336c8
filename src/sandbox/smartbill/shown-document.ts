import type { Document, DocumentStatus } from './state.ts'

export type ShownDocument = {
  readonly id: number
  readonly kind: Document['kind']
  readonly series: string
  readonly number: string
  readonly date: string
  readonly status: DocumentStatus
  readonly total: number
  readonly useStock: boolean
  readonly client: string
  readonly mentions: string
  readonly lines: readonly {
    readonly code: string
    readonly name: string
    readonly quantity: number
    readonly price: number
    readonly vat: number
    readonly warehouse: string | null
  }[]
}

/** A document as the control API says it; `vat` is the percent. */
export function shownDocument(document: Document): ShownDocument {
  const { id, kind, series, number, day: date, status, totals, useStock, client, mentions, lines } = document
  return {
    id,
    kind,
    series,
    number,
    date,
    status,
    total: totals.total.toNumber(),
    useStock,
    client: client.name,
    mentions,
    lines: lines.map(({ code, name, quantity, price, vatPercent, warehouse }) => ({
      code,
      name,
      quantity: quantity.toNumber(),
      price: price.toNumber(),
      vat: vatPercent,
      warehouse,
    })),
  }
}
