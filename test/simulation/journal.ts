import { createHash } from 'node:crypto'

const tailMax = 200
const digestChars = 10

/** What went on, line by line. The same seed gives the same lines, so one hash of them all tells whether two runs were the same. */
export type Journal = {
  write(line: string): void
  hash(): string
  /** The last lines, for whoever looks for what went wrong. */
  tail(): readonly string[]
}

export function openJournal(onLine: (line: string) => void): Journal {
  const hash = createHash('sha256')
  const tail: string[] = []
  return {
    write(line) {
      hash.update(`${line}\n`)
      tail.push(line)
      if (tail.length > tailMax) tail.shift()
      onLine(line)
    },
    hash: () => hash.copy().digest('hex'),
    tail: () => [...tail],
  }
}

/** A few letters that differ when two answers differ. */
export async function digestOf(value: unknown): Promise<string> {
  if (value instanceof Response) return `${value.status} ${shortHash(Buffer.from(await value.clone().arrayBuffer()))}`
  if (typeof value === 'object' && value !== null && 'rows' in value && Array.isArray(value.rows)) {
    return `${value.rows.length} rows ${shortHash(asText(value.rows))}`
  }
  return value === undefined ? '-' : shortHash(asText(value))
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]}` : String(error)
}

function asText(value: unknown): string {
  return JSON.stringify({ value }, (_key, part: unknown) => (typeof part === 'bigint' ? String(part) : part))
}

function shortHash(bytes: string | Buffer): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, digestChars)
}
