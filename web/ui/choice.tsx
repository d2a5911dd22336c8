import { NativeSelect, type MantineBreakpoint } from '@mantine/core'
import type { ReactNode } from 'react'

export type Option<Value extends string> = { readonly value: Value; readonly label: string }

type Props<Value extends string> = {
  readonly label: string
  readonly options: readonly Option<Value>[]
  readonly value: Value
  readonly onChange: (value: Value) => void
  readonly description?: ReactNode
  readonly error?: ReactNode
  readonly disabled?: boolean
  readonly hideLabel?: boolean
  readonly hiddenFrom?: MantineBreakpoint
}

/** One of a few: the platform's own list, which every keyboard, reader and phone knows. */
export function Choice<Value extends string>({ label, options, value, onChange, hideLabel = false, ...rest }: Props<Value>) {
  return (
    <NativeSelect
      {...rest}
      {...(hideLabel ? { 'aria-label': label } : { label })}
      data={options.map((option) => ({ ...option }))}
      value={value}
      onChange={({ currentTarget }) => {
        const chosen = options.find((option) => option.value === currentTarget.value)
        if (chosen !== undefined) onChange(chosen.value)
      }}
    />
  )
}
