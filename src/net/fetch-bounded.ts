import type { Io } from '#core/seam.ts'

export type Bounds = { readonly deadlineMs: number; readonly bytesMax: number }

export type Answer = { readonly status: number; readonly headers: Headers; readonly bytes: Uint8Array; readonly text: () => string }

/** No whole answer came. `reached` false: the connection was refused, so nothing can have happened there. */
export class NetworkError extends Error {
  override readonly name = 'NetworkError'
  readonly reached: boolean

  constructor(message: string, options: ErrorOptions & { reached: boolean }) {
    super(message, options)
    this.reached = options.reached
  }
}

/** The call never left us: our own allowance for that account has no room until then. Passes through untouched, so that a write is surely undone. */
export class NotSentError extends Error {
  override readonly name = 'NotSentError'
  readonly retryAfterMs: number

  constructor(retryAfterMs: number) {
    super('the call waits for its turn in the allowance of its account')
    this.retryAfterMs = retryAfterMs
  }
}

const neverConnected = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])

/** One request and its whole answer, within a deadline and a size. Throws NetworkError; redirects are not followed. */
export async function fetchBounded(io: Pick<Io, 'fetch' | 'deadline'>, request: Request, bounds: Bounds): Promise<Answer> {
  const signal = io.deadline(bounds.deadlineMs)
  try {
    const response = await io.fetch(new Request(request, { signal, redirect: 'manual' }))
    const bytes = await readWhole(response, bounds.bytesMax, signal)
    return { status: response.status, headers: response.headers, bytes, text: () => new TextDecoder().decode(bytes) }
  } catch (error) {
    if (error instanceof NetworkError || error instanceof NotSentError) throw error
    throw new NetworkError(sentence(error, signal), { cause: error, reached: !neverConnected.has(codeOf(error)) })
  }
}

async function readWhole(response: Response, bytesMax: number, signal: AbortSignal): Promise<Uint8Array> {
  if (response.body === null) return new Uint8Array()
  const reader: ReadableStreamDefaultReader<Uint8Array> = response.body.getReader()
  signal.addEventListener('abort', stop, { once: true })
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.byteLength
      if (size > bytesMax) throw new NetworkError(`the answer is longer than ${bytesMax} bytes`, { reached: true })
      chunks.push(part.value)
    }
  } finally {
    signal.removeEventListener('abort', stop)
    if (size > bytesMax) await reader.cancel()
  }
  if (signal.aborted) throw new NetworkError('the answer stopped before its end', { reached: true })
  return Buffer.concat(chunks)

  function stop(): void {
    reader.cancel(signal.reason).catch(failedAlready)
  }
}

// A stream that the same signal has failed cannot be cancelled any more, and its reader has been told.
function failedAlready(): void {}

function sentence(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return 'no answer in time'
  const code = codeOf(error)
  return code === '' ? 'the connection failed' : `the connection failed (${code})`
}

function codeOf(error: unknown): string {
  const inner = error instanceof Error && error.cause !== undefined ? error.cause : error
  return inner instanceof Error && 'code' in inner && typeof inner.code === 'string' ? inner.code : ''
}
