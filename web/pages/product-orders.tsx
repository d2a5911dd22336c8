import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Explained } from '#api/contract.ts'
import { Card } from '#web/ui/card.tsx'
import { Nothing } from '#web/ui/empty.tsx'
import { TimeAgo } from '#web/ui/time-ago.tsx'
import { shortId } from './order-state.tsx'

const columns = ['held', 'sold', 'released', 'discharged'] as const

type Props = { readonly shop: string; readonly product: Explained; readonly place: string }

export function HoldingOrders({ shop, product, place }: Props) {
  const { t } = useTranslation()
  return (
    <Card title={t('product.orders') + place} flush>
      {product.orders.length === 0 ? (
        <Nothing title={t('product.noOrders.what')} hint={t('product.noOrders.hint')} />
      ) : (
        <div className="scroll">
          <table className="grid-table stack">
            <thead>
              <tr>
                <th scope="col">{t('orders.column.order')}</th>
                {columns.map((column) => (
                  <th key={column} scope="col" className="num">
                    {t(`product.column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {product.orders.map((order) => (
                <tr key={order.id}>
                  <td className="whole">
                    <Link to="/shops/$shop/orders/$order" params={{ shop, order: shortId(order.id) }}>
                      {order.name}
                    </Link>
                    <Text size="xs" c="dimmed" component="div">
                      <TimeAgo at={order.createdAt} />
                    </Text>
                  </td>
                  {columns.map((column) => (
                    <td key={column} className={column === 'held' ? 'num strong' : 'num'} data-label={t(`product.column.${column}`)}>
                      {order[column]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}
