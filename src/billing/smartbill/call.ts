import type { Fault } from '#core/fault.ts'
import type { Io } from '#core/seam.ts'
import { ProviderError } from '#billing/provider-error.ts'
import { fetchBounded, NetworkError, type Answer } from '#net/fetch-bounded.ts'
import { judge } from './verdict.ts'

export type SmartBillCredentials = { readonly email: string; readonly token: string; readonly cif: string }
export type SmartBillIo = Pick<Io, 'fetch' | 'deadline' | 'clock'> & { readonly baseUrl: string }

type Call = {
  readonly kind: 'read' | 'write'
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: object
}

/** What has the form of an answer of a type: the schemas of wire.ts. */
type Shape<Value> = { safeParse(body: unknown): { success: true; data: Value } | { success: false; error: { message: string } } }

/** Their own programs wait a minute for small answers and two for documents and long lists. */
const deadlineMs = 120_000
const bytesMax = 64 * 1024 * 1024
const pdfBytesMax = 20 * 1024 * 1024

export type SmartBillCalls = {
  /** Throws ProviderError. */
  readonly json: <Value>(call: Call, shape: Shape<Value>) => Promise<Value>
  readonly pdf: (query: Readonly<Record<string, string>>) => Promise<Uint8Array>
}

/** SmartBill V1 over HTTPS: Basic authentication, one call each, no retries. */
export function smartbillCalls(credentials: SmartBillCredentials, io: SmartBillIo): SmartBillCalls {
  return { json, pdf }

  async function json<Value>(call: Call, shape: Shape<Value>): Promise<Value> {
    const answer = await send(call, 'application/json', bytesMax)
    const verdict = judge(answer, call.kind)
    if (verdict.is === 'fault') throw new ProviderError('smartbill', verdict.fault)
    const parsed = shape.safeParse(verdict.body)
    if (parsed.success) return parsed.data
    throw new ProviderError(
      'smartbill',
      unclear(call, `SmartBill's answer lacks what it should have: ${parsed.error.message.slice(0, 300)}`),
    )
  }

  // A document that is not there is answered with the HTML of a gateway, which reads like an outage.
  async function pdf(query: Readonly<Record<string, string>>): Promise<Uint8Array> {
    const call: Call = { kind: 'read', path: '/invoice/pdf', query }
    const answer = await send(call, 'application/octet-stream', pdfBytesMax)
    const isPdf = answer.status === 200 && new TextDecoder('latin1').decode(answer.bytes.subarray(0, 4)) === '%PDF'
    if (isPdf) return answer.bytes
    const verdict = judge(answer, 'read')
    throw new ProviderError('smartbill', verdict.is === 'fault' ? verdict.fault : unclear(call, 'SmartBill did not send a PDF'))
  }

  async function send(call: Call, accept: string, most: number): Promise<Answer> {
    try {
      return await fetchBounded(io, request(call, accept), { deadlineMs, bytesMax: most })
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error
      const fault: Fault = error.reached ? unclear(call, error.message) : { kind: 'unavailable', reason: error.message }
      throw new ProviderError('smartbill', fault, { cause: error })
    }
  }

  function request({ path, query = {}, body }: Call, accept: string): Request {
    const url = new URL(`${io.baseUrl}${path}`)
    url.search = new URLSearchParams(query).toString()
    const secret = Buffer.from(`${credentials.email}:${credentials.token}`, 'utf8').toString('base64')
    const headers = { authorization: `Basic ${secret}`, accept }
    if (body === undefined) return new Request(url, { headers })
    return new Request(url, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) })
  }
}

function unclear(call: Call, reason: string): Fault {
  return { kind: call.kind === 'read' ? 'unavailable' : 'unknown-outcome', reason }
}
