import { z } from 'zod'
import { amount, instant, quoted, Say, whole } from './basic-shapes.ts'

/** The parts of an order as /api/v1 shows it. */
export const DocumentShape = z.object({
  service: z.string(),
  series: z.string(),
  number: z.string(),
  total: amount.nullable(),
  currency: z.string(),
  url: z.string().nullable(),
  /** GET /shops/{shop}/orders/{id}/documents/{service}/{series}/{number}/pdf, where the service gives one. */
  pdf: z.string().nullable(),
  kind: z.string(),
  issuedAt: instant,
})

export const LineShape = z.object({
  sku: z.string().nullable(),
  name: z.string(),
  location: z.string().nullable(),
  sold: whole,
  released: whole,
  discharged: whole,
  fulfilled: whole,
  owed: whole,
})

export const EventShape = z.object({
  at: instant,
  kind: z.string(),
  by: z.enum(['punte', 'shopify', 'service', 'person']),
  text: z.string(),
  say: Say.nullable(),
  ...quoted,
  runId: z.string().nullable().default(null),
})
