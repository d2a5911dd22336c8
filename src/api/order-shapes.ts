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

const line = z.string().trim().min(1).max(200)

/** A buyer as a person types it; without a vatCode a private person. */
export const BuyerShape = z.strictObject({
  name: line,
  vatCode: z.string().trim().min(1).max(30).nullable().default(null),
  address: line,
  city: line,
  county: line,
  country: line.default('Romania'),
  email: z.email().max(200).nullable().default(null),
  phone: line.nullable().default(null),
})
