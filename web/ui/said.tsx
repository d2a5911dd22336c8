import { useTranslation } from 'react-i18next'
import type { Sentence } from '#api/contract.ts'

type Spoken = { readonly text: string; readonly say?: Sentence['say'] | undefined; readonly quote?: string | null | undefined }

/** What the server says, in the reader's language; a service's own words stand apart as a quotation. */
export function Said({ text, say, quote }: Spoken) {
  const sentence = useSaid()({ text, say })
  return (
    <>
      <span>{sentence}</span>
      {quote === null || quote === undefined ? null : (
        <blockquote className="quote" dir="auto">
          {quote}
        </blockquote>
      )}
    </>
  )
}

export function useSaid(): (spoken: Spoken) => string {
  const { t, i18n } = useTranslation()
  return ({ text, say }) => {
    const key = `say.${say?.id ?? ''}`
    if (say === null || say === undefined || i18n.language === 'en' || !i18n.exists(key)) return text
    return t(key as 'never', say.data)
  }
}
