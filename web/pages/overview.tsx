import { Stack, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Overview, Problem } from '#api/contract.ts'
import { overviewQuery, problemsQuery } from '#web/queries.ts'
import { Card } from '#web/ui/card.tsx'
import { Empty } from '#web/ui/empty.tsx'
import { Page } from '#web/ui/page.tsx'
import { Said } from '#web/ui/said.tsx'
import { Note, Tag, type Tone } from '#web/ui/tag.tsx'
import { TimeAgo } from '#web/ui/time-ago.tsx'
import { InStep } from './overview-in-step.tsx'
import { SubjectLink } from './subject-link.tsx'
import { SyncNow } from './sync-now.tsx'

const route = getRouteApi('/shops/$shop/')

export function OverviewPage() {
  const { t } = useTranslation()
  const { shop } = route.useParams()
  const { data: overview } = useSuspenseQuery(overviewQuery(shop))
  const { data: problems } = useSuspenseQuery(problemsQuery(shop))
  return (
    <Page
      title={t('overview.title')}
      actions={<SyncNow shop={shop} disabled={overview.running !== null || overview.service?.connected !== true} />}
    >
      {overview.service?.connected === true ? null : <Connect shop={shop} />}
      <NotCovered missing={overview.notCovered} />
      <div className="two">
        <Stack gap="md" miw={0}>
          <InStep shop={shop} overview={overview} />
          <Problems shop={shop} problems={problems.items} />
        </Stack>
        <Stack gap="md" miw={0}>
          <OrdersToday shop={shop} orders={overview.orders} />
          <Flows overview={overview} />
        </Stack>
      </div>
    </Page>
  )
}

function Connect({ shop }: { readonly shop: string }) {
  const { t } = useTranslation()
  return (
    <Note tone="info">
      <Text fw={600}>{t('overview.connect.what')}</Text>
      <Link to="/shops/$shop/services/smartbill" params={{ shop }} search={{ tab: 'account' }}>
        {t('overview.connect.do')}
      </Link>
    </Note>
  )
}

function NotCovered({ missing }: { readonly missing: Overview['notCovered'] }) {
  const { t } = useTranslation()
  if (missing.length === 0) return null
  return (
    <Note tone="wait">
      {missing.map((part) => (
        <Text key={part}>{t(`notCovered.${part}`)}</Text>
      ))}
    </Note>
  )
}

function OrdersToday({ shop, orders }: { readonly shop: string; readonly orders: Overview['orders'] }) {
  const { t } = useTranslation()
  const facts = [
    { key: 'waiting', value: orders.waiting, tone: 'wait', search: { state: 'waiting' } },
    { key: 'unknownOutcome', value: orders.unknownOutcome, tone: 'bad', search: { state: 'unknown-outcome' } },
    { key: 'issuing', value: orders.issuing, tone: 'info', search: { state: 'issuing' } },
    { key: 'issuedToday', value: orders.issuedToday, tone: 'info', search: { state: 'issued' } },
  ] as const
  return (
    <Card title={t('orders.title')} flush>
      <ul className="rows">
        {facts.map(({ key, value, tone, search }) => (
          <li key={key} className="fact">
            <Link to="/shops/$shop/orders" params={{ shop }} search={search}>
              <span className="fact-value" data-tone={value === 0 ? 'idle' : tone}>
                {value}
              </span>
              <span>{t(`overview.orders.${key}`, { count: value })}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  )
}

const severityTone: Record<Problem['severity'], Tone> = { stops: 'bad', waits: 'wait', warns: 'info' }

function Problems({ shop, problems }: { readonly shop: string; readonly problems: readonly Problem[] }) {
  const { t } = useTranslation()
  return (
    <Card title={t('problems.title')} flush>
      {problems.length === 0 ? <Empty title={t('problems.none.what')} hint={t('problems.none.hint')} /> : null}
      <ul className="rows">
        {problems.map((problem) => (
          <li key={problem.id}>
            <Stack gap={4}>
              <div className="row-head">
                <Tag tone={severityTone[problem.severity]}>{t(`problems.severity.${problem.severity}`)}</Tag>
                <Text size="sm" c="dimmed">
                  <TimeAgo at={problem.since} />
                </Text>
              </div>
              <Text fw={600} component="div">
                <Said {...problem.what} />
              </Text>
              {problem.blocks === null ? null : (
                <Text size="sm" component="div">
                  {t('problems.blocks')} <Said {...problem.blocks} />
                </Text>
              )}
              {problem.todo === null ? null : (
                <Text size="sm" component="div">
                  <strong>{t('problems.todo')}</strong> <Said {...problem.todo} />
                </Text>
              )}
              <div className="do">
                <SubjectLink shop={shop} subject={problem.subject} />
              </div>
            </Stack>
          </li>
        ))}
      </ul>
    </Card>
  )
}

const flowTone: Record<Overview['flows'][number]['state'], Tone> = {
  on: 'good',
  off: 'idle',
  paused: 'wait',
  notCovered: 'wait',
  blocked: 'bad',
}

function Flows({ overview }: { readonly overview: Overview }) {
  const { t } = useTranslation()
  return (
    <Card title={t('flows.title')} flush>
      <ul className="rows">
        {overview.flows.map(({ flow, state, why }) => (
          <li key={flow}>
            <Stack gap={4}>
              <div className="row-head">
                <Text fw={550}>{t(`flows.name.${flow}`)}</Text>
                <Tag tone={flowTone[state]}>{t(`flows.state.${state}`)}</Tag>
              </div>
              <Text size="sm" c="dimmed">
                {t(`flows.what.${flow}`)}
              </Text>
              {why === null ? null : (
                <Text size="sm" component="div">
                  <Said {...why} />
                </Text>
              )}
            </Stack>
          </li>
        ))}
        <li>
          <Text size="sm">
            {t('overview.rule')} <strong>{t(`rule.${overview.stockRule}`)}</strong>
          </Text>
          <Text size="sm">
            {t('overview.subscription')} <strong>{t(`subscription.${overview.subscription}`)}</strong>
          </Text>
        </li>
      </ul>
    </Card>
  )
}
