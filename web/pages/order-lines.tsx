import { Text } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Order } from '#api/contract.ts'
import { Card } from '#web/ui/card.tsx'
import { useFormat } from '#web/ui/format.ts'

const columns = ['sold', 'released', 'discharged', 'fulfilled', 'owed'] as const

/** Each line in units: what was sold, put back, invoiced with discharge, shipped, and what billing still counts. */
export function OrderLines({ shop, lines }: { readonly shop: string; readonly lines: Order['lines'] }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Card title={t('order.lines')} flush>
      <div className="scroll">
        <table className="grid-table stack">
          <thead>
            <tr>
              <th scope="col">{t('order.line.product')}</th>
              {columns.map((column) => (
                <th key={column} scope="col" className="num" title={t(`order.line.means.${column}`)}>
                  {t(`order.line.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line, index) => (
              <tr key={`${index} ${line.sku ?? ''}`}>
                <td className="whole">
                  <span dir="auto">{line.name}</span>
                  <Text size="xs" c="dimmed" component="div">
                    {line.sku === null || line.sku === '' ? (
                      t('order.line.noSku')
                    ) : (
                      <Link to="/shops/$shop/stock/products/$code" params={{ shop, code: line.sku }}>
                        {line.sku}
                      </Link>
                    )}
                    {line.location === null ? null : ` · ${line.location}`}
                  </Text>
                </td>
                {columns.map((column) => (
                  <td key={column} className={column === 'owed' ? 'num strong' : 'num'} data-label={t(`order.line.${column}`)}>
                    {format.number(line[column])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  )
}
