import type { Service } from './faults.ts'

/** Older entries fall out. */
const entriesMax = 5_000

/** A longer body is kept up to here. */
const bodyCharactersMax = 50_000

const secretHeaders = new Set(['authorization', 'x-shopify-access-token', 'cookie', 'set-cookie'])
const secretFields = /("(?:client_secret|access_token|refresh_token|subject_token)"\s*:\s*")[^"]*(")/g

/** One request with its answer: `in` to a face, `out` from the world (a webhook, a stock push). */
export type JournalEntry = {
  readonly seq: number
  /** World time, ISO 8601. */
  readonly at: string
  readonly service: Service
  readonly direction: 'in' | 'out'
  readonly method: string
  readonly path: string
  readonly query: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** null: the connection died. */
  readonly status: number | null
  readonly answer: string
  readonly fault?: string
}

export type Journal = {
  record(entry: Omit<JournalEntry, 'seq'>): void
  list(filter?: { readonly service?: string; readonly after?: number }): readonly JournalEntry[]
  clear(): void
}

export function createJournal(): Journal {
  let entries: JournalEntry[] = []
  let last = 0

  return {
    record(entry) {
      last += 1
      entries.push({ ...entry, headers: withoutSecrets(entry.headers), body: kept(entry.body), answer: kept(entry.answer), seq: last })
      if (entries.length > entriesMax) entries = entries.slice(-entriesMax / 2)
    },
    list({ service, after = 0 } = {}) {
      return entries.filter((entry) => entry.seq > after && (service === undefined || entry.service === service))
    },
    clear() {
      entries = []
      last = 0
    },
  }
}

function withoutSecrets(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, secretHeaders.has(name.toLowerCase()) ? '(kept back)' : value]),
  )
}

function kept(body: string): string {
  const shown = body.length > bodyCharactersMax ? `${body.slice(0, bodyCharactersMax)}… (${body.length} characters)` : body
  return shown.replace(secretFields, '$1(kept back)$2')
}
