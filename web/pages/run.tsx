import { Button, Group, Progress, Stack, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Run } from '#api/contract.ts'
import { at, runQuery } from '#web/queries.ts'
import { Card } from '#web/ui/card.tsx'
import { Empty } from '#web/ui/empty.tsx'
import { Page } from '#web/ui/page.tsx'
import { Said } from '#web/ui/said.tsx'
import { Note } from '#web/ui/tag.tsx'
import { TimeAgo } from '#web/ui/time-ago.tsx'
import { useWrite } from '#web/use-write.ts'
import { RunChanges } from './run-changes.tsx'
import { RunStateTag } from './run-state.tsx'

const route = getRouteApi('/shops/$shop/stock/runs/$run')

export function RunPage() {
  const { t } = useTranslation()
  const { shop, run: id } = route.useParams()
  const { data: run } = useSuspenseQuery(runQuery(shop, id))
  return (
    <Page
      title={t(run.dryRun ? 'run.titlePreview' : 'run.title')}
      badge={<RunStateTag state={run.state} />}
      above={
        <Link to="/shops/$shop/stock/runs" params={{ shop }}>
          {t('stock.runs')}
        </Link>
      }
      actions={<Actions shop={shop} run={run} />}
    >
      <Text component="div">
        {t(`cause.${run.cause}`)} · <TimeAgo at={run.startedAt} /> · {t('run.lookedAt', { count: run.lookedAt })}
      </Text>
      {run.reason === null ? null : (
        <Note tone={run.state === 'failed' ? 'bad' : 'wait'}>
          <Text component="div">
            <Said {...run.reason} />
          </Text>
        </Note>
      )}
      {run.dryRun ? <Note tone="info">{t('run.previewMeans')}</Note> : null}
      <ProgressBar run={run} />
      {run.changes.length === 0 && isUnderWay(run) ? null : <Changes shop={shop} run={run} />}
      <Skipped shop={shop} run={run} />
    </Page>
  )
}

function isUnderWay({ state, dryRun, finishedAt }: Run): boolean {
  return state === 'writing' || (state === 'planned' && !(dryRun && finishedAt !== null))
}

function Changes({ shop, run: { changes } }: { readonly shop: string; readonly run: Run }) {
  const { t } = useTranslation()
  return (
    <Card title={t('run.changes', { count: changes.length })} flush>
      {changes.length === 0 ? (
        <Empty title={t('run.noChanges.what')} hint={t('run.noChanges.hint')} />
      ) : (
        <RunChanges shop={shop} changes={changes} />
      )}
    </Card>
  )
}

function ProgressBar({ run }: { readonly run: Run }) {
  const { t } = useTranslation()
  if (!isUnderWay(run)) return null
  const { done, total } = run.progress ?? { done: 0, total: 0 }
  return (
    <Stack gap={4} aria-live="polite">
      <Text size="sm">{total === 0 ? t('run.reading') : t('run.progress', { done, total })}</Text>
      <Progress value={total === 0 ? 100 : (100 * done) / total} animated={total === 0} aria-label={t('run.running')} />
    </Stack>
  )
}

function Actions({ shop, run }: { readonly shop: string; readonly run: Run }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const act = useWrite<typeof Run>({
    // Undoing is a run of its own.
    after: (done) => void navigate({ to: '/shops/$shop/stock/runs/$run', params: { shop, run: done.id } }),
  })
  const path = `${at(shop)}/runs/${encodeURIComponent(run.id)}`
  return (
    <>
      {run.canUndo ? (
        <Button variant="default" loading={act.isPending} onClick={() => act.mutate({ schema: Run, path: `${path}/undo` })}>
          {t('run.undo')}
        </Button>
      ) : null}
      {run.state === 'waiting' ? (
        <Button loading={act.isPending} onClick={() => act.mutate({ schema: Run, path: `${path}/confirm` })}>
          {t('run.confirm')}
        </Button>
      ) : null}
    </>
  )
}

/** Products left alone, gathered under what kept them from being written. */
function Skipped({ shop, run }: { readonly shop: string; readonly run: Run }) {
  const { t } = useTranslation()
  if (run.skipped.length === 0) return null
  const reasons = Map.groupBy(run.skipped, ({ reason }) => reason)
  return (
    <Card title={t('run.skipped', { count: run.skipped.length })} flush>
      <ul className="rows">
        {[...reasons].map(([reason, products]) => (
          <li key={reason}>
            <Text fw={550} component="div">
              <Said text={reason} say={products[0]?.say} />
            </Text>
            <Group gap="xs" mt={4}>
              {products.map(({ code, name }, index) =>
                code === '' ? (
                  <span key={index} dir="auto">
                    {name ?? t('products.noCode')}
                  </span>
                ) : (
                  <Link key={`${code} ${index}`} to="/shops/$shop/stock/products/$code" params={{ shop, code }}>
                    {name ?? code}
                  </Link>
                ),
              )}
            </Group>
          </li>
        ))}
      </ul>
    </Card>
  )
}
