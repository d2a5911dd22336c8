import { z } from 'zod'
import { bani, moneyText } from '#core/money.ts'
import { drawn } from '#core/near-miss.ts'
import type { Sentence } from './contract.ts'
import { sentence, sentenceOf, type SentenceData } from './sentence.ts'

/** An order may have hundreds of lines: so many are named. */
const productsMax = 10

const NearLine = z.object({ reason: z.literal('unmatched'), key: z.string(), suggestions: z.array(z.string()).min(1) })

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
    else if (key === 'lines' && Array.isArray(value)) data['products'] = productsIn(value)
  }
  return data
}

/** The lines of an order by name; one that a billing product nearly matches with what both call it, for what tells them apart is easily overlooked. */
function productsIn(lines: readonly unknown[]): string {
  const named = lines.slice(0, productsMax).map((line) => {
    const { data: near } = NearLine.safeParse(line)
    if (near === undefined) return nameIn(line)
    return `${nameIn(line)} (Shopify: ${quoted(near.key)}; SmartBill: ${near.suggestions.map(quoted).join(', ')})`
  })
  return [...named, ...(lines.length > productsMax ? [`+ ${lines.length - productsMax}`] : [])].join(', ')
}

function quoted(text: string): string {
  return `“${drawn(text)}”`
}

function nameIn(value: unknown): string {
  return typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : ''
}
