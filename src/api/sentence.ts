import type { Sentence } from './contract.ts'

/** A sentence that a page says in its own language: `id` names it, the English text stands for whoever has no page. */
export function sentence(id: string, data: Readonly<Record<string, string | number>> = {}, quote: string | null = null): Sentence {
  const facts = Object.entries(data).map(([name, value]) => `${name} ${value}`)
  const text = [words(id), ...facts].join(', ')
  return { text, say: { id, data: { ...data } }, quote: quote === '' ? null : quote }
}

/** "refusal.useStockNeedsWarehouse" reads "use stock needs warehouse". */
function words(id: string): string {
  const last = id.slice(id.lastIndexOf('.') + 1)
  return last
    .replaceAll(/([A-Z])/g, ' $1')
    .replaceAll('-', ' ')
    .toLowerCase()
    .trim()
}

export function say(id: string, data: Readonly<Record<string, string | number>> = {}): NonNullable<Sentence['say']> {
  return { id, data: { ...data } }
}
