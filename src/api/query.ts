import type { Context as Asked } from 'hono'
import type { z } from 'zod'
import type { Sentence } from './contract.ts'
import { Problem } from './problem.ts'
import { sentence } from './sentence.ts'

const lettersMax = 500

/** A text of the address's query; absent when empty. The database takes no NUL, so nobody's name has one. Throws a Problem. */
export function queryText(asked: Asked, name: string): string | null {
  const text = asked.req.query(name) ?? ''
  if (text.length > lettersMax || text.includes('\0')) {
    throw notValid(name, sentence('field.longest', { most: lettersMax }))
  }
  return text === '' ? null : text
}

/** One of some words in the address's query; absent when empty. Throws a Problem that names them. */
export function queryWord<Word extends string>(asked: Asked, name: string, words: z.ZodEnum<{ [Each in Word]: Each }>): Word | null {
  const text = asked.req.query(name) ?? ''
  if (text === '') return null
  const parsed = words.safeParse(text)
  if (!parsed.success) throw notValid(name, sentence('field.oneOf', { values: words.options.join(', ') }))
  return parsed.data
}

function notValid(name: string, { text: message, say }: Sentence): Problem {
  const errors = [{ path: `?${name}`, message, say }]
  return new Problem({ status: 422, kind: 'not-valid', title: 'Not valid', says: 'refused.query', data: { name }, errors })
}
