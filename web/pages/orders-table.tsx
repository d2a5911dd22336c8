import { Checkbox, Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { OrderSummary } from '#api/contract.ts'
import { useFormat } from '#web/ui/format.ts'
import { Said } from '#web/ui/said.tsx'
import { TimeAgo } from '#web/ui/time-ago.tsx'
import { OrderStateTag, shortId } from './order-state.tsx'

type Props = {
  readonly shop: string
  readonly orders: readonly OrderSummary[]
  readonly chosen: ReadonlySet<string>
  readonly choose: (chosen: ReadonlySet<string>) => void
}

export function OrdersTable({ shop, orders, chosen, choose }: Props) {
  const { t } = useTranslation()
  const all = orders.every(({ id }) => chosen.has(id))
  const some = orders.some(({ id }) => chosen.has(id))

  function toggle(id: string, on: boolean): void {
    choose(new Set(on ? [...chosen, id] : [...chosen].filter((other) => other !== id)))
  }
  return (
    <div className="scroll">
      <table className="grid-table stack">
        <thead>
          <tr>
            <th scope="col">
              <Checkbox
                size="xs"
                aria-label={t('orders.chooseAll')}
                checked={all}
                indeterminate={some && !all}
                onChange={({ currentTarget }) => choose(new Set(currentTarget.checked ? orders.map(({ id }) => id) : []))}
              />
            </th>
            <th scope="col">{t('orders.column.order')}</th>
            <th scope="col">{t('orders.column.state')}</th>
            <th scope="col" className="hide-narrow">
              {t('orders.column.document')}
            </th>
            <th scope="col" className="hide-narrow">
              {t('orders.column.customer')}
            </th>
            <th scope="col" className="num">
              {t('orders.column.total')}
            </th>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <Row key={order.id} shop={shop} order={order} chosen={chosen.has(order.id)} choose={(on) => toggle(order.id, on)} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

type RowProps = { readonly shop: string; readonly order: OrderSummary; readonly chosen: boolean; readonly choose: (on: boolean) => void }

function Row({ shop, order, chosen, choose }: RowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <tr>
      <td>
        <Checkbox
          size="xs"
          aria-label={t('orders.choose', { name: order.name })}
          checked={chosen}
          onChange={({ currentTarget }) => choose(currentTarget.checked)}
        />
      </td>
      <td>
        <Link className="strong" to="/shops/$shop/orders/$order" params={{ shop, order: shortId(order.id) }}>
          {order.name}
        </Link>
        <Text size="xs" c="dimmed">
          <TimeAgo at={order.createdAt} />
        </Text>
      </td>
      <td className="under">
        <OrderStateTag state={order.state} />
        {order.dispatchedAt === null ? null : (
          <Text component="span" size="xs" c="dimmed">
            {' '}
            {t('order.dispatched')}
          </Text>
        )}
        {order.why === null ? null : (
          <Text size="xs" c="dimmed" component="div" maw={420}>
            <Said {...order.why} />
          </Text>
        )}
      </td>
      <td className="hide-narrow">
        {order.documents.map(({ service, series, number }) => (
          <div key={`${service} ${series} ${number}`} translate="no">
            {series} {number}
          </div>
        ))}
      </td>
      <td className="hide-narrow" dir="auto">
        {order.customerHidden ? <Text size="sm">{t('order.customerHidden')}</Text> : order.customer}
      </td>
      <td className="num last">{format.money(order.total, order.currency)}</td>
    </tr>
  )
}
