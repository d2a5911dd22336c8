import type { z } from 'zod'
import { csrfHeader, ProblemDetails } from '#api/contract.ts'

const readPatienceMs = 20_000
const writePatienceMs = 90_000

/** The server refused, or was not reached (status 0), or answered in a shape that this page does not know (status 1). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem'
  readonly status: number
  readonly details: ProblemDetails | null

  constructor(status: number, details: ProblemDetails | null, options?: ErrorOptions) {
    super(details?.detail ?? `no usable answer (${status})`, options)
    this.status = status
    this.details = details
  }
}

export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 401
}

export async function read<Schema extends z.ZodType>(schema: Schema, path: string): Promise<z.infer<Schema>> {
  const { body } = await exchange(path, { signal: AbortSignal.timeout(readPatienceMs) })
  return understood(schema, body)
}

/** Reads what may only be changed by somebody who has seen it: the tag goes back with the write. */
export async function readTagged<Schema extends z.ZodType>(schema: Schema, path: string): Promise<{ value: z.infer<Schema>; tag: string }> {
  const { body, tag } = await exchange(path, { signal: AbortSignal.timeout(readPatienceMs) })
  return { value: understood(schema, body), tag }
}

export type Write = { readonly method?: 'POST' | 'PUT' | 'DELETE'; readonly body?: unknown; readonly csrf: string; readonly tag?: string }

export async function write<Schema extends z.ZodType>(schema: Schema, path: string, write: Write): Promise<z.infer<Schema>> {
  const headers = new Headers({ 'idempotency-key': crypto.randomUUID(), [csrfHeader]: write.csrf })
  if (write.body !== undefined) headers.set('content-type', 'application/json')
  if (write.tag !== undefined) headers.set('if-match', write.tag)
  const { body } = await exchange(path, {
    method: write.method ?? 'POST',
    headers,
    body: write.body === undefined ? null : JSON.stringify(write.body),
    signal: AbortSignal.timeout(writePatienceMs),
  })
  return understood(schema, body)
}

async function exchange(path: string, init: RequestInit): Promise<{ body: unknown; tag: string }> {
  const response = await fetch(`/api/v1${path}`, { ...init, credentials: 'same-origin' }).catch((cause: unknown) => {
    throw new ApiProblem(0, null, { cause })
  })
  const body: unknown = response.status === 204 ? null : await response.json().catch(() => undefined)
  if (response.ok) return { body, tag: response.headers.get('etag') ?? '' }
  const details = ProblemDetails.safeParse(body)
  throw new ApiProblem(response.status, details.success ? details.data : null)
}

function understood<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(body)
  if (!parsed.success) throw new ApiProblem(1, null, { cause: parsed.error })
  return parsed.data
}
