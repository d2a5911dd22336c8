import { Button, Group, NumberInput, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { LoadedChoice } from './loaded-choice.tsx'
import type { ServiceForm } from './settings-form.ts'
import { SubFields } from './settings-parts.tsx'

/** The name that stands for a percentage where the service has none or several. */
export function VatNames({ form }: { readonly form: ServiceForm }) {
  const { t } = useTranslation()
  const { value, service, field, editInvoice } = form
  const { vat } = value.invoice
  const { disabled, description } = field('services.smartbill.invoice.vat', t('invoicing.vat.means'))

  function change(index: number, part: Partial<(typeof vat)[number]>): void {
    editInvoice({ vat: vat.map((rate, at) => (at === index ? { ...rate, ...part } : rate)) })
  }
  return (
    <SubFields title={t('invoicing.vat.name')}>
      <Text size="xs" c="dimmed">
        {description}
      </Text>
      {vat.map((rate, index) => (
        <Group key={index} align="flex-start" gap="xs">
          <NumberInput
            label={t('invoicing.vat.percent')}
            disabled={disabled}
            min={0}
            max={100}
            w={120}
            value={rate.percent}
            onChange={(percent) => (typeof percent === 'number' ? change(index, { percent }) : undefined)}
          />
          <LoadedChoice
            label={t('invoicing.vat.service')}
            value={rate.name === '' ? null : rate.name}
            list={service.loaded?.vatRates.filter(({ percent }) => percent === rate.percent).map(({ name }) => name) ?? null}
            field={{ disabled }}
            onChange={(name) => change(index, { name: name ?? '' })}
          />
          <Button
            variant="subtle"
            mt={24}
            disabled={disabled}
            aria-label={t('invoicing.vat.remove', { percent: rate.percent })}
            onClick={() => editInvoice({ vat: vat.filter((_, at) => at !== index) })}
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
          onClick={() => editInvoice({ vat: [...vat, { percent: 0, name: '' }] })}
        >
          {t('invoicing.vat.add')}
        </Button>
      </div>
    </SubFields>
  )
}
