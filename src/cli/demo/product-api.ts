/** The product or the simulated services, spoken to over HTTP. */
export type Speaker = (method: string, path: string, body?: unknown) => Promise<{ readonly status: number; readonly body: unknown }>

const answerMsMax = 60_000

/** Speaks JSON to an address. The answer is whatever came, good or bad. */
export function speakTo(base: string, headers: Readonly<Record<string, string>> = {}): Speaker {
  return async (method, path, body) => {
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(answerMsMax),
    })
    const text = await answer.text()
    const isJson = answer.headers.get('content-type')?.includes('json') === true
    return { status: answer.status, body: isJson && text !== '' ? JSON.parse(text) : text }
  }
}

/** Does it and gives what was answered. Throws when it was refused. */
export async function tell(speaker: Speaker, method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await speaker(method, path, body)
  if (answer.status >= 400) throw new Error(`${method} ${path} was refused: ${answer.status} ${JSON.stringify(answer.body)}`)
  return answer.body
}
