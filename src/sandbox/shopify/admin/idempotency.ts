import { getDirectiveValues, type GraphQLResolveInfo } from 'graphql'
import type { IdempotentCall } from '#sandbox/shopify/state.ts'
import { refusal, type Args, type Call } from './call.ts'

const keptMs = 24 * 3_600_000
/** Expired keys are looked for when this many are held. */
const keptMax = 20_000

export type UserError = { readonly code: string; readonly field: readonly string[] | null; readonly message: string }

/** The key of the field's @idempotent directive. Throws when there is none: the schema does not ask for it, the run does. */
export function idempotencyKey(info: GraphQLResolveInfo): string {
  const directive = info.schema.getDirective('idempotent')
  const [node] = info.fieldNodes
  const values = directive && node ? getDirectiveValues(directive, node, info.variableValues) : undefined
  if (values === undefined) throw refusal('The @idempotent directive is required for this mutation but was not provided.', 'BAD_REQUEST')
  const key: unknown = values.key
  if (typeof key !== 'string' || key.trim() === '') throw refusal('The idempotency key must not be blank.', 'BAD_REQUEST')
  return key
}

export type Keyed<Payload> = { readonly mutation: string; readonly key: string; readonly args: Args; readonly run: () => Outcome<Payload> }
/** The records that the mutation answers from, and whether it took effect. */
export type Outcome<Payload> = { readonly payload: Payload; readonly failed: boolean }

/**
 * Runs a mutation once for its key. A repeat with the same parameters is answered from the records of now; with others, or while the first
 * still runs, it is refused. A failed attempt leaves its key free.
 */
export async function once<Payload>(
  call: Call,
  { mutation, key, args, run }: Keyed<Payload>,
  refuse: (error: UserError) => Payload,
): Promise<Payload> {
  const { idempotency, switches } = call.shop
  const now = call.world.clock.now()
  if (idempotency.size >= keptMax) forget(idempotency, now - keptMs)
  const fingerprint = `${mutation} ${JSON.stringify(args)}`
  const held = idempotency.get(key)
  const before = held !== undefined && held.at > now - keptMs ? held : undefined
  if (before !== undefined && before.fingerprint !== fingerprint) {
    return refuse({
      code: 'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
      field: null,
      message: 'The same idempotency key cannot be used with different operation parameters.',
    })
  }
  if (before !== undefined && before.answer === undefined) {
    return refuse({
      code: 'IDEMPOTENCY_CONCURRENT_REQUEST',
      field: null,
      message: 'This request is currently in progress, please try again.',
    })
  }
  if (before?.answer !== undefined && switches.replay === 'rebuild') return before.answer.payload as Payload

  const started = { fingerprint, at: now, answer: undefined }
  idempotency.set(key, started)
  try {
    // A second request with the key may arrive while the first is carried out.
    await Promise.resolve()
    const { payload, failed } = run()
    if (failed) idempotency.delete(key)
    else idempotency.set(key, { ...started, answer: { payload } })
    return payload
  } catch (error) {
    idempotency.delete(key)
    throw error
  }
}

function forget(idempotency: Map<string, IdempotentCall>, until: number): void {
  for (const [key, { at }] of idempotency) if (at <= until) idempotency.delete(key)
}
