import type { Context as Asked } from 'hono'
import type { z } from 'zod'
import { Problem } from './problem.ts'

const lettersMax = 500

/** A text of the address's query; absent when empty. The database takes no NUL, so nobody's name has one. Throws a Problem. */
export function queryText(asked: Asked, name: string): string | null {
  const text = asked.req.query(name) ?? ''
  if (text.length > lettersMax || text.includes('\0')) {
    throw notValid(name, `at most ${lettersMax} characters, without NUL`)
  }
  return text === '' ? null : text
}

/** One of some words in the address's query; absent when empty. Throws a Problem that names them. */
export function queryWord<Word extends string>(asked: Asked, name: string, words: z.ZodEnum<{ [Each in Word]: Each }>): Word | null {
  const text = asked.req.query(name) ?? ''
  if (text === '') return null
  const parsed = words.safeParse(text)
  if (!parsed.success) throw notValid(name, `one of ${words.options.join(', ')}`)
  return parsed.data
}

function notValid(name: string, expected: string): Problem {
  const detail = `${name} must be ${expected}.`
  return new Problem({ status: 422, kind: 'not-valid', title: 'Not valid', detail, errors: [{ path: `?${name}`, message: detail }] })
}
