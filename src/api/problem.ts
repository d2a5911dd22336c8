import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { ProblemDetails } from './contract.ts'
import { sentence, type SentenceData } from './sentence.ts'
import type { SentenceId } from './sentences.ts'

export type ProblemFacts = {
  readonly status: ContentfulStatusCode
  /** A short slug that names the kind of problem. */
  readonly kind: string
  readonly title: string
  /** What was wrong, as a sentence that a page says in its own language. */
  readonly says: SentenceId
  readonly data?: SentenceData
  /** What to do. */
  readonly fix?: SentenceId
  /** A service's own words. */
  readonly quote?: string
  readonly errors?: NonNullable<ProblemDetails['errors']>
  readonly headers?: Readonly<Record<string, string>>
}

/** Ends a request with problem details (RFC 9457): what was wrong, and what to do. */
export class Problem extends HTTPException {
  readonly facts: ProblemFacts

  constructor(facts: ProblemFacts) {
    super(facts.status, { message: sentence(facts.says, facts.data).text })
    this.facts = facts
  }
}

export function problemResponse(facts: ProblemFacts, id: string): Response {
  const { status, headers } = facts
  return new Response(problemText(facts, id), {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', ...headers },
  })
}

/** The body of such an answer. */
export function problemText({ status, kind, title, says, data, fix, quote, errors }: ProblemFacts, id: string): string {
  const { text, ...said } = sentence(says, data, quote ?? null)
  const todo = fix === undefined ? undefined : sentence(fix)
  const body: ProblemDetails = {
    type: `https://punte.example/problems/${kind}`,
    title,
    status,
    detail: text,
    id,
    ...said,
    ...(todo === undefined ? {} : { fix: todo.text, fixSay: todo.say }),
    ...(errors === undefined ? {} : { errors }),
  }
  return JSON.stringify(body)
}

export function notFound(says: SentenceId, data: SentenceData = {}, fix?: SentenceId): Problem {
  return new Problem({ status: 404, kind: 'not-found', title: 'Not found', says, data, ...(fix === undefined ? {} : { fix }) })
}
