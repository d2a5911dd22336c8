import type { z } from 'zod'

/** A mistake in what the control API was given: application/problem+json with a JSON pointer for each. */
export class ControlProblem extends Error {
  override readonly name = 'ControlProblem'
  readonly status: 404 | 409 | 422
  readonly errors: readonly { readonly pointer: string; readonly detail: string }[]

  constructor(status: 404 | 409 | 422, detail: string, errors: ControlProblem['errors'] = []) {
    super(detail)
    this.status = status
    this.errors = errors
  }
}

export function problemAnswer(problem: ControlProblem): Response {
  const [first] = problem.errors
  const body = {
    type: 'about:blank',
    title: problem.status === 404 ? 'Not found' : 'The request cannot be carried out',
    status: problem.status,
    detail: first === undefined ? problem.message : `${first.pointer}: ${first.detail}`,
    ...(first === undefined ? {} : { pointer: first.pointer, errors: problem.errors }),
  }
  return new Response(JSON.stringify(body), { status: problem.status, headers: { 'content-type': 'application/problem+json' } })
}

/** What a shape makes of a value. Throws ControlProblem with a JSON pointer. */
export function parsed<Shape extends z.ZodType>(shape: Shape, value: unknown): z.output<Shape> {
  const result = shape.safeParse(value)
  if (!result.success) throw problemOf(result.error)
  return result.data
}

export function problemOf(error: z.ZodError): ControlProblem {
  const errors = error.issues.flatMap((issue) => {
    const path = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]
    return path.map((one) => ({ pointer: pointerTo(one), detail: issue.message }))
  })
  return new ControlProblem(422, 'The request has a mistake', errors)
}

function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
