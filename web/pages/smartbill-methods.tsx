import { Button, Group, Text, TextInput } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { Choice, type Option } from '#web/ui/choice.tsx'
import type { Invoice, ServiceForm } from './settings-form.ts'
import { SubFields } from './settings-parts.tsx'

type Rule = Invoice['methods'][number]

const triggers = ['manual', 'created', 'paid', 'fulfilled'] as const
const records = [
  'card',
  'cardOnline',
  'cashOnDelivery',
  'bankTransfer',
  'bankStatement',
  'postalOrder',
  'cheque',
  'promissoryNote',
  'other',
] as const

export function triggerOptions(t: TFunction): readonly Option<Invoice['trigger']>[] {
  return triggers.map((value) => ({ value, label: t(`invoicing.trigger.${value}`) }))
}

export function recordOptions(t: TFunction): readonly Option<NonNullable<Invoice['record']> | ''>[] {
  return [{ value: '', label: t('invoicing.record.none') }, ...records.map((value) => ({ value, label: t(`invoicing.record.${value}`) }))]
}

/** Cash on delivery is invoiced when it leaves, a card when it pays: each payment method may have its own moment and its own collection. */
export function MethodRules({ form }: { readonly form: ServiceForm }) {
  const { t } = useTranslation()
  const { value, field, editInvoice } = form
  const rules = value.invoice.methods
  const { disabled, description, error } = field('services.smartbill.invoice.methods', t('invoicing.method.means'))

  function change(index: number, part: Partial<Rule>): void {
    editInvoice({ methods: rules.map((rule, at) => (at === index ? { ...rule, ...part } : rule)) })
  }
  return (
    <SubFields title={t('invoicing.method.name')}>
      <Text size="xs" c={error === undefined ? 'dimmed' : 'var(--mantine-color-error)'}>
        {error ?? description}
      </Text>
      {rules.map((rule, index) => (
        <Group key={index} align="flex-end" gap="xs">
          <TextInput
            label={t('invoicing.method.gateway')}
            disabled={disabled}
            value={rule.gateway}
            onChange={({ currentTarget }) => change(index, { gateway: currentTarget.value })}
          />
          <Choice
            label={t('invoicing.trigger.name')}
            disabled={disabled}
            options={[{ value: '', label: t('invoicing.method.asAll') }, ...triggerOptions(t)]}
            value={rule.trigger ?? ''}
            onChange={(trigger) => change(index, { trigger: trigger === '' ? null : trigger })}
          />
          <Choice
            label={t('invoicing.record.name')}
            disabled={disabled}
            options={recordOptions(t)}
            value={rule.record ?? ''}
            onChange={(record) => change(index, { record: record === '' ? null : record })}
          />
          <Button
            variant="subtle"
            disabled={disabled}
            aria-label={t('invoicing.method.remove', { gateway: rule.gateway })}
            onClick={() => editInvoice({ methods: rules.filter((_, at) => at !== index) })}
          >
            {t('remove')}
          </Button>
        </Group>
      ))}
      <div>
        <Button
          size="compact-md"
          variant="default"
          disabled={disabled}
          onClick={() => editInvoice({ methods: [...rules, { gateway: '', trigger: null, record: null }] })}
        >
          {t('invoicing.method.add')}
        </Button>
      </div>
    </SubFields>
  )
}
