import { bani, moneyText } from '#core/money.ts'
import type { Sentence } from './contract.ts'
import { sentence, sentenceOf, type SentenceData } from './sentence.ts'

const amounts = new Set(['difference', 'composed', 'total', 'refunded'])

/** Why an order is not invoiced, from what is stored with it; a service's own words are quoted. */
export function reasonSentence(reason: Readonly<Record<string, unknown>>): Sentence {
  const quote = typeof reason['said'] === 'string' ? reason['said'] : null
  const word = reason['why'] === 'refused' && reason['cause'] === 'stock' ? 'refusedStock' : reason['why']
  return sentence(sentenceOf('reason', word, 'reason.refused'), dataOf(reason), quote)
}

/** What a sentence can be filled with: names and figures; amounts are stored in bani. */
export function dataOf(detail: Readonly<Record<string, unknown>>): SentenceData {
  const data: Record<string, string | number> = {}
  for (const [key, value] of Object.entries(detail)) {
    if (typeof value === 'number') data[key] = amounts.has(key) && Number.isSafeInteger(value) ? moneyText(bani(value)) : value
    else if (typeof value === 'string' && key !== 'said' && key !== 'why') data[key] = value
    else if (key === 'line') data[key] = nameIn(value)
    else if (key === 'lines' && Array.isArray(value)) data['products'] = value.map(nameIn).join(', ')
  }
  return data
}

function nameIn(value: unknown): string {
  return typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : ''
}
