import { Button, Checkbox, Group, Text, TextInput } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Choice } from '#web/ui/choice.tsx'
import type { Invoice, ServiceForm } from './settings-form.ts'
import { Fields, Row, SubFields } from './settings-parts.tsx'

type Source = Invoice['cui']['sources'][number]

const places = ['b2b', 'attribute', 'metafield', 'company', 'note'] as const

export function BuyerFields({ form }: { readonly form: ServiceForm }) {
  const { t } = useTranslation()
  const { value, field, editInvoice } = form
  const { cui, address } = value.invoice
  return (
    <Fields title={t('buyer.title')}>
      <CuiSources form={form} />
      <Row>
        <Choice
          label={t('buyer.invalid.name')}
          {...field('services.smartbill.invoice.cui')}
          options={(['wait', 'person'] as const).map((way) => ({ value: way, label: t(`buyer.invalid.${way}`) }))}
          value={cui.invalid}
          onChange={(invalid) => editInvoice({ cui: { ...cui, invalid } })}
        />
        <Choice
          label={t('buyer.address.name')}
          {...field('services.smartbill.invoice.address')}
          options={(['billing', 'shipping'] as const).map((which) => ({ value: which, label: t(`buyer.address.${which}`) }))}
          value={address}
          onChange={(which) => editInvoice({ address: which })}
        />
      </Row>
    </Fields>
  )
}

/** Places where a company's code may stand, tried from the top; the first valid one wins. */
function CuiSources({ form }: { readonly form: ServiceForm }) {
  const { t } = useTranslation()
  const { value, field, editInvoice } = form
  const { cui } = value.invoice
  const { disabled, description } = field('services.smartbill.invoice.cui', t('buyer.cui.means'))
  const unused = places.filter((place) => cui.sources.every(({ from }) => from !== place))

  function set(sources: readonly Source[]): void {
    editInvoice({ cui: { ...cui, sources: [...sources] } })
  }
  return (
    <SubFields title={t('buyer.cui.name')}>
      <Text size="xs" c="dimmed">
        {description}
      </Text>
      {cui.sources.map((source, index) => (
        <Group key={source.from} gap="xs">
          <Checkbox
            checked
            disabled={disabled}
            label={t(`buyer.cui.from.${source.from}`)}
            onChange={() => set(cui.sources.filter((other) => other !== source))}
          />
          {source.from === 'attribute' ? (
            <TextInput
              aria-label={t('buyer.cui.key')}
              disabled={disabled}
              value={source.key}
              onChange={({ currentTarget }) =>
                set(cui.sources.map((other) => (other === source ? { from: 'attribute', key: currentTarget.value } : other)))
              }
            />
          ) : null}
          {index === 0 ? null : (
            <Button
              size="compact-xs"
              variant="subtle"
              disabled={disabled}
              aria-label={t('buyer.cui.up', { place: t(`buyer.cui.from.${source.from}`) })}
              onClick={() => set(raised(cui.sources, index))}
            >
              {t('buyer.cui.upShort')}
            </Button>
          )}
        </Group>
      ))}
      {unused.map((place) => (
        <Checkbox
          key={place}
          checked={false}
          disabled={disabled}
          label={t(`buyer.cui.from.${place}`)}
          onChange={() => set([...cui.sources, place === 'attribute' ? { from: place, key: 'CUI' } : { from: place }])}
        />
      ))}
    </SubFields>
  )
}

function raised(sources: readonly Source[], index: number): readonly Source[] {
  const [source] = sources.slice(index, index + 1)
  return source === undefined ? sources : sources.filter((other) => other !== source).toSpliced(index - 1, 0, source)
}
