import { z } from 'zod'
import { bani, moneyText } from '#core/money.ts'
import { quantity } from '#core/quantity.ts'
import type { InvoiceLine, PaymentType, ServiceInvoice } from '#core/invoice.ts'
import { decimalUnits } from '#net/exact-json.ts'

/** Bodies come here with every number as its text. Only the fields that we use stand here. */
const seriesMax = 1_000
const taxesMax = 1_000
const namesMax = 10_000
const rowsMax = 500_000

const Units = z
  .string()
  .transform((text, context) => exact(text, 4, context))
  .transform(quantity)
const Money = z
  .string()
  .transform((text, context) => exact(text, 2, context))
  .transform(bani)
const Count = z.string().transform((text, context) => exact(text, 0, context))
const Percent = z.string().transform((text, context) => exact(text, 2, context) / 100)

function exact(text: string, places: number, context: z.core.$RefinementCtx<string>): number {
  try {
    const units = Number(decimalUnits(text, places))
    if (Number.isSafeInteger(units)) return units
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
  }
  context.addIssue(`not a number that we can hold: ${text.slice(0, 40)}`)
  return z.NEVER
}

const kinds = { f: 'invoice', p: 'proforma', c: 'receipt' } as const

export const SeriesAnswer = z
  .object({ list: z.array(z.object({ name: z.string(), nextNumber: Count, type: z.string() })).max(seriesMax) })
  .transform(({ list }) =>
    list.flatMap(({ name, nextNumber, type }) =>
      type === 'f' || type === 'p' || type === 'c' ? [{ name, next: nextNumber, type: kinds[type] }] : [],
    ),
  )

export const TaxAnswer = z
  .object({ taxes: z.array(z.object({ name: z.string(), percentage: Percent })).max(taxesMax) })
  .transform(({ taxes }) => taxes.map(({ name, percentage }) => ({ name, percent: percentage })))

export const WarehousesAnswer = z.object({ warehouses: z.array(z.string()).max(namesMax) }).transform(({ warehouses }) => warehouses)

export const UnitsAnswer = z.object({ mu: z.array(z.string()).max(namesMax) }).transform(({ mu }) => mu)

const StockProduct = z.object({
  productName: z.string(),
  productCode: z.string().nullish(),
  measuringUnit: z.string().nullish(),
  quantity: Units,
})

export const StocksAnswer = z
  .object({
    list: z
      .array(z.object({ warehouse: z.object({ warehouseName: z.string() }), products: z.array(StockProduct).max(rowsMax) }))
      .max(namesMax),
  })
  .transform(({ list }) =>
    list.flatMap(({ warehouse, products }) =>
      products.map((product) => ({
        warehouse: warehouse.warehouseName,
        code: product.productCode ?? '',
        name: product.productName,
        unit: product.measuringUnit ?? '',
        quantity: product.quantity,
      })),
    ),
  )

/** A document that was made. Its number is a text with leading zeros, and only a draft has none. */
export const IssuedAnswer = z
  .object({ number: z.string(), series: z.string(), documentUrl: z.string().nullish(), documentViewUrl: z.string().nullish() })
  .transform(({ number, series, documentUrl, documentViewUrl }) => ({
    number,
    series,
    url: [documentViewUrl, documentUrl].find((url) => typeof url === 'string' && url.startsWith('https://')) ?? null,
  }))

export const PaymentStatusAnswer = z.object({ invoiceTotalAmount: Money }).transform(({ invoiceTotalAmount }) => invoiceTotalAmount)

/** A private person without a personal number, as SmartBill's own shop module writes him. */
const noVatCode = '0000000000000'

const paymentTypes: Readonly<Record<PaymentType, string>> = {
  card: 'Card',
  cardOnline: 'Card online',
  cashOnDelivery: 'Ramburs',
  bankTransfer: 'Ordin plata',
  bankStatement: 'Extras de cont',
  postalOrder: 'Mandat postal',
  cheque: 'CEC',
  promissoryNote: 'Bilet ordin',
  other: 'Alta incasare',
}

/** The body of `POST /invoice/v2`. An unknown or undefined field would be refused, so that absent ones are left out. */
export function invoiceBody(invoice: ServiceInvoice, cif: string): object {
  const { client, payment } = invoice
  return {
    companyVatCode: cif,
    seriesName: invoice.series,
    issueDate: invoice.day,
    ...(invoice.dueDay === null ? {} : { dueDate: invoice.dueDay }),
    currency: invoice.currency,
    language: invoice.language,
    precision: 2,
    isDraft: invoice.draft,
    useStock: invoice.useStock,
    mentions: invoice.mentions,
    ...(invoice.sendEmail ? { sendEmail: true } : {}),
    client: {
      name: client.name,
      vatCode: client.vatCode ?? noVatCode,
      isTaxPayer: client.isTaxPayer,
      address: client.address,
      city: client.city,
      county: client.county,
      country: client.country,
      ...(client.email === null ? {} : { email: client.email }),
      ...(client.phone === null ? {} : { phone: client.phone }),
      saveToDb: false,
    },
    products: invoice.lines.map((line) => lineBody(line, invoice.currency)),
    ...(payment === null ? {} : { payment: { value: amount(payment.value), type: paymentTypes[payment.type], isCash: false } }),
  }
}

function lineBody(line: InvoiceLine, currency: string): object {
  const { name, taxIncluded, unit, vat } = line
  const common = {
    name,
    measuringUnitName: unit,
    currency,
    isTaxIncluded: taxIncluded,
    ...(vat === null ? {} : { taxName: vat.name, taxPercentage: vat.percent }),
  }
  if (line.kind === 'discount') {
    return { ...common, isDiscount: true, numberOfItems: 1, discountType: 1, discountValue: amount(bani(0 - line.amount)) }
  }
  return {
    ...common,
    ...(line.code === null ? {} : { code: line.code }),
    quantity: line.quantity,
    price: amount(line.unitPrice),
    ...(line.warehouse === null ? {} : { warehouseName: line.warehouse }),
    isService: line.kind === 'service',
    isDiscount: false,
    saveToDb: false,
    useSBProductName: line.useServiceName,
  }
}

// Up to fifteen digits a float prints the very text that it was read from, so that the body carries the exact bani.
function amount(value: ServiceInvoice['total']): number {
  return Number(moneyText(value))
}
