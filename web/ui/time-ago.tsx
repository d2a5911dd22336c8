import { useNow } from './clock.tsx'
import { useFormat } from './format.ts'

/** How long ago, or how soon; the exact moment on hover. What is `upcoming` and late is due now. */
export function TimeAgo({ at, upcoming = false }: { readonly at: string; readonly upcoming?: boolean }) {
  const format = useFormat()
  const now = useNow()
  return (
    <time dateTime={at} title={format.exact(at)}>
      {format.relative(at, upcoming ? Math.min(now, Date.parse(at)) : now)}
    </time>
  )
}

/** The moment itself, for lists that are read in order. */
export function Moment({ at }: { readonly at: string }) {
  const format = useFormat()
  return (
    <time dateTime={at} title={format.exact(at)}>
      {format.short(at)}
    </time>
  )
}
