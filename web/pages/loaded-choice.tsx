import { useTranslation } from 'react-i18next'
import { Choice } from '#web/ui/choice.tsx'
import type { FieldState } from './settings-form.ts'
import { Beside } from './settings-parts.tsx'

type Props = {
  readonly label: string
  readonly value: string | null
  /** Null while the list has not been read. */
  readonly list: readonly string[] | null
  readonly field: FieldState
  readonly onChange: (value: string | null) => void
}

/** A choice from a list that the service owns. A value that the list has lost stays chosen and says so: it is never cleared. */
export function LoadedChoice({ label, value, list, field, onChange }: Props) {
  const { t } = useTranslation()
  const lost = value !== null && list !== null && !list.includes(value)
  const names = value === null || list?.includes(value) === true ? (list ?? []) : [value, ...(list ?? [])]
  const options = [
    { value: '', label: t('settings.choose') },
    ...names.map((name) => ({ value: name, label: lost && name === value ? t('settings.lost', { name }) : name })),
  ]
  return (
    <div>
      <Choice
        label={label}
        {...field}
        options={options}
        value={value ?? ''}
        onChange={(chosen) => onChange(chosen === '' ? null : chosen)}
      />
      {lost ? <Beside>{t('settings.lostMeans', { name: value })}</Beside> : null}
    </div>
  )
}
