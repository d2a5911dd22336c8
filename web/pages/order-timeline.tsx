import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Order } from '#api/contract.ts'
import { Card } from '#web/ui/card.tsx'
import { Said } from '#web/ui/said.tsx'
import { Moment } from '#web/ui/time-ago.tsx'

/** Everything that happened to the order, newest first, and who did it. */
export function OrderTimeline({ shop, events }: { readonly shop: string; readonly events: Order['events'] }) {
  const { t } = useTranslation()
  const newestFirst = events.toSorted((one, other) => other.at.localeCompare(one.at))
  return (
    <Card title={t('order.timeline')}>
      {events.length === 0 ? <Text c="dimmed">{t('order.noEvents')}</Text> : null}
      <ol className="timeline">
        {newestFirst.map((event, index) => (
          <li key={`${event.at} ${index}`} data-by={event.by}>
            <Text component="div" size="sm">
              <Said {...event} />
            </Text>
            <Text component="div" size="xs" c="dimmed">
              <Moment at={event.at} /> · {t(`order.by.${event.by}`)}
              {event.runId === null ? null : (
                <>
                  {' · '}
                  <Link to="/shops/$shop/stock/runs/$run" params={{ shop, run: event.runId }}>
                    {t('run.one')}
                  </Link>
                </>
              )}
            </Text>
          </li>
        ))}
      </ol>
    </Card>
  )
}
