import type { z } from 'zod'
import type { ProblemDetails } from './contract.ts'
import { sentence, type SentenceData } from './sentence.ts'
import type { SentenceId } from './sentences.ts'

type FieldError = NonNullable<ProblemDetails['errors']>[number]
type Said = readonly [SentenceId, SentenceData]

/** What is wrong with one value of a body, as a sentence that a page says in its own language. */
export function fieldError(issue: z.core.$ZodIssue): FieldError {
  const [id, data] = saidOf(issue)
  const { text: message, say } = sentence(id, data)
  return { path: `/${issue.path.join('/')}`, message, say }
}

function saidOf(issue: z.core.$ZodIssue): Said {
  switch (issue.code) {
    case 'invalid_type':
      return [issue.input === undefined ? 'field.missing' : 'field.kind', {}]
    case 'too_small':
      return tooSmall(issue.origin, Number(issue.minimum))
    case 'too_big':
      return tooBig(issue.origin, Number(issue.maximum))
    case 'invalid_value':
      return ['field.oneOf', { values: issue.values.map(String).join(', ') }]
    case 'invalid_format':
      return formatOf(issue.format, 'includes' in issue ? String(issue['includes']) : '')
    case 'unrecognized_keys':
      return ['field.unknownKeys', { keys: issue.keys.join(', ').slice(0, 200) }]
    case 'not_multiple_of':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return ['field.other', {}]
  }
}

function tooSmall(origin: string, least: number): Said {
  if (origin === 'string') return ['field.empty', {}]
  return [origin === 'array' ? 'field.few' : 'field.least', { least }]
}

function tooBig(origin: string, most: number): Said {
  if (origin === 'string') return ['field.longest', { most }]
  return [origin === 'array' ? 'field.many' : 'field.most', { most }]
}

function formatOf(format: string, part: string): Said {
  if (format === 'email') return ['field.email', {}]
  if (format === 'datetime') return ['field.moment', {}]
  return format === 'includes' ? ['field.contains', { part }] : ['field.pattern', {}]
}
