import { useMutation, useQueryClient, useSuspenseQuery, type UseMutationResult } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { ApiProblem, write } from './api.ts'
import { notifyDone, notifyRefused } from './notify.ts'
import { sessionQuery } from './queries.ts'
import { problemText } from './problem-text.ts'

export type Request<Schema extends z.ZodType> = {
  readonly schema: Schema
  readonly path: string
  readonly method?: 'POST' | 'PUT'
  readonly body?: unknown
  readonly tag?: string
}

type Told<Schema extends z.ZodType> = {
  /** Said when it is done; nothing when the page itself shows it. */
  readonly done?: (answer: z.infer<Schema>) => string | null
  readonly after?: (answer: z.infer<Schema>) => void
  /** A dialog or a form shows the refusal itself. */
  readonly refusalShown?: boolean
}

/** A write by the merchant: told when done, told when refused, and everything of the shop that it may have moved is read again. */
export function useWrite<Schema extends z.ZodType>({ done, after, refusalShown = false }: Told<Schema> = {}): UseMutationResult<
  z.infer<Schema>,
  Error,
  Request<Schema>
> {
  const queries = useQueryClient()
  const { i18n } = useTranslation()
  const { data: session } = useSuspenseQuery(sessionQuery)

  return useMutation({
    mutationFn: ({ schema, path, ...rest }: Request<Schema>) => write(schema, path, { ...rest, csrf: session.csrf }),
    onSuccess(answer) {
      const message = done?.(answer) ?? null
      if (message !== null) notifyDone(i18n.t, message)
      after?.(answer)
    },
    onError(problem) {
      if (refusalShown && problem instanceof ApiProblem) return
      const { what, fix } = problemText(problem, i18n)
      notifyRefused(i18n.t, { title: what, message: fix })
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['shop'] }),
  })
}
