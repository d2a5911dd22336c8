import type { z } from 'zod'
import { readBody } from './bodies.ts'
import { Problem } from './problem.ts'

/** The body of a request in the shape of the contract. An absent body is an empty object. Throws a Problem that points at what is wrong. */
export async function parseBody<Shape extends z.ZodType>(request: Request, shape: Shape): Promise<z.output<Shape>> {
  const bytes = await readBody(request)
  if (bytes === undefined)
    throw new Problem({ status: 413, kind: 'body-too-large', title: 'Body too large', detail: 'A body has at most 1 MiB.' })
  const text = new TextDecoder().decode(bytes)
  if (/\\u0000/.test(text)) {
    throw new Problem({
      status: 422,
      kind: 'not-valid',
      title: 'Not valid',
      detail: 'A text holds a NUL character, which nothing here can have.',
    })
  }
  const parsed = shape.safeParse(text === '' ? {} : json(text))
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: `/${path.join('/')}`, message }))
  const [first] = errors
  throw new Problem({
    status: 422,
    kind: 'not-valid',
    title: 'Not valid',
    detail: first === undefined ? 'The body is not valid.' : `${first.path}: ${first.message}`,
    errors,
  })
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const detail = `The body is not JSON${error instanceof Error ? `: ${error.message}` : ''}.`
    throw new Problem({ status: 400, kind: 'not-json', title: 'Not JSON', detail })
  }
}
