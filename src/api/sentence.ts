import type { Sentence } from './contract.ts'
import { ownWords } from './own-words.ts'
import { sentences, type SentenceId } from './sentences.ts'

export type SentenceData = Readonly<Record<string, string | number>>

/** A sentence that a page says in its own language: `id` names it, the English text stands for whoever has no page. */
export function sentence(id: SentenceId, data: SentenceData = {}, quote: string | null = null): Sentence {
  const said = quote === '' ? null : quote
  const own = said === null ? null : ownWords(said)
  return {
    text: textOf(id, data),
    say: { id, data: { ...data } },
    quote: own === null ? said : textOf(own.id, own.data),
    quoteSay: own === null ? null : { id: own.id, data: { ...own.data } },
  }
}

function textOf(id: SentenceId, data: SentenceData): string {
  return sentences[id].replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(data[name] ?? '?'))
}

/** The sentence of a stored word, or the one that stands for words that have none. */
export function sentenceOf(family: string, word: unknown, otherwise: SentenceId): SentenceId {
  const id = `${family}.${String(word)}`
  return isSentence(id) ? id : otherwise
}

function isSentence(id: string): id is SentenceId {
  return Object.hasOwn(sentences, id)
}
