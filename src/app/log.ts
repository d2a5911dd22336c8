import { pino, type Logger } from 'pino'

export type Log = Logger

/** Paths whose values never reach a log line, wherever they stand. */
const redacted = ['token', 'secret', 'password', 'authorization', 'credentials', 'code', 'email', 'clientSecret', 'webhookSecret', 'key']

/** One structured line per job and per outside call; error means that we must act, warn that we may have to. */
export function createLog(level: string): Log {
  const paths = redacted.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
  return pino({ level, base: null, redact: { paths, censor: '[hidden]' } })
}
