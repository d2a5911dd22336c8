import { useTranslation } from 'react-i18next'
import type { Sentence } from '#api/contract.ts'
import { inLanguage, type Spoken } from '#web/spoken.ts'

type Props = Spoken & { readonly quote?: string | null | undefined; readonly quoteSay?: Sentence['quoteSay'] | undefined }

/** What the server says, in the reader's language; a service's own words stand apart as a quotation. */
export function Said({ text, say, quote, quoteSay }: Props) {
  const { i18n } = useTranslation()
  return (
    <>
      <span>{inLanguage(i18n, { text, say })}</span>
      {quote === null || quote === undefined ? null : <Quote text={quote} say={quoteSay} />}
    </>
  )
}

function Quote({ text, say }: Spoken) {
  const { i18n } = useTranslation()
  if (say !== null && say !== undefined) return <> {inLanguage(i18n, { text, say })}</>
  return (
    <blockquote className="quote" dir="auto">
      {text}
    </blockquote>
  )
}
