import type { z } from 'zod'
import { ShopifyError } from './shopify-error.ts'

/** The data of an answer in our shape. Shopify executes what it validated, so another shape means that something between us rewrote it. */
export function parseReply<Shape extends z.ZodType>(shape: Shape, data: unknown, writes = false): z.output<Shape> {
  const parsed = shape.safeParse(data)
  if (parsed.success) return parsed.data
  const reason = `an answer we cannot read: ${whatIsWrong(parsed.error)}`
  throw new ShopifyError({ kind: writes ? 'unknown-outcome' : 'unavailable', reason }, { cause: parsed.error })
}

/** The first place at which something has not the shape it should have. */
export function whatIsWrong({ issues }: z.ZodError): string {
  return `${issues[0]?.path.join('.') ?? ''}: ${issues[0]?.message ?? ''}`
}
