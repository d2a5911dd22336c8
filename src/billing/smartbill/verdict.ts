import { z } from 'zod'
import type { Fault } from '#core/fault.ts'
import { parseExactJson } from '#net/exact-json.ts'
import type { Answer } from '#net/fetch-bounded.ts'
import { meaningOf, plainText } from './error-text.ts'

export type Verdict = { readonly is: 'ok'; readonly body: unknown } | { readonly is: 'fault'; readonly fault: Fault }

/** The block after too many calls, when the answer does not say how long it lasts. */
const blockMs = 600_000
const retryAfterMsMax = 3_600_000

const Envelope = z.object({ errorText: z.string().nullish(), number: z.string().nullish() })
const ShapeError = z.object({ errors: z.array(z.object({ code: z.string().nullish(), message: z.string().nullish() })).min(1) })

/**
 * What an answer means. SmartBill says no in its errorText under any status, and now and then in HTML. What cannot be read as an
 * answer leaves a read to be tried again and the outcome of a write unknown.
 */
export function judge(answer: Pick<Answer, 'status' | 'headers' | 'text'>, call: 'read' | 'write'): Verdict {
  const { status } = answer
  if (status === 429) return throttled(answer)
  const body = parsed(answer)
  const envelope = Envelope.safeParse(body).data
  const errorText = envelope?.errorText ?? ''
  const meaning = meaningOf(errorText)

  if (meaning === 'throttled' || (status === 403 && errorText === '')) return throttled(answer)
  if (status === 401 || meaning === 'unauthorized')
    return fault({ kind: 'unauthorized', reason: plainText(errorText) || 'SmartBill refused the credentials' })
  if (status >= 500 || status === 408 || status < 200 || (status >= 300 && status < 400))
    return unclear(call, `SmartBill answered ${status}`)

  const shape = ShapeError.safeParse(body).data
  if (shape !== undefined && status >= 400) return fault({ kind: 'rejected', reason: shapeReason(shape) })
  if (envelope === undefined) return unclear(call, `SmartBill answered ${status} with something that is not its JSON`)
  if (errorText !== '') return refused(errorText, envelope.number ?? '', call)
  return status < 300 ? { is: 'ok', body } : unclear(call, `SmartBill answered ${status} without a reason`)
}

function refused(errorText: string, number: string, call: 'read' | 'write'): Verdict {
  const reason = plainText(errorText)
  if (number !== '') return unclear(call, `SmartBill named document ${number} and an error: ${reason}`)
  const meaning = meaningOf(errorText)
  const hasCause = meaning !== 'other' && meaning !== 'unauthorized' && meaning !== 'throttled'
  return fault(hasCause ? { kind: 'rejected', reason, cause: meaning } : { kind: 'rejected', reason })
}

function unclear(call: 'read' | 'write', reason: string): Verdict {
  return fault({ kind: call === 'read' ? 'unavailable' : 'unknown-outcome', reason })
}

function throttled({ headers }: Pick<Answer, 'headers'>): Verdict {
  const seconds = /^\d{1,6}$/.exec(headers.get('retry-after')?.trim() ?? '')?.[0]
  const told = Number(seconds ?? 0) * 1_000
  return fault({ kind: 'throttled', retryAfterMs: told > 0 && told <= retryAfterMsMax ? told : blockMs })
}

function fault(found: Fault): Verdict {
  return { is: 'fault', fault: found }
}

function shapeReason({ errors }: z.infer<typeof ShapeError>): string {
  return plainText(errors.map(({ code, message }) => message ?? code ?? 'unnamed error').join('; '))
}

function parsed(answer: Pick<Answer, 'text'>): unknown {
  try {
    return parseExactJson(answer.text())
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
