import { Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Loaded, Service } from '#api/contract.ts'
import { Card } from '#web/ui/card.tsx'
import { Empty } from '#web/ui/empty.tsx'
import { Said } from '#web/ui/said.tsx'
import { Note } from '#web/ui/tag.tsx'
import { TimeAgo } from '#web/ui/time-ago.tsx'

/** What the service answered when it was last asked: beside the settings, never over them. */
export function LoadedCard({ service }: { readonly service: Service }) {
  const { t } = useTranslation()
  const { loaded, failure, blockedUntil } = service
  return (
    <Card title={t('loaded.title')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('loaded.what')}
        </Text>
        {failure === null ? null : (
          <Note tone="bad">
            <Text size="sm" component="div">
              {t('loaded.failed')} <TimeAgo at={failure.at} />
              {'. '}
              <Said {...failure.why} />
            </Text>
          </Note>
        )}
        {blockedUntil === null ? null : (
          <Note tone="wait">
            <Text size="sm" component="div">
              {t('loaded.blocked')} <TimeAgo at={blockedUntil} />
            </Text>
          </Note>
        )}
        {loaded === null ? <Empty title={t('loaded.none.what')} hint={t('loaded.none.hint')} /> : <Lists loaded={loaded} />}
      </Stack>
    </Card>
  )
}

function Lists({ loaded }: { readonly loaded: Loaded }) {
  const { t } = useTranslation()
  const none = t('loaded.empty')
  const lists = [
    ['series', loaded.series.map(({ name, type, next }) => t('loaded.seriesOf', { name, type: t(`loaded.type.${type}`), next }))],
    ['vat', loaded.vatPayer ? loaded.vatRates.map(({ name, percent }) => `${name} ${percent}%`) : [t('loaded.notPayer')]],
    ['warehouses', loaded.warehouses],
    ['units', loaded.units],
  ] as const
  return (
    <>
      <Text size="sm" component="div">
        {t('loaded.read')} <TimeAgo at={loaded.at} />
      </Text>
      <dl className="pairs">
        {lists.map(([key, values]) => (
          <div key={key} style={{ display: 'contents' }}>
            <dt>{t(`loaded.${key}`)}</dt>
            <dd>{values.length === 0 ? none : values.map((value) => <div key={value}>{value}</div>)}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
