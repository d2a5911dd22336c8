import type { i18n } from 'i18next'
import { ApiProblem } from './api.ts'
import { inLanguage } from './spoken.ts'

export type ProblemText = { readonly what: string; readonly fix: string; readonly id: string | null }

/** What went wrong and what to do, in the reader's language. */
export function problemText(problem: unknown, language: i18n): ProblemText {
  const { t } = language
  if (!(problem instanceof ApiProblem)) return { what: t('broken.page.what'), fix: t('broken.page.fix'), id: null }
  if (problem.status === 0) return { what: t('broken.unreachable.what'), fix: t('broken.unreachable.fix'), id: null }
  if (problem.status === 401) return { what: t('broken.signedOut.what'), fix: t('broken.signedOut.fix'), id: null }
  if (problem.details === null) return { what: t('broken.strange.what'), fix: t('broken.strange.fix'), id: null }
  const { id, detail, say, quote, quoteSay, fix, fixSay } = problem.details
  if (problem.status === 412) return { what: t('broken.stale.what'), fix: t('broken.stale.fix'), id }
  const what = inLanguage(language, { text: detail, say })
  const whose = quote === null ? '' : inLanguage(language, { text: quote, say: quoteSay })
  const todo = fix === undefined ? '' : inLanguage(language, { text: fix, say: fixSay })
  return {
    what: whose === '' ? what : `${what} ${quoteSay === null ? t('broken.quoted', { quote: whose }) : whose}`,
    fix: problem.status === 404 ? t('broken.missing.fix') : todo,
    id,
  }
}
