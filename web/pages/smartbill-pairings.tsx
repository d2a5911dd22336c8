import { Button, Group, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { LoadedChoice } from './loaded-choice.tsx'
import type { ServiceForm } from './settings-form.ts'
import { Fields } from './settings-parts.tsx'

/** Which warehouse feeds which Shopify location; several warehouses may be summed into one location. */
export function Pairings({ form }: { readonly form: ServiceForm }) {
  const { t } = useTranslation()
  const { value, service, field, edit } = form
  const pairs = value.stock
  const locations = service.locations.filter(({ active }) => active).map(({ name }) => name)
  const { disabled, description, error } = field('services.smartbill.stock', t('pairing.means'))

  function change(index: number, part: Partial<(typeof pairs)[number]>): void {
    edit({ stock: pairs.map((pair, at) => (at === index ? { ...pair, ...part } : pair)) })
  }
  return (
    <Fields title={t('pairing.title')}>
      <Text size="sm" c={error === undefined ? 'dimmed' : 'var(--mantine-color-error)'}>
        {error ?? description}
      </Text>
      {pairs.map((pair, index) => (
        <Group key={index} align="flex-start" gap="xs">
          <LoadedChoice
            label={t('pairing.warehouse')}
            value={pair.warehouse === '' ? null : pair.warehouse}
            list={service.loaded?.warehouses ?? null}
            field={{ disabled }}
            onChange={(warehouse) => change(index, { warehouse: warehouse ?? '' })}
          />
          <LoadedChoice
            label={t('pairing.location')}
            value={pair.location === '' ? null : pair.location}
            list={locations}
            field={{ disabled }}
            onChange={(location) => change(index, { location: location ?? '' })}
          />
          <Button
            variant="subtle"
            mt={24}
            disabled={disabled}
            aria-label={t('pairing.remove', { warehouse: pair.warehouse })}
            onClick={() => edit({ stock: pairs.filter((_, at) => at !== index) })}
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
          onClick={() => edit({ stock: [...pairs, { warehouse: value.warehouse.name ?? '', location: locations[0] ?? '' }] })}
        >
          {t('pairing.add')}
        </Button>
      </div>
    </Fields>
  )
}
