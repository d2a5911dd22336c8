import { useNow } from './clock.tsx'
import { useFormat } from './format.ts'

/** How long ago, or how soon; the exact moment on hover. */
export function TimeAgo({ at }: { readonly at: string }) {
  const format = useFormat()
  return (
    <time dateTime={at} title={format.exact(at)}>
      {format.relative(at, useNow())}
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
