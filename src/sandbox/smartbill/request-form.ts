import type { z } from 'zod'
import type { Switches } from './company-file.ts'
import { shapeError, tomcatPage } from './envelopes.ts'
import type { Endpoint } from './endpoints.ts'

/** What is wrong with the form of a request before anybody looks at who sends it; undefined when nothing is. */
export function formProblem(request: Request, path: string, byVerb: Readonly<Record<string, Endpoint>> | undefined): Response | undefined {
  if (byVerb === undefined) return shapeError(path, { status: 404, code: 'resource_not_found', message: 'Resource not found.' })
  const endpoint = byVerb[request.method]
  if (endpoint === undefined) {
    const answer = shapeError(path, { status: 405, code: 'method_not_allowed', message: `Method ${request.method} is not allowed.` })
    answer.headers.set('Allow', Object.keys(byVerb).join(', '))
    return answer
  }
  if (!canServe(endpoint, request.headers.get('accept') ?? '')) {
    return shapeError(path, { status: 406, code: 'invalid_accept_header', message: 'The Accept header cannot be served.' })
  }
  const type = request.headers.get('content-type') ?? ''
  if (endpoint.takes === 'body' && type.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    return shapeError(path, { status: 415, code: 'invalid_content_type', message: 'Content-Type must be application/json.' })
  }
  return undefined
}

/** PDFs are not served as `application/pdf`: that is how it is. */
function canServe({ serves }: Endpoint, accept: string): boolean {
  const types = accept.split(',').map((one) => one.split(';')[0]?.trim().toLowerCase() ?? '')
  const served = serves === 'pdf' ? ['application/octet-stream', 'application/json'] : ['application/json']
  return accept.trim() === '' || types.some((type) => ['*/*', 'application/*', ...served].includes(type))
}

export function parseError(path: string): Response {
  return shapeError(path, { status: 400, code: 'json_parse_error', message: 'Error parsing JSON request input.' })
}

/** The first field that is unknown or of a wrong type. */
export function mappingError(path: string, { issues }: z.ZodError, style: Switches['typoStyle']): Response {
  if (style === 'html500') return tomcatPage()
  const [issue] = issues
  const inside = issue?.path ?? []
  if (issue?.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? ''
    return shapeError(path, {
      status: 400,
      code: 'json_mapping_error',
      message: `Unrecognized property: ${key}.`,
      param: written([...inside, key]),
    })
  }
  const param = written(inside)
  return shapeError(path, { status: 400, code: 'json_mapping_error', message: `Could not map property: ${param}.`, param })
}

/** products[0].quantity */
function written(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`)).join('')
}
