import { Button, Code, List, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiProblem } from '#web/api.ts'
import { problemText } from '#web/problem-text.ts'
import { Said } from '#web/ui/said.tsx'
import { Note } from '#web/ui/tag.tsx'
import { pathOf } from './settings-form.ts'

type BarProps = {
  readonly dirty: boolean
  readonly pending: boolean
  readonly clear: () => void
  readonly save: () => void
  readonly children?: ReactNode
}

export function SaveBar({ dirty, pending, clear, save, children }: BarProps) {
  const { t } = useTranslation()
  return (
    <div className="save-bar">
      <Text size="sm" c="dimmed" mr="auto" component="output">
        {dirty ? t('settings.dirty') : t('settings.clean')}
      </Text>
      {children}
      {dirty ? (
        <Button variant="subtle" onClick={clear}>
          {t('settings.discard')}
        </Button>
      ) : null}
      <Button loading={pending} disabled={!dirty} onClick={save}>
        {t('settings.save')}
      </Button>
    </div>
  )
}

/** Why nothing was saved, as a sentence; each field says its own part too. */
export function Refusal({ problem }: { readonly problem: Error | null }) {
  const { t, i18n } = useTranslation()
  if (problem === null) return null
  const { what, fix } = problemText(problem, i18n)
  const errors = problem instanceof ApiProblem ? (problem.details?.errors ?? []) : []
  return (
    <Note tone="bad">
      <Text fw={600}>{t('settings.refused')}</Text>
      <Text>{what}</Text>
      {fix === '' ? null : <Text>{fix}</Text>}
      {errors.length === 0 ? null : (
        <List size="sm">
          {errors.map(({ path, message, say }) => (
            <List.Item key={`${path} ${message}`}>
              <Code translate="no">{pathOf(path)}</Code> <Said text={message} say={say} />
            </List.Item>
          ))}
        </List>
      )}
    </Note>
  )
}

/** A warning beside the setting that it is about. */
export function Beside({ children }: { readonly children: ReactNode }) {
  return (
    <Note tone="wait">
      <Text size="sm">{children}</Text>
    </Note>
  )
}

export function Fields({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <fieldset className="fields">
      <legend>{title}</legend>
      {children}
    </fieldset>
  )
}

/** Settings that are one thing together, inside a section. */
export function SubFields({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <fieldset className="fields sub-fields">
      <legend>{title}</legend>
      {children}
    </fieldset>
  )
}

export function Row({ children }: { readonly children: ReactNode }) {
  return <div className="field-row">{children}</div>
}
