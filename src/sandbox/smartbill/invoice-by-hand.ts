import { z } from 'zod'
import type { World } from '#sandbox/world.ts'
import type { LineRequest } from './invoice-shape.ts'
import { issueInvoice } from './issue-invoice.ts'
import type { Document, SmartBillCompany } from './state.ts'
import { findArticle, wasStocked } from './stock.ts'

const defaultPrice = 100
const Text = z.string().min(1).max(255)

/** An invoice that a person makes in the service's own pages. What a line leaves out comes from the catalogue. */
export const HandInvoice = z.strictObject({
  series: Text,
  useStock: z.boolean().default(false),
  lines: z
    .array(
      z.strictObject({
        code: Text,
        quantity: z.number(),
        name: Text.optional(),
        price: z.number().min(0).default(defaultPrice),
        unit: Text.optional(),
        warehouse: Text.optional(),
        vat: z.number().optional(),
      }),
    )
    .min(1),
  client: Text.default('Client la tejghea'),
  mentions: z.string().optional(),
  date: z.iso.date().optional(),
})
type HandInvoice = z.infer<typeof HandInvoice>

/** Throws Refusal as the service itself would refuse it. */
export function invoiceByHand(world: World, company: SmartBillCompany, invoice: HandInvoice): Document {
  const products = invoice.lines.map((line) => productOf(company, line))
  const request = {
    seriesName: invoice.series,
    useStock: invoice.useStock,
    products,
    client: { name: invoice.client, country: 'Romania' },
    mentions: invoice.mentions,
    issueDate: invoice.date,
  }
  return issueInvoice(world, company, request, true)
}

function productOf(company: SmartBillCompany, line: HandInvoice['lines'][number]): LineRequest {
  const article = findArticle(company, line.code, line.warehouse ?? null)
  const warehouse =
    line.warehouse ??
    company.warehouses.find(({ name }) => article !== undefined && wasStocked(company, { warehouse: name, articleId: article.id }))?.name
  const rate = company.taxes.find(({ percentage }) => line.vat === undefined || percentage === line.vat)
  return {
    code: line.code,
    name: line.name ?? article?.name ?? line.code,
    quantity: line.quantity,
    price: line.price,
    isTaxIncluded: true,
    measuringUnitName: line.unit ?? article?.unit ?? 'buc',
    warehouseName: warehouse,
    isService: article?.isService ?? false,
    ...(company.vatPayer ? { taxName: rate?.name, taxPercentage: rate?.percentage ?? line.vat } : {}),
  }
}
