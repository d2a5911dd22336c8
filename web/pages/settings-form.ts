import { useBlocker } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Settings, type Service, type SettingsChange } from '#api/contract.ts'
import { ApiProblem } from '#web/api.ts'
import { at } from '#web/queries.ts'
import { inLanguage } from '#web/spoken.ts'
import { useWrite } from '#web/use-write.ts'

export type ServiceSettings = Settings['services'][number]
export type Preferences = Settings['preferences']
export type Invoice = ServiceSettings['invoice']
export type Warehouse = ServiceSettings['warehouse']
export type ServiceEdits = NonNullable<SettingsChange['services']>[number]

/** What a field shows besides its value: that punte.yaml holds it, and what was wrong with it. */
export type FieldState = { readonly disabled: boolean; readonly description?: string; readonly error?: string }
export type FieldOf = (path: string, description?: string) => FieldState

export type Saving = {
  readonly field: FieldOf
  readonly save: (change: SettingsChange) => void
  readonly pending: boolean
  /** The refusal of the last save, until the next one. */
  readonly refusal: Error | null
}

/** Saving with the tag of what was read, so that nobody's newer settings are written over unseen. */
export function useSaving(shop: string, settings: { value: Settings; tag: string }, saved: () => void): Saving {
  const { t, i18n } = useTranslation()
  const write = useWrite<typeof Settings>({
    done: () => t('settings.saved'),
    after: saved,
    refusalShown: true,
  })
  const errors = write.error instanceof ApiProblem ? (write.error.details?.errors ?? []) : []

  return {
    field(path, description) {
      const locked = settings.value.lockedByFile.some((key) => path === key || path.startsWith(`${key}.`))
      const wrong = errors.find((each) => pathOf(each.path) === path)
      const error = wrong && inLanguage(i18n, { text: wrong.message, say: wrong.say })
      const says = locked ? t('settings.inFile') : description
      return { disabled: locked, ...(says === undefined ? {} : { description: says }), ...(error === undefined ? {} : { error }) }
    },
    save: (change) => write.mutate({ schema: Settings, path: `${at(shop)}/settings`, method: 'PUT', body: change, tag: settings.tag }),
    pending: write.isPending,
    refusal: write.error,
  }
}

/** A place in the body that was sent, as the key of punte.yaml: a page sends one service at a time. */
export function pathOf(pointer: string): string {
  return pointer.slice(1).replaceAll('/', '.').replace('services.0.', 'services.smartbill.')
}

/** Edits over what is saved: only what was touched is sent. */
export function useEdits<Edits extends object>(): {
  readonly edits: Partial<Edits>
  readonly edit: (part: Partial<Edits>) => void
  readonly clear: () => void
  readonly dirty: boolean
} {
  const { t } = useTranslation()
  const [edits, setEdits] = useState<Partial<Edits>>({})
  const dirty = Object.keys(edits).length > 0
  useBlocker({
    shouldBlockFn: ({ current, next }) => current.pathname !== next.pathname && dirty && !window.confirm(t('settings.unsaved')),
    enableBeforeUnload: () => dirty,
  })
  return { edits, edit: (part) => setEdits((seen) => ({ ...seen, ...part })), clear: () => setEdits({}), dirty }
}

/** What a tab of the service works on. */
export type ServiceForm = {
  readonly value: ServiceSettings
  readonly service: Service
  readonly useStock: boolean
  readonly field: FieldOf
  readonly edit: (part: Partial<Omit<ServiceEdits, 'kind'>>) => void
  readonly editInvoice: (part: Partial<Invoice>) => void
  readonly editWarehouse: (part: Partial<Warehouse>) => void
}
