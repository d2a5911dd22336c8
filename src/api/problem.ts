import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { sentence, type SentenceData } from './sentence.ts'
import type { SentenceId } from './sentences.ts'

export type ProblemFacts = {
  readonly status: ContentfulStatusCode
  /** A short slug that names the kind of problem. */
  readonly kind: string
  readonly title: string
  readonly detail: string
  readonly fix?: string
  readonly say?: { readonly id: string; readonly data: Readonly<Record<string, string | number>> }
  readonly errors?: readonly { readonly path: string; readonly message: string }[]
  readonly headers?: Readonly<Record<string, string>>
}

/** Ends a request with problem details (RFC 9457): what was wrong, and what to do. */
export class Problem extends HTTPException {
  readonly facts: ProblemFacts

  constructor(facts: ProblemFacts) {
    super(facts.status, { message: facts.detail })
    this.facts = facts
  }
}

/** A problem whose detail is one of our sentences, so that a page can say it in its own language. */
export function problemOf(facts: Omit<ProblemFacts, 'detail' | 'say'>, id: SentenceId, data: SentenceData = {}): Problem {
  return new Problem({ ...facts, detail: sentence(id, data).text, say: { id, data } })
}

export function problemResponse(facts: ProblemFacts, id: string): Response {
  const { status, headers } = facts
  return new Response(problemText(facts, id), {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', ...headers },
  })
}

/** The body of such an answer. */
export function problemText({ status, kind, headers: _headers, ...shown }: ProblemFacts, id: string): string {
  return JSON.stringify({ type: `https://punte.example/problems/${kind}`, status, id, ...shown })
}

export function notFound(what: string, fix?: string): Problem {
  return new Problem({
    status: 404,
    kind: 'not-found',
    title: 'Not found',
    detail: `There is no ${what}.`,
    ...(fix === undefined ? {} : { fix }),
  })
}
