import { Button, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Readiness } from '#api/contract.ts'
import { readinessQuery } from '#web/queries.ts'
import { PageBroken } from '#web/shell/page-broken.tsx'
import { Card } from '#web/ui/card.tsx'
import { PageLoading } from '#web/ui/loading.tsx'
import { Said } from '#web/ui/said.tsx'
import { Note, Tag, type Tone } from '#web/ui/tag.tsx'

type Check = Readiness['checks'][number]

const sides = ['service', 'shopify', 'punte'] as const
/** What has to be done stands first. */
const states = ['unmet', 'unknown', 'met'] as const
const tones: Record<Check['state'], Tone> = { met: 'good', unmet: 'bad', unknown: 'idle' }

/** Each requirement of each side: met, not met, or not to be seen from here, and how to put it right. */
export function ReadinessList({ shop }: { readonly shop: string }) {
  const { t } = useTranslation()
  const { data, error, refetch, isFetching } = useQuery(readinessQuery(shop))
  if (error !== null && data === undefined) return <PageBroken error={error} />
  if (data === undefined) return <PageLoading />
  const unmet = data.checks.filter(({ state }) => state === 'unmet').length
  return (
    <Stack gap="md">
      <Note tone={data.ready ? 'good' : 'wait'}>
        <Text fw={600}>{data.ready ? t('readiness.ready') : t('readiness.not', { count: unmet })}</Text>
      </Note>
      {sides.map((side) => (
        <Side key={side} title={t(`readiness.side.${side}`)} checks={data.checks.filter((check) => check.side === side)} />
      ))}
      <div>
        <Button variant="default" loading={isFetching} onClick={() => void refetch()}>
          {t('readiness.again')}
        </Button>
      </div>
    </Stack>
  )
}

function Side({ title, checks }: { readonly title: string; readonly checks: readonly Check[] }) {
  const { t } = useTranslation()
  if (checks.length === 0) return null
  return (
    <Card title={title} flush>
      <ul className="rows">
        {checks
          .toSorted((one, other) => states.indexOf(one.state) - states.indexOf(other.state))
          .map((check) => (
            <li key={check.id}>
              <div className="row-head">
                <Text fw={550} component="div">
                  <Said {...check} text={check.detail} />
                </Text>
                <Tag tone={tones[check.state]}>{t(`readiness.state.${check.state}`)}</Tag>
              </div>
              {check.fix === null || check.state === 'met' ? null : (
                <Text size="sm" c="dimmed" component="div">
                  <Said text={check.fix} say={check.fixSay} />
                </Text>
              )}
            </li>
          ))}
      </ul>
    </Card>
  )
}
