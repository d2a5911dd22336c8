import type { TFunction } from 'i18next'
import { ApiProblem } from './api.ts'

export type ProblemText = { readonly what: string; readonly fix: string; readonly id: string | null }

/** What went wrong and what to do, in the reader's language. */
export function problemText(problem: unknown, t: TFunction): ProblemText {
  if (!(problem instanceof ApiProblem)) return { what: t('broken.page.what'), fix: t('broken.page.fix'), id: null }
  if (problem.status === 0) return { what: t('broken.unreachable.what'), fix: t('broken.unreachable.fix'), id: null }
  if (problem.status === 401) return { what: t('broken.signedOut.what'), fix: t('broken.signedOut.fix'), id: null }
  if (problem.status === 412) return { what: t('broken.stale.what'), fix: t('broken.stale.fix'), id: problem.details?.id ?? null }
  if (problem.details === null) return { what: t('broken.strange.what'), fix: t('broken.strange.fix'), id: null }
  if (problem.status === 404) return { what: t('broken.missing.what'), fix: t('broken.missing.fix'), id: problem.details.id }
  return { what: spoken(problem.details, t), fix: problem.details.fix ?? '', id: problem.details.id }
}

function spoken(
  { detail, say }: { detail: string; say?: { id: string; data: Record<string, string | number> } | null | undefined },
  t: TFunction,
): string {
  if (say === null || say === undefined || t('language') === 'en') return detail
  return t(`say.${say.id}` as 'never', { ...say.data, defaultValue: detail })
}
