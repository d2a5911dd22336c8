import { Group, Stack, Text } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Order } from '#api/contract.ts'
import { orderQuery } from '#web/queries.ts'
import { Card } from '#web/ui/card.tsx'
import { useNow } from '#web/ui/clock.tsx'
import { useFormat } from '#web/ui/format.ts'
import { Page } from '#web/ui/page.tsx'
import { Said } from '#web/ui/said.tsx'
import { Note, type Tone } from '#web/ui/tag.tsx'
import { TimeAgo } from '#web/ui/time-ago.tsx'
import { OrderActions } from './order-actions.tsx'
import { OrderDocuments } from './order-documents.tsx'
import { OrderEvidence } from './order-evidence.tsx'
import { OrderLines } from './order-lines.tsx'
import { OrderStateTag } from './order-state.tsx'
import { OrderTimeline } from './order-timeline.tsx'

const route = getRouteApi('/shops/$shop/orders/$order')

export function OrderPage() {
  const { t } = useTranslation()
  const { shop, order: id } = route.useParams()
  const { data: order } = useSuspenseQuery(orderQuery(shop, id))
  return (
    <Page
      title={t('order.title', { name: order.name })}
      badge={<OrderStateTag state={order.state} />}
      above={
        <Link to="/shops/$shop/orders" params={{ shop }}>
          {t('orders.title')}
        </Link>
      }
      actions={<OrderActions shop={shop} order={order} />}
    >
      {order.evidence === null ? <Reason order={order} /> : null}
      {order.evidence === null ? null : <OrderEvidence {...order} shop={shop} evidence={order.evidence} />}
      <div className="two">
        <Stack gap="md" miw={0}>
          <OrderDocuments order={order} />
          <OrderLines shop={shop} lines={order.lines} />
        </Stack>
        <Stack gap="md" miw={0}>
          <Facts order={order} />
          <OrderTimeline shop={shop} events={order.events} />
        </Stack>
      </div>
    </Page>
  )
}

const tones: Record<Order['state'], Exclude<Tone, 'idle'>> = {
  waiting: 'wait',
  issuing: 'info',
  issued: 'info',
  'unknown-outcome': 'bad',
  reversed: 'info',
  never: 'info',
}

/** Why the order stands where it stands, and when it moves by itself. */
function Reason({ order }: { readonly order: Order }) {
  if (order.why === null && order.retryAt === null) return null
  return (
    <Note tone={tones[order.state]}>
      {order.why === null ? null : (
        <Text component="div" fw={550}>
          <Said {...order.why} />
        </Text>
      )}
      {order.retryAt === null ? null : (
        <Text component="div" size="sm">
          <Retry at={order.retryAt} />
        </Text>
      )}
    </Note>
  )
}

function Retry({ at }: { readonly at: string }) {
  const { t } = useTranslation()
  if (Date.parse(at) <= useNow()) return t('order.retryNow')
  return (
    <>
      {t('order.retryAt')} <TimeAgo at={at} />
    </>
  )
}

/** Personal data is kept with the invoice that needs it, and nowhere else. */
function Customer({ order: { customer, customerHidden } }: { readonly order: Order }) {
  const { t } = useTranslation()
  if (customer !== null) return <span dir="auto">{customer}</span>
  return (
    <Text component="span" inherit c="dimmed">
      {t(customerHidden ? 'order.customerHidden' : 'order.customerNotKept')}
    </Text>
  )
}

function Facts({ order }: { readonly order: Order }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Card title={t('order.facts')}>
      <dl className="pairs">
        <dt>{t('order.placed')}</dt>
        <dd>
          <TimeAgo at={order.createdAt} />
        </dd>
        <dt>{t('orders.column.customer')}</dt>
        <dd>
          <Customer order={order} />
        </dd>
        <dt>{t('orders.column.total')}</dt>
        <dd>{format.money(order.total, order.currency)}</dd>
        <dt>{t('order.financial')}</dt>
        <dd>{t(`order.financialState.${order.financial}` as 'order.financialState.PAID', { defaultValue: order.financial })}</dd>
        <dt>{t('order.fulfilment')}</dt>
        <dd>{t(`order.fulfilmentState.${order.fulfilment}` as 'order.fulfilmentState.FULFILLED', { defaultValue: order.fulfilment })}</dd>
        {order.gateways.length === 0 ? null : (
          <>
            <dt>{t('order.gateways')}</dt>
            <dd>{order.gateways.join(', ')}</dd>
          </>
        )}
        {order.cancelledAt === null ? null : (
          <>
            <dt>{t('order.cancelled')}</dt>
            <dd>
              <TimeAgo at={order.cancelledAt} />
            </dd>
          </>
        )}
        {order.dispatchedAt === null ? null : (
          <>
            <dt>{t('order.dispatched')}</dt>
            <dd>
              <TimeAgo at={order.dispatchedAt} />
            </dd>
          </>
        )}
      </dl>
      {order.elsewhere ? <Text size="sm">{t('order.elsewhere')}</Text> : null}
      {order.shopifyUrl === null ? null : (
        <Group mt="xs">
          <a href={order.shopifyUrl} target="_blank" rel="noreferrer">
            {t('order.inShopify')}
          </a>
        </Group>
      )}
    </Card>
  )
}
