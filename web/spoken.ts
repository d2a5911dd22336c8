import type { i18n } from 'i18next'
import type { Sentence } from '#api/contract.ts'

export type Spoken = { readonly text: string; readonly say?: Sentence['say'] | undefined }

/** A sentence of the server in the reader's language. Its own text is English; the guard of the languages keeps a Romanian one for each. */
export function inLanguage({ t, language }: Pick<i18n, 't' | 'language'>, { text, say }: Spoken): string {
  if (say === null || say === undefined || language === 'en') return text
  return t(`say.${say.id}` as 'never', { ...say.data, defaultValue: text })
}
