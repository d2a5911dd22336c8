import { z } from 'zod'
import type { Io } from '#core/seam.ts'
import { fetchBounded, NetworkError, type Answer } from '#net/fetch-bounded.ts'
import { apiVersion } from './documents.ts'
import { ShopifyError } from './shopify-error.ts'

const bounds = { deadlineMs: 30_000, bytesMax: 32 * 1024 * 1024 }
const spareMs = 50
/** A Retry-After beyond this is not believed; without one Shopify is asked again after the shorter time. */
const retryAfterMsMax = 3_600_000
const retryAfterMsUnsaid = 2_000

export type Connection = {
  /** Address of the shop, e.g. "https://demo.myshopify.com". */
  readonly address: string
  readonly token: () => Promise<string>
}

export type Call = {
  readonly document: string
  readonly variables: Record<string, unknown>
  /** A write whose answer is lost may have happened; a read may simply be asked again. */
  readonly writes: boolean
}

/** Partial answers that the caller can use: the data, and the field paths that permissions hid. */
export type Reply = { readonly data: unknown; readonly hidden: readonly string[] }

const GraphqlError = z.object({
  message: z.string(),
  path: z.array(z.union([z.string(), z.number()])).optional(),
  extensions: z.object({ code: z.string().optional(), requiredAccess: z.string().optional() }).optional(),
})

const Body = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.union([z.string(), z.array(GraphqlError)]).optional(),
  extensions: z
    .object({
      cost: z
        .object({
          requestedQueryCost: z.number(),
          throttleStatus: z.object({ currentlyAvailable: z.number(), restoreRate: z.number().positive() }),
        })
        .optional(),
      search: z.array(z.object({ warnings: z.array(z.object({ field: z.string(), message: z.string() })).optional() })).optional(),
    })
    .optional(),
})

/** One call of the Admin API. Throws ShopifyError; never waits or retries. Fields hidden by permissions come back named, not as errors. */
export async function callAdmin(io: Pick<Io, 'fetch' | 'deadline'>, connection: Connection, call: Call): Promise<Reply> {
  const answer = await send(io, connection, call)
  const body = parseBody(answer, call)
  const errors = body.errors ?? []
  if (typeof errors === 'string') throw statusError(answer, errors, call)

  const throttled = errors.some(({ extensions }) => extensions?.code === 'THROTTLED')
  if (throttled) throw new ShopifyError({ kind: 'throttled', retryAfterMs: refillMs(body.extensions?.cost) })
  const denied = errors.filter(({ extensions }) => extensions?.code === 'ACCESS_DENIED')
  const other = errors.find((error) => !denied.includes(error))
  if (other !== undefined) throw new ShopifyError(fault(other.extensions?.code, other.message, call))
  if (body.data === undefined || body.data === null) throw statusError(answer, denied[0]?.message ?? 'an answer without data', call)

  const ignored = body.extensions?.search?.flatMap(({ warnings }) => warnings ?? []) ?? []
  if (ignored[0] !== undefined)
    throw new ShopifyError({ kind: 'rejected', reason: `search filter ${ignored[0].field}: ${ignored[0].message}` })
  return { data: body.data, hidden: denied.map(({ path, message }) => (path ?? [message]).join('.')) }
}

async function send(io: Pick<Io, 'fetch' | 'deadline'>, connection: Connection, call: Call): Promise<Answer> {
  const request = new Request(`${connection.address}/admin/api/${apiVersion}/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', 'x-shopify-access-token': await connection.token() },
    body: JSON.stringify({ query: call.document, variables: call.variables }),
  })
  try {
    return await fetchBounded(io, request, bounds)
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error
    const lost = call.writes && error.reached
    throw new ShopifyError({ kind: lost ? 'unknown-outcome' : 'unavailable', reason: error.message }, { cause: error })
  }
}

function parseBody(answer: Answer, call: Call): z.infer<typeof Body> {
  const parsed = Body.safeParse(json(answer.text()))
  if (parsed.success) return parsed.data
  throw statusError(answer, 'an answer that is not what the Admin API sends', call)
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Shopify's own error pages are HTML; the status decides what they mean.
    return undefined
  }
}

function statusError({ status, headers }: Answer, reason: string, call: Call): ShopifyError {
  const said = `HTTP ${status}: ${reason}`
  if (status === 401 || status === 403) return new ShopifyError({ kind: 'unauthorized', reason: said })
  if (status === 429 || status === 430) return new ShopifyError({ kind: 'throttled', retryAfterMs: retryAfterMs(headers) })
  if (status === 402 || status === 404 || status === 423)
    return new ShopifyError({ kind: 'unauthorized', reason: `${said} (shop closed, frozen or unknown)` })
  return new ShopifyError({ kind: call.writes ? 'unknown-outcome' : 'unavailable', reason: said })
}

/** Seconds, as Shopify says them. */
function retryAfterMs(headers: Headers): number {
  const seconds = /^\d{1,4}(\.\d+)?$/.exec(headers.get('retry-after')?.trim() ?? '')?.[0]
  const told = Number(seconds ?? 0) * 1_000
  return told > 0 && told <= retryAfterMsMax ? told : retryAfterMsUnsaid
}

function fault(code: string | undefined, reason: string, call: Call): ShopifyError['fault'] {
  if (code === 'INTERNAL_SERVER_ERROR') return { kind: call.writes ? 'unknown-outcome' : 'unavailable', reason }
  return { kind: 'rejected', reason }
}

type Cost = NonNullable<NonNullable<z.infer<typeof Body>['extensions']>['cost']>

function refillMs(cost: Cost | undefined): number {
  if (cost === undefined) return 1_000
  const missing = cost.requestedQueryCost - cost.throttleStatus.currentlyAvailable
  return Math.ceil((Math.max(0, missing) / cost.throttleStatus.restoreRate) * 1_000) + spareMs
}
