import { Button } from '@mantine/core'
import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Overview } from '#api/contract.ts'
import type { Connection } from '#web/live.ts'
import { at, overviewQuery, sessionQuery } from '#web/queries.ts'
import { TimeAgo } from '#web/ui/time-ago.tsx'
import { useWrite } from '#web/use-write.ts'

/** What is true on every page: this is a sandbox, something is paused, the connection is lost. */
export function Bands({ shop, connection }: { readonly shop: string; readonly connection: Connection }) {
  const { t } = useTranslation()
  const { data: session } = useSuspenseQuery(sessionQuery)
  return (
    <>
      {session.sandbox ? (
        <div className="band" data-tone="sandbox" role="note" aria-label={t('sandbox.name')}>
          <strong>{t('sandbox.name')}</strong>
          <span>{t('sandbox.what')}</span>
        </div>
      ) : null}
      <PauseBand shop={shop} />
      {connection === 'lost' ? (
        <output className="band" data-tone="bad">
          <strong>{t('lost.what')}</strong>
          <span>{t('lost.fix')}</span>
        </output>
      ) : null}
    </>
  )
}

function PauseBand({ shop }: { readonly shop: string }) {
  const { t } = useTranslation()
  const { data } = useQuery(overviewQuery(shop))
  const resume = useWrite<typeof Overview>({ done: () => t('pause.resumed') })
  const paused = data?.flows.filter(({ state, pausedAt }) => state === 'paused' || pausedAt !== null) ?? []
  const [first, second] = paused
  if (first === undefined) return null

  const flow = second === undefined ? first.flow : 'all'
  return (
    <div className="band" data-tone="wait" role="note">
      <strong>{t(`pause.is.${flow}`)}</strong>
      <span>
        {first.pausedAt === null ? null : <TimeAgo at={first.pausedAt} />} {t('pause.kept')}
      </span>
      <Button
        size="compact-sm"
        variant="default"
        loading={resume.isPending}
        onClick={() => resume.mutate({ schema: Overview, path: `${at(shop)}/resume`, body: { flow } })}
      >
        {t('pause.resume')}
      </Button>
    </div>
  )
}
