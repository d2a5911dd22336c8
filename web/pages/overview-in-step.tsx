import { Group, Progress, Stack, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Overview, RunSummary } from '#api/contract.ts'
import { Card } from '#web/ui/card.tsx'
import { Said } from '#web/ui/said.tsx'
import { Tag, type Tone } from '#web/ui/tag.tsx'
import { TimeAgo } from '#web/ui/time-ago.tsx'
import { RunStateTag } from './run-state.tsx'

const tones: Record<Overview['inStep']['state'] | 'stopped', Tone> = { yes: 'good', no: 'wait', unknown: 'idle', stopped: 'bad' }

/** Is the shop in step, what the last run did, when the next one comes. */
export function InStep({ shop, overview }: { readonly shop: string; readonly overview: Overview }) {
  const { t } = useTranslation()
  const { nextRun, lastLookAt, lastRun, running } = overview
  const state = overview.problems.stopping > 0 ? 'stopped' : overview.inStep.state
  return (
    <Card title={t('inStep.title')} actions={<Tag tone={tones[state]}>{t(`inStep.tag.${state}`)}</Tag>}>
      <Stack gap="sm">
        <Text size="xl" fw={650} component="p" m={0}>
          {state === 'stopped' ? t('inStep.stopped') : <Figures shop={shop} inStep={overview.inStep} />}
        </Text>
        <Group gap="sm" style={{ columnGap: 'var(--mantine-spacing-xl)' }} align="flex-start">
          <Fact name={t('inStep.looked')}>{lastLookAt === null ? t('never') : <TimeAgo at={lastLookAt} />}</Fact>
          <Fact name={t('inStep.last')}>{lastRun === null ? t('never') : <LastRun shop={shop} run={lastRun} />}</Fact>
          <Fact name={t('inStep.next')}>
            {nextRun === null ? (
              t('inStep.noNext')
            ) : (
              <>
                <TimeAgo at={nextRun.at} upcoming /> · {t(`cause.${nextRun.cause}`)}
              </>
            )}
          </Fact>
        </Group>
        {running === null ? null : <Running shop={shop} run={running} />}
      </Stack>
    </Card>
  )
}

function Figures({ shop, inStep: { state, bound, differing } }: { readonly shop: string; readonly inStep: Overview['inStep'] }) {
  const { t } = useTranslation()
  if (state === 'unknown') return t('inStep.unknown')
  if (state === 'yes') return t('inStep.yes', { count: bound })
  return (
    <Link to="/shops/$shop/stock/products" params={{ shop }} search={{ show: 'differing' }}>
      {t('inStep.no', { count: differing, bound })}
    </Link>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <Stack gap={2}>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="div">{children}</Text>
    </Stack>
  )
}

function LastRun({ shop, run }: { readonly shop: string; readonly run: RunSummary }) {
  const { t } = useTranslation()
  return (
    <Stack gap={2}>
      <Group gap={6}>
        <Link to="/shops/$shop/stock/runs/$run" params={{ shop, run: run.id }}>
          <TimeAgo at={run.startedAt} />
        </Link>
        {t('run.changed', { count: run.changed })}
        {run.state === 'done' ? null : <RunStateTag state={run.state} />}
      </Group>
      {run.reason === null ? null : (
        <Text size="sm" component="div">
          <Said {...run.reason} />
        </Text>
      )}
    </Stack>
  )
}

function Running({ shop, run }: { readonly shop: string; readonly run: RunSummary }) {
  const { t } = useTranslation()
  const { done, total } = run.progress ?? { done: 0, total: 0 }
  return (
    <Stack gap={4} aria-live="polite">
      <Group justify="space-between" gap="xs">
        <Link to="/shops/$shop/stock/runs/$run" params={{ shop, run: run.id }}>
          {t('run.running')}
        </Link>
        <Text size="sm">{total === 0 ? t('run.reading') : t('run.progress', { done, total })}</Text>
      </Group>
      <Progress value={total === 0 ? 100 : (100 * done) / total} animated={total === 0} aria-label={t('run.running')} />
    </Stack>
  )
}
