import type { ReactNode } from 'react'

export type Tone = 'good' | 'wait' | 'bad' | 'info' | 'idle'

export function Tag({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return (
    <span className="tag" data-tone={tone}>
      {children}
    </span>
  )
}

/** Something to be read before going on; `bad` ones are announced. */
export function Note({ tone, children }: { readonly tone: Exclude<Tone, 'idle'>; readonly children: ReactNode }) {
  return (
    <div className="note" data-tone={tone} role={tone === 'bad' ? 'alert' : 'note'}>
      {children}
    </div>
  )
}
