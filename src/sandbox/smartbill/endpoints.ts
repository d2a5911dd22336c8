import type { World } from '#sandbox/world.ts'
import type { z } from 'zod'
import { InvoiceRequest, ReverseRequest } from './invoice-shape.ts'
import { readPaymentStatus, readPdf, readSeries, readTaxes, readUnits, readWarehouses, type Query } from './read-calls.ts'
import type { SmartBillCompany } from './state.ts'
import { readEcomStocks, readStocks } from './stock-calls.ts'
import { cancel, createInvoice, createInvoiceBefore, remove, restore, reverse } from './write-calls.ts'

type Run = (world: World, company: SmartBillCompany, query: Query, accept: string) => Response | Promise<Response>

/** A body that has the right shape, or what is wrong with it. */
type Reading =
  | { readonly companyCode: string | null | undefined; readonly run: (world: World, company: SmartBillCompany) => Response }
  | { readonly error: z.ZodError }

export type Endpoint =
  | { readonly takes: 'query'; readonly serves: 'json' | 'pdf'; readonly undocumented?: true; readonly run: Run }
  | { readonly takes: 'body'; readonly serves: 'json'; readonly undocumented?: true; readonly read: (value: unknown) => Reading }

/** Every call of the first API that the sandbox imitates, by path and verb. */
export const endpoints: Readonly<Record<string, Readonly<Record<string, Endpoint>>>> = {
  '/invoice/v2': { POST: withBody(InvoiceRequest, createInvoice) },
  '/invoice': {
    POST: withBody(InvoiceRequest, createInvoiceBefore),
    DELETE: { takes: 'query', serves: 'json', run: remove },
  },
  '/invoice/reverse': { POST: withBody(ReverseRequest, reverse) },
  '/invoice/cancel': { PUT: { takes: 'query', serves: 'json', run: cancel } },
  '/invoice/restore': { PUT: { takes: 'query', serves: 'json', run: restore } },
  '/invoice/paymentstatus': { GET: { takes: 'query', serves: 'json', run: (_world, company, query) => readPaymentStatus(company, query) } },
  '/invoice/pdf': { GET: { takes: 'query', serves: 'pdf', run: readPdf } },
  '/tax': { GET: { takes: 'query', serves: 'json', run: (_world, company) => readTaxes(company) } },
  '/series': { GET: { takes: 'query', serves: 'json', run: (_world, company, query) => readSeries(company, query) } },
  '/stocks': { GET: { takes: 'query', serves: 'json', run: readStocks } },
  '/stocks/ecom/': { GET: { takes: 'query', serves: 'json', undocumented: true, run: readEcomStocks } },
  '/company/warehouses': { GET: { takes: 'query', serves: 'json', undocumented: true, run: (_world, company) => readWarehouses(company) } },
  '/company/mu': { GET: { takes: 'query', serves: 'json', undocumented: true, run: (_world, company) => readUnits(company) } },
}

function withBody<Shape extends z.ZodType<{ readonly companyVatCode?: string | null | undefined }>>(
  shape: Shape,
  run: (world: World, company: SmartBillCompany, request: z.output<Shape>) => Response,
): Endpoint {
  return {
    takes: 'body',
    serves: 'json',
    read(value) {
      const { success, data, error } = shape.safeParse(value)
      if (!success) return { error }
      return { companyCode: data.companyVatCode, run: (world, company) => run(world, company, data) }
    },
  }
}
