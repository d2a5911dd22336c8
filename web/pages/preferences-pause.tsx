import { Button, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Overview } from '#api/contract.ts'
import { at, overviewQuery } from '#web/queries.ts'
import { Card } from '#web/ui/card.tsx'
import { useWrite } from '#web/use-write.ts'

export function PauseCard({ shop }: { readonly shop: string }) {
  const { t } = useTranslation()
  const { data } = useQuery(overviewQuery(shop))
  const act = useWrite<typeof Overview>()
  return (
    <Card title={t('pause.title')}>
      <Stack gap="md">
        <Text size="sm">{t('pause.means')}</Text>
        {(['A', 'B'] as const).map((flow) => {
          const paused = data?.flows.find((one) => one.flow === flow)?.pausedAt ?? null
          const verb = paused === null ? 'pause' : 'resume'
          return (
            <Stack key={flow} gap={6} align="flex-start">
              <Text fw={550} size="sm">
                {t(`flows.name.${flow}`)}
              </Text>
              <Button
                variant="default"
                loading={act.isPending}
                disabled={data === undefined}
                onClick={() => act.mutate({ schema: Overview, path: `${at(shop)}/${verb}`, body: { flow } })}
              >
                {t(`pause.${verb}Flow.${flow}`)}
              </Button>
            </Stack>
          )
        })}
      </Stack>
    </Card>
  )
}
