import type { z } from 'zod'
import { readBody } from './bodies.ts'
import { fieldError } from './field-error.ts'
import { Problem } from './problem.ts'

/** The body of a request in the shape of the contract. An absent body is an empty object. Throws a Problem that points at what is wrong. */
export async function parseBody<Shape extends z.ZodType>(request: Request, shape: Shape): Promise<z.output<Shape>> {
  const bytes = await readBody(request)
  if (bytes === undefined) throw new Problem({ status: 413, kind: 'body-too-large', title: 'Body too large', says: 'refused.tooLarge' })
  const text = new TextDecoder().decode(bytes)
  if (/\\u0000/.test(text)) {
    throw new Problem({
      status: 422,
      kind: 'not-valid',
      title: 'Not valid',
      says: 'refused.nul',
    })
  }
  const parsed = shape.safeParse(text === '' ? {} : json(text))
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.map(fieldError)
  throw new Problem({
    status: 422,
    kind: 'not-valid',
    title: 'Not valid',
    says: 'refused.body',
    data: { path: errors[0]?.path ?? '/' },
    errors,
  })
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const quote = error instanceof Error ? error.message : ''
    throw new Problem({ status: 400, kind: 'not-json', title: 'Not JSON', says: 'refused.notJson', quote })
  }
}
