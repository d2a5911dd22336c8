import { Button, Group, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { RunSummary } from '#api/contract.ts'
import { runsQuery } from '#web/queries.ts'
import { Empty } from '#web/ui/empty.tsx'
import { useFormat } from '#web/ui/format.ts'
import { Page } from '#web/ui/page.tsx'
import { Said } from '#web/ui/said.tsx'
import { TimeAgo } from '#web/ui/time-ago.tsx'
import { RunStateTag } from './run-state.tsx'
import { StockTabs } from './stock-tabs.tsx'
import { SyncNow } from './sync-now.tsx'

const route = getRouteApi('/shops/$shop/stock/runs')

export function RunsPage() {
  const { t } = useTranslation()
  const { shop } = route.useParams()
  const { after } = route.useSearch()
  const navigate = route.useNavigate()
  const { data } = useSuspenseQuery(runsQuery(shop, after))
  return (
    <Page title={t('stock.title')} actions={<SyncNow shop={shop} disabled={false} />}>
      <StockTabs shop={shop} on="runs" />
      <div className="card">
        {data.items.length === 0 ? (
          <Empty title={t('runs.none.what')} hint={t('runs.none.hint')} />
        ) : (
          <div className="scroll">
            <table className="grid-table stack">
              <thead>
                <tr>
                  <th scope="col">{t('runs.column.when')}</th>
                  <th scope="col">{t('runs.column.cause')}</th>
                  <th scope="col">{t('runs.column.state')}</th>
                  <th scope="col" className="num">
                    {t('runs.column.changed')}
                  </th>
                  <th scope="col" className="num">
                    {t('runs.column.skipped')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {data.items.map((run) => (
                  <Row key={run.id} shop={shop} run={run} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </div>
      <Text size="sm" c="dimmed">
        {t('runs.quiet')}
      </Text>
      <Group justify="flex-end" gap="xs">
        {after === undefined ? null : (
          <Button variant="default" onClick={() => void navigate({ search: {} })}>
            {t('paging.first')}
          </Button>
        )}
        {data.next === null ? null : (
          <Button variant="default" onClick={() => void navigate({ search: { after: data.next ?? undefined } })}>
            {t('paging.next')}
          </Button>
        )}
      </Group>
    </Page>
  )
}

function Row({ shop, run }: { readonly shop: string; readonly run: RunSummary }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <tr>
      <td>
        <Link to="/shops/$shop/stock/runs/$run" params={{ shop, run: run.id }}>
          <TimeAgo at={run.startedAt} />
        </Link>
      </td>
      <td>
        {t(`cause.${run.cause}`)}
        {run.dryRun ? ` · ${t('run.preview')}` : null}
      </td>
      <td className="last">
        <RunStateTag state={run.state} />
        {run.reason === null ? null : (
          <Text size="xs" c="dimmed" component="div">
            <Said {...run.reason} />
          </Text>
        )}
      </td>
      <td className="num strong" data-label={t('runs.column.changed')}>
        {format.number(run.changed)}
      </td>
      <td className="num" data-label={t('runs.column.skipped')}>
        {format.number(run.skippedCount)}
      </td>
    </tr>
  )
}
